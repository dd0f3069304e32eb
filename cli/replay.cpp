// suture replay: the run of a token once more.
#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/modules.hpp"
#include "cli/selection.hpp"
#include "library/session.hpp"
#include "scenarios/catalog.hpp"
#include "scenarios/generated/body.hpp"

namespace cli {

namespace {

// Tokens are pasted, with line ends and all.
std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string all_of(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A run that no longer fails is what one hopes for where the variant should be verified.
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

int replay_generated(const suture::token& t) {
  const auto body = scenarios::generated::body_of(scenarios::generated::parse_id(t.scenario));
  const suture::result r = suture::replay(body, t, {"verified", "suture replay {}"});
  fmt::print("{}", r.explanation);
  return as_expected(r, "verified") ? exit_status::as_expected : exit_status::differs;
}

// Of a module, where one was named.
const scenarios::variant& variant_of(const suture::token& t, const scenarios::registry* module) {
  if (module == nullptr) {
    if (const scenarios::variant* v = scenarios::catalog().find(t.scenario)) return *v;
    throw wrong_use(fmt::format("the token is for scenario '{}', which there is not{}", t.scenario,
                                did_you_mean(t.scenario)));
  }
  if (const scenarios::variant* v = module->find(t.scenario)) return *v;
  throw wrong_use(
      fmt::format("the token is for scenario '{}', which the module does not have", t.scenario));
}

int replay(const std::vector<std::string>& words) {
  const scenarios::registry* const module =
      words.size() == 2 ? &load_module(words.front()) : nullptr;
  const std::string& text = words.back();
  const suture::token t = suture::decode_token(trimmed(text == "-" ? all_of(std::cin) : text));
  if (t.scenario.starts_with("generated.")) return replay_generated(t);
  const scenarios::variant& v = variant_of(t, module);
  const std::function<void()> body = body_on_engine(v);
  if (!body) {
    throw wrong_use(fmt::format("scenario '{}' does not run on the engine", t.scenario));
  }
  const std::string expected(v.expected_under(t.memory));
  const suture::result r = suture::replay(body, t, {expected, replay_command(v)});
  fmt::print("{}", r.explanation);
  return as_expected(r, expected) ? exit_status::as_expected : exit_status::differs;
}

}  // namespace

action add_replay(CLI::App& app) {
  const auto words = std::make_shared<std::vector<std::string>>();
  CLI::App& replaying = *app.add_subcommand(
      "replay",
      "Repeats the run of a token and prints its interleaving. Exit status 0 if the\n"
      "finding is the one expected of the scenario, 1 if it is not, if it is gone or if\n"
      "the scenario has changed since.");
  replaying
      .add_option(
          "TOKEN", *words,
          "As 'suture check' gives it; - reads it from stdin. Behind the module, where its\n"
          "scenario is a module's")
      ->required()
      ->expected(1, 2);
  return [words] { return replay(*words); };
}

}  // namespace cli
