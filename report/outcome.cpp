#include "report/outcome.hpp"

#include <fmt/format.h>

namespace suture::report {

std::string to_words(const coverage& c, double seconds) {
  const std::uint64_t runs = c.executions + c.blocked + c.moot + c.cut_off + c.abandoned + c.failed;
  std::string text = fmt::format("{} execution{}", c.executions, c.executions == 1 ? "" : "s");
  if (c.blocked != 0) text += fmt::format(", {} blocked", c.blocked);
  if (c.moot != 0) text += fmt::format(", {} moot", c.moot);
  if (c.cut_off != 0) text += fmt::format(", {} cut off", c.cut_off);
  if (c.abandoned != 0) text += fmt::format(", {} abandoned", c.abandoned);
  if (c.failed != 0) text += fmt::format(", {} failed", c.failed);
  if (runs == 0) return text;
  const auto count = static_cast<double>(runs);
  text += fmt::format("; {:.1f} operations a run, {} in the longest",
                      static_cast<double>(c.operations) / count, c.longest_run);
  text +=
      fmt::format("; {} plain object{} watched", c.plain_objects, c.plain_objects == 1 ? "" : "s");
  text += fmt::format("; {} graph{} at a time", c.graphs, c.graphs == 1 ? "" : "s");
  if (seconds > 0) text += fmt::format("; {:.0f} runs/s", count / seconds);
  return text + fmt::format("; {:.0f} MB", static_cast<double>(c.peak_bytes) / 1e6);
}

namespace {

// The place is not that of the operation itself, where it has none.
std::string_view nearness_of(const sync::site& where) {
  switch (where.near) {
    case sync::nearness::after:
      return " after this";
    case sync::nearness::made:
      return " what was made here";
    case sync::nearness::scope:
      return " at the end of the scope that begins here";
    case sync::nearness::here:
      break;
  }
  return "";
}

}  // namespace

outcome::found found_of(const finding& f, const std::string& replay) {
  outcome::found found{f.kind, f.message, f.token};
  for (const finding::place& p : f.places) {
    if (!p.where.known()) continue;
    found.places.push_back({fmt::format("{}{}", p.what, nearness_of(p.where)), p.where.file,
                            p.where.function, p.where.line});
  }
  if (!f.token.empty()) found.replay = fmt::format(fmt::runtime(replay), f.token);
  return found;
}

std::string name_of(const outcome& o) {
  return o.variant.empty() ? o.scenario : fmt::format("{}/{}", o.scenario, o.variant);
}

std::string family_of(const outcome& o) { return o.scenario.substr(0, o.scenario.find('.')); }

std::string verdict_of(const outcome& o) {
  return o.finding ? fmt::format("found {}", o.finding->kind) : o.verdict;
}

std::string judgement_of(const outcome& o) {
  if (!o.as_expected) return fmt::format("{} instead of {}", verdict_of(o), o.expected);
  if (!o.finding && o.made_by.shards > 1) {
    return fmt::format("part {} of {}, nothing against it", o.made_by.shard, o.made_by.shards);
  }
  return verdict_of(o) + ", as expected";
}

weight weight_of(const outcome& o) {
  if (o.as_expected) return weight::none;
  return !o.finding && o.expected == "verified" ? weight::unproven : weight::fault;
}

}  // namespace suture::report
