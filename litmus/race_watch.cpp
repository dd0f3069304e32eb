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
    if (!l.atomic) names_.push_back(l.name);
  }
  variables_.resize(names_.size());
}

// The main thread makes all of them before it creates a thread, so nothing races with that.
void race_watch::on_make_plain(execution& run, const plain_access& made, bool) {
  variables_[made.object].last_write = {run.here(), true, made.where};
  variables_[made.object].reads.clear();
}

void race_watch::on_plain(execution& run, const plain_access& access_made) {
  const std::string& name = names_[access_made.object];
  variable& v = variables_[access_made.object];
  const access now{run.here(), access_made.write, access_made.where};
  if (!run.knows(v.last_write.when)) object(run, name, v.last_write, now);
  if (!now.write) {
    std::erase_if(v.reads, [&](const access& r) { return r.when.thread == now.when.thread; });
    v.reads.push_back(now);
    return;
  }
  for (const access& read : v.reads) {
    if (!run.knows(read.when)) object(run, name, read, now);
  }
  v.last_write = now;
  v.reads.clear();
}

void race_watch::object(execution& run, const std::string& name, const access& before,
                        const access& now) {
  const std::string first = described(before.write, before.where);
  const std::string second = described(now.write, now.where);
  run.report({std::string(finding_kind::race),
              fmt::format("{}: {}, {}", name, first, second),
              {{second, now.where}, {first, before.where}},
              {}});
}

}  // namespace suture::litmus
