#include "cli/token_run.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <iterator>

#include "cli/exit_status.hpp"
#include "cli/modules.hpp"
#include "cli/selection.hpp"
#include "scenarios/catalog.hpp"
#include "scenarios/generated/body.hpp"

namespace cli {

namespace {

constexpr std::size_t narrowest_page = 40;
constexpr std::size_t widest_page = 1000;

// Tokens are pasted, with line ends and all.
std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string all_of(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Of a module, where one was named.
const scenarios::variant& variant_of(const suture::token& t, const scenarios::registry* module) {
  if (module == nullptr) {
    if (const scenarios::variant* v = scenarios::catalog().find(t.scenario)) return *v;
    throw wrong_use(fmt::format("the token is for scenario '{}', which there is not{}", t.scenario,
                                did_you_mean(t.scenario)));
  }
  if (const scenarios::variant* v = variant_of_module(t.scenario)) return *v;
  throw wrong_use(
      fmt::format("the token is for scenario '{}', which the module does not have", t.scenario));
}

// Of the terminal; what is piped elsewhere has the same width everywhere.
std::size_t page_width() {
  winsize window{};
  if (isatty(STDOUT_FILENO) == 0 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 ||
      window.ws_col < narrowest_page) {
    return suture::report::layout{}.width;
  }
  return window.ws_col;
}

}  // namespace

token_words add_token(CLI::App& command) {
  auto words = std::make_shared<std::vector<std::string>>();
  command
      .add_option(
          "TOKEN", *words,
          "As 'suture check' gives it; - reads it from stdin. Behind the module, where its\n"
          "scenario is a module's")
      ->required()
      ->expected(1, 2);
  return words;
}

token_run run_of(const std::vector<std::string>& words) {
  const scenarios::registry* const module =
      words.size() == 2 ? &load_module(words.front()) : nullptr;
  const std::string& text = words.back();
  token_run run;
  run.what = suture::decode_token(trimmed(text == "-" ? all_of(std::cin) : text));
  if (run.what.scenario.starts_with("generated.")) {
    run.body = scenarios::generated::body_of(scenarios::generated::parse_id(run.what.scenario));
    run.expected = "verified";
    run.again = "suture replay {}";
    return run;
  }
  const scenarios::variant& v = variant_of(run.what, module);
  run.body = body_on_engine(v);
  if (!run.body) {
    throw wrong_use(fmt::format("scenario '{}' does not run on the engine", run.what.scenario));
  }
  run.expected = v.expected_under(run.what.memory);
  run.again = replay_command(v);
  return run;
}

bool as_expected(const suture::result& r, std::string_view expected) {
  switch (r.verdict) {
    case suture::verdict::found:
      return r.findings.front().kind == expected;
    case suture::verdict::passed:
      return expected == "verified";
    default:
      return false;
  }
}

std::shared_ptr<suture::report::layout> add_layout(CLI::App& command) {
  auto page = std::make_shared<suture::report::layout>();
  page->sources = true;
  page->all = false;
  page->unfold = "--all shows them";
  page->width = page_width();
  command.add_flag("--all", page->all, "Shows the steps before the first thread, too");
  command
      .add_option("--width", page->width,
                  "Columns of the page (default: the terminal's, or 120 in a pipe)")
      ->check(CLI::Range(narrowest_page, widest_page));
  return page;
}

}  // namespace cli
