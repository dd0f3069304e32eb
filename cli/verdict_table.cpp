#include "cli/verdict_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/width.hpp"

namespace cli {

using suture::report::outcome;
using suture::report::padded;

namespace {

constexpr std::size_t verdict_width = 26;
constexpr std::size_t expected_width = 20;

std::string_view judged(const outcome& o) {
  if (!o.as_expected) return "DIFFERS";
  return o.finding || o.made_by.shards == 1 ? "as expected" : "part of it";
}

std::string backend_words(const check_options& how) {
  switch (how.backend) {
    case scenarios::backend::relacy:
      return "Relacy";
    case scenarios::backend::native:
      return "real threads";
    case scenarios::backend::engine:
      break;
  }
  return fmt::format("{}, {}{}", how.strategy, how.memory,
                     how.part.count == 1
                         ? std::string()
                         : fmt::format(", part {} of {}", how.part.index, how.part.count));
}

std::string explained(const outcome& o) {
  if (!o.text.empty()) return o.text;
  const std::string meaning = to_words(o.meaning);
  return fmt::format("{}  {}\n  {}\n{}", name_of(o), judgement_of(o), o.guarantee,
                     meaning.empty() ? "" : fmt::format("  {}\n", meaning));
}

}  // namespace

verdict_table::verdict_table(const std::vector<const scenarios::variant*>& variants) {
  for (const scenarios::variant* v : variants) name_ = std::max(name_, v->id.size());
}

verdict_table::verdict_table(const std::vector<outcome>& all) {
  for (const outcome& o : all) name_ = std::max(name_, name_of(o).size());
}

std::string verdict_table::head() const {
  return fmt::format("{}  {}{}{:>9}\n", padded("scenario", name_), padded("verdict", verdict_width),
                     padded("expected", expected_width), "runs");
}

std::string verdict_table::row(const outcome& o, bool coverage) const {
  std::string text = fmt::format("{}  {}{}{:>9}  {}\n", padded(name_of(o), name_),
                                 padded(verdict_of(o), verdict_width),
                                 padded(o.expected, expected_width), o.runs, judged(o));
  if (o.as_expected && o.finding && !o.finding->replay.empty()) {
    text += fmt::format("    {}\n", o.finding->replay);
  }
  if (o.verdict == "passed") {
    if (const std::string words = to_words(o.meaning); !words.empty()) {
      text += fmt::format("    {}\n", words);
    }
  }
  if (coverage) text += fmt::format("    {}\n", to_words(o.covered, o.seconds));
  return text;
}

std::string conclusion(const std::vector<outcome>& all, const check_options& how) {
  std::string text;
  std::size_t good = 0;
  for (const outcome& o : all) {
    good += o.as_expected ? 1 : 0;
    if (!o.as_expected) text += '\n' + explained(o);
  }
  const std::string rest =
      good == all.size() ? std::string() : fmt::format(", {} not: see above", all.size() - good);
  return text + fmt::format("\n{} variant{}: {} as expected{} ({})\n", all.size(),
                            all.size() == 1 ? "" : "s", good, rest, backend_words(how));
}

}  // namespace cli
