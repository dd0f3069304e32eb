// suture page: a text with the verdicts of the scenarios that it names.
//
// In the text `{NAME}` stands for a scenario's name with the verdict that it has now. So a page
// that tells what scenarios show is made from what they do show, and cannot get old unseen.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/checking.hpp"
#include "cli/command.hpp"
#include "cli/exit_status.hpp"
#include "cli/input_file.hpp"
#include "scenarios/catalog.hpp"

namespace cli {

namespace {

using scenarios::variant;
using suture::report::outcome;

struct arguments {
  std::string file;
  std::string against;  // a page that must be what comes out, or empty
};

// A text, cut at its names: words, name, words, name, words.
struct piece {
  std::string_view words;
  std::string_view name;  // after the words; empty at the end of the text
};

std::vector<piece> pieces_of(const std::string& file, std::string_view text) {
  std::vector<piece> all;
  std::size_t line = 1;
  for (std::size_t at = 0;;) {
    const std::size_t open = text.find('{', at);
    const std::string_view words = text.substr(at, open - at);
    if (open == std::string_view::npos) {
      all.push_back({words, {}});
      return all;
    }
    line += static_cast<std::size_t>(std::count(words.begin(), words.end(), '\n'));
    const std::size_t close = text.find_first_of("{}\n", open + 1);
    if (close == std::string_view::npos || text[close] != '}') {
      throw wrong_use(
          fmt::format("{}:{}: '{{' begins the name of a scenario, which ends with '}}' "
                      "on the same line",
                      file, line));
    }
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (scenarios::catalog().find(std::string(name)) == nullptr) {
      throw wrong_use(fmt::format("{}:{}: there is no scenario '{}'; `suture list` shows all", file,
                                  line, name));
    }
    all.push_back({words, name});
    at = close + 1;
  }
}

// By name.
std::map<std::string_view, std::string> verdicts_of(const std::vector<piece>& text) {
  std::vector<const variant*> variants;
  std::map<std::string_view, std::string> found;
  for (const piece& p : text) {
    if (p.name.empty() || !found.emplace(p.name, "").second) continue;
    variants.push_back(scenarios::catalog().find(std::string(p.name)));
  }
  check_options how;
  how.jobs = processors();
  how.quiet = true;
  if (variants.empty()) return found;
  const std::vector<outcome> outcomes = check_all(how, variants, nullptr);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const outcome& o = outcomes[i];
    found[variants[i]->id] = o.finding ? o.finding->kind : o.verdict;
  }
  return found;
}

std::string page_of(const std::string& file) {
  const std::string text = text_of_file("FILE", file);
  const std::vector<piece> pieces = pieces_of(file, text);
  const auto verdicts = verdicts_of(pieces);
  std::string page;
  for (const piece& p : pieces) {
    page += p.words;
    if (!p.name.empty()) page += fmt::format("`{}` {}", p.name, verdicts.at(p.name));
  }
  return page;
}

// The number and the words of the first line in which two texts differ.
std::string difference(std::string_view is, std::string_view should_be) {
  for (std::size_t line = 1;; ++line) {
    const std::string_view mine = is.substr(0, is.find('\n'));
    const std::string_view right = should_be.substr(0, should_be.find('\n'));
    if (mine != right || mine.size() == is.size() || right.size() == should_be.size()) {
      return fmt::format("{}:\n  is        {}\n  should be {}\n", line, mine, right);
    }
    is.remove_prefix(mine.size() + 1);
    should_be.remove_prefix(right.size() + 1);
  }
}

int run_page(const arguments& given) {
  const std::string page = page_of(given.file);
  if (given.against.empty()) {
    fmt::print("{}", page);
    return exit_status::as_expected;
  }
  const std::string known = text_of_file("--against", given.against);
  if (known == page) return exit_status::as_expected;
  fmt::print("{}:{}", given.against, difference(known, page));
  return exit_status::differs;
}

}  // namespace

action add_page(CLI::App& app) {
  const auto given = std::make_shared<arguments>();
  CLI::App& page = *app.add_subcommand(
      "page", "Prints a text in which each {NAME} of a scenario becomes its name and verdict.");
  page.add_option("FILE", given->file, "The text")->required();
  page.add_option("--against", given->against,
                  "Print nothing: is this page what comes out? Exit status 1 where it is not")
      ->type_name("FILE");
  return [given] { return run_page(*given); };
}

}  // namespace cli
