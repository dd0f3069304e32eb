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
void race_watch::begin_run(execution&) {
  for (variable& v : variables_) {
    v.plain_write = {};
    v.plain_reads.clear();
    v.atomic_writes.clear();
    v.atomic_reads.clear();
  }
}

void race_watch::on_plain(execution& run, const plain_access& made) {
  look(run, variables_[plain_objects_[made.object]], {run.here(), made.write, made.where}, true);
}

// It is the event that came last, and known to whoever knows of that.
void race_watch::on_atomic(execution& run, std::uint32_t cell, bool write, bool plain,
                           const sync::site& where) {
  moment when = run.here();
  --when.events;
  look(run, variables_[cell], {when, write, where}, plain);
}

void race_watch::look(execution& run, variable& v, const access& now, bool plain) {
  require(run, v, v.plain_write, now);
  if (now.write) {
    for (const access& before : v.plain_reads) require(run, v, before, now);
  }
  if (!plain) return note(now.write ? v.atomic_writes : v.atomic_reads, now);
  for (const access& before : v.atomic_writes) require(run, v, before, now);
  if (!now.write) return note(v.plain_reads, now);
  for (const access& before : v.atomic_reads) require(run, v, before, now);
  v.plain_write = now;
  v.plain_reads.clear();
}

void race_watch::note(std::vector<access>& last, const access& now) {
  std::erase_if(last, [&](const access& a) { return a.when.thread == now.when.thread; });
  last.push_back(now);
}

void race_watch::require(execution& run, const variable& v, const access& before,
                         const access& now) {
  if (run.knows(before.when)) return;
  const std::string first = described(before.write, before.where);
  const std::string second = described(now.write, now.where);
  run.report({std::string(finding_kind::race),
              fmt::format("{}: {}, {}", v.name, first, second),
              {{second, now.where}, {first, before.where}},
              {}});
}

}  // namespace suture::litmus
