#include "litmus/race_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace suture::litmus {

namespace {

std::string described(bool write, const sync::site& where) {
  return fmt::format("{} {} at {}", where.function, write ? "writes" : "reads", to_string(where));
}

}  // namespace

race_watch::race_watch(const test& t) {
  for (const location& l : t.locations) {
    for (std::size_t i = 0; i < l.initial.size(); ++i) {
      if (!l.atomic) plain_objects_.push_back(static_cast<std::uint32_t>(variables_.size()));
      variables_.emplace_back().name = l.array ? fmt::format("{}[{}]", l.name, i) : l.name;
    }
  }
}

// The main thread makes all of them before it creates a thread, so nothing races with that.
void race_watch::begin_run(run_view&) {
  for (variable& v : variables_) {
    v.plain_write = {};
    v.plain_reads.clear();
    v.atomic_writes.clear();
    v.atomic_reads.clear();
  }
}

void race_watch::on_plain(run_view& run, const plain_access& made) {
  plain(run, variables_[plain_objects_[made.object]], {run.here(), made.write, made.where});
}

void race_watch::plain_at_atomic(run_view& run, std::uint32_t cell, bool write,
                                 const sync::site& where) {
  plain(run, variables_[cell], {run.here(), write, where});
}

void race_watch::plain(run_view& run, variable& v, const access& now) {
  require(run, v, v.plain_write, now);
  for (const access& before : v.atomic_writes) require(run, v, before, now);
  if (!now.write) return note(v.plain_reads, now);
  for (const access& before : v.plain_reads) require(run, v, before, now);
  for (const access& before : v.atomic_reads) require(run, v, before, now);
  v.plain_write = now;
  v.plain_reads.clear();
}

// It is known to whoever knows its last event.
void race_watch::on_atomic(run_view& run, std::uint32_t cell, bool write, event_id first,
                           const sync::site& where) {
  variable& v = variables_[cell];
  moment when = run.here();
  --when.events;
  const access now{when, write, where};
  if (!run.knew(v.plain_write.when, first)) object(run, v, v.plain_write, now);
  if (write) {
    for (const access& before : v.plain_reads) {
      if (!run.knew(before.when, first)) object(run, v, before, now);
    }
  }
  note(write ? v.atomic_writes : v.atomic_reads, now);
}

void race_watch::note(std::vector<access>& last, const access& now) {
  std::erase_if(last, [&](const access& a) { return a.when.thread == now.when.thread; });
  last.push_back(now);
}

void race_watch::require(run_view& run, const variable& v, const access& before,
                         const access& now) {
  if (!run.knows(before.when)) object(run, v, before, now);
}

void race_watch::object(run_view& run, const variable& v, const access& before, const access& now) {
  const std::string first = described(before.write, before.where);
  const std::string second = described(now.write, now.where);
  run.report({std::string(finding_kind::race),
              fmt::format("{}: {}, {}", v.name, first, second),
              {{second, now.where}, {first, before.where}},
              {}});
}

}  // namespace suture::litmus
