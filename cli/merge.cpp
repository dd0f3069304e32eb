#include "cli/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/exit_status.hpp"
#include "cli/verdict_table.hpp"

namespace cli {

namespace {

using suture::report::outcome;

// The parts of one variant, by number; from which file each is.
struct variant_parts {
  std::vector<const outcome*> parts;
  std::vector<const std::string*> files;
};

[[noreturn]] void refuse(const std::string& file, const std::string& what) {
  throw wrong_use(fmt::format("merge: {}: {}", file, what));
}

// What the search `other` was made with that `first` was not; empty where they are of one check.
std::string difference(const outcome::search& first, const outcome::search& other) {
  const auto differ = [](std::string_view what, const auto& a, const auto& b) {
    return a == b ? std::string() : fmt::format("made with {} {}, not {}", what, b, a);
  };
  for (const std::string& d :
       {differ("strategy", first.strategy, other.strategy),
        differ("memory", first.memory, other.memory), differ("seed", first.seed, other.seed),
        differ("blind", first.blind, other.blind),
        differ("runs in which", first.around, other.around),
        differ("shards", first.shards, other.shards), differ("code", first.code, other.code)}) {
    if (!d.empty()) return d;
  }
  return {};
}

// Parts are the whole only where all were searched to their end and cut from the same search.
void check_division(const variant_parts& all) {
  const auto& parts = all.parts;
  if (std::ranges::any_of(parts, [](const outcome* o) { return o->verdict != "part"; })) return;
  const outcome::search& first = parts.front()->made_by;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const outcome::search& other = parts[i]->made_by;
    if (first.cut == other.cut && first.refused == other.refused) continue;
    refuse(
        *all.files[i],
        fmt::format("{} was divided in another way than in {}, because only some parts came upon "
                    "a counter whose changes do not commute; check again with --no-blind",
                    name_of(*parts[i]), *all.files.front()));
  }
}

void add_part(variant_parts& all, const outcome& o, const std::string& file) {
  const std::size_t at = o.made_by.shard - 1;
  if (o.made_by.shard == 0 || at >= all.parts.size()) {
    refuse(file, fmt::format("{}: part {} of {}", name_of(o), o.made_by.shard, all.parts.size()));
  }
  if (all.parts[at] != nullptr) {
    refuse(file,
           fmt::format("{}: part {} is in {}, too", name_of(o), o.made_by.shard, *all.files[at]));
  }
  all.parts[at] = &o;
  all.files[at] = &file;
}

variant_parts parts_of(const outcome& first, const std::vector<part_report>& reports) {
  variant_parts all;
  all.parts.resize(first.made_by.shards);
  all.files.resize(first.made_by.shards);
  for (const part_report& r : reports) {
    bool there = false;
    for (const outcome& o : r.outcomes) {
      if (o.scenario != first.scenario || o.variant != first.variant) continue;
      there = true;
      if (const std::string d = difference(first.made_by, o.made_by); !d.empty()) {
        refuse(r.file, fmt::format("{} was {}", name_of(o), d));
      }
      add_part(all, o, r.file);
    }
    if (!there) refuse(r.file, fmt::format("{} is not in it", name_of(first)));
  }
  for (std::size_t i = 0; i < all.parts.size(); ++i) {
    if (all.parts[i] != nullptr) continue;
    throw wrong_use(fmt::format("merge: {}: part {} of {} is missing", name_of(first), i + 1,
                                all.parts.size()));
  }
  check_division(all);
  return all;
}

void add_counts(outcome& to, const outcome& from) {
  to.runs += from.runs;
  to.blocked += from.blocked;
  to.seconds += from.seconds;
  suture::report::coverage& c = to.covered;
  const suture::report::coverage& f = from.covered;
  c.executions += f.executions;
  c.blocked += f.blocked;
  c.moot += f.moot;
  c.cut_off += f.cut_off;
  c.abandoned += f.abandoned;
  c.failed += f.failed;
  c.operations += f.operations;
  c.longest_run = std::max(c.longest_run, f.longest_run);
  c.graphs = std::max(c.graphs, f.graphs);
  c.exhausted = c.exhausted && f.exhausted;
  c.peak_bytes = std::max(c.peak_bytes, f.peak_bytes);
  c.plain_objects = std::max(c.plain_objects, f.plain_objects);
}

// "every execution of part 1 of 3 under rc11; …" of the whole.
std::string of_all(std::string guarantee, const outcome::search& s) {
  const std::string part = fmt::format(" of part {} of {}", s.shard, s.shards);
  if (const std::size_t at = guarantee.find(part); at != std::string::npos) {
    guarantee.erase(at, part.size());
  }
  return fmt::format("{}; in {} parts", guarantee, s.shards);
}

// The part whose finding a search of the whole would have come to first.
const outcome* first_finding(const std::vector<const outcome*>& parts) {
  const outcome* first = nullptr;
  for (const outcome* o : parts) {
    if (!o->finding) continue;
    if (first == nullptr || o->made_by.found_in < first->made_by.found_in) first = o;
  }
  return first;
}

void judge(outcome& whole, const std::vector<const outcome*>& parts) {
  const auto unfinished =
      std::ranges::find_if(parts, [](const outcome* o) { return o->verdict != "part"; });
  const auto cut =
      std::ranges::find_if(parts, [](const outcome* o) { return o->covered.cut_off != 0; });
  if (const outcome* found = first_finding(parts)) {
    whole.verdict = "found";
    whole.finding = found->finding;
    whole.text = found->text;
    whole.guarantee = found->guarantee;
    whole.made_by.found_in = found->made_by.found_in;
  } else if (whole.covered.executions == 0) {
    whole.verdict = "inconclusive";
    whole.guarantee = "no run came to its end: each was blocked, cut off or abandoned";
  } else if (unfinished != parts.end()) {
    whole.verdict = (*unfinished)->verdict;
    whole.guarantee = fmt::format("part {} of {}: {}", (*unfinished)->made_by.shard, parts.size(),
                                  (*unfinished)->guarantee);
  } else {
    whole.verdict = cut == parts.end() ? "verified" : "bounded";
    const outcome& speaks = cut == parts.end() ? *parts.front() : **cut;
    whole.guarantee = of_all(speaks.guarantee, speaks.made_by);
    whole.meaning.exhaustive = cut == parts.end();
    if (whole.meaning.exhaustive) {
      whole.meaning.orders = whole.covered.executions;
      whole.meaning.unseen = whole.meaning.unseen_high = 0;
    }
  }
}

}  // namespace

std::vector<outcome> merge(const std::vector<part_report>& reports) {
  std::vector<outcome> all;
  for (const outcome& first : reports.front().outcomes) {
    if (first.made_by.shards <= 1) {
      refuse(reports.front().file,
             fmt::format("{} is whole: it was checked without --shard", name_of(first)));
    }
    const variant_parts parts = parts_of(first, reports);
    outcome whole = first;
    whole.finding.reset();
    whole.text.clear();
    whole.runs = whole.blocked = 0;
    whole.seconds = 0;
    whole.covered = {};
    whole.covered.exhausted = true;
    whole.meaning = {};  // that of a part is of its own sample
    for (const outcome* o : parts.parts) add_counts(whole, *o);
    judge(whole, parts.parts);
    whole.made_by.shard = whole.made_by.shards = 1;
    all.push_back(std::move(whole));
  }
  for (const part_report& r : reports) {
    if (r.outcomes.size() != all.size()) refuse(r.file, "it has scenarios that others have not");
  }
  return all;
}

}  // namespace cli
