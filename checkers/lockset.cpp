#include "checkers/lockset.hpp"

#include <fmt/format.h>

#include "checkers/wording.hpp"

namespace suture {

void lockset_checker::begin_run(run_view&) { locks_.clear(); }

void lockset_checker::on_mark_lock(run_view& run, const void* lock, bool taken, sync::site where) {
  locks_.mark(run.current(), lock, taken, where);
}

void lockset_checker::on_make_plain(run_view& run, const plain_access& made, bool) {
  if (objects_.size() <= made.object) objects_.resize(made.object + 1);
  object& o = objects_[made.object];
  o = {};
  o.owner = run.current();
  o.made = made.where;
}

void lockset_checker::on_plain(run_view& run, const plain_access& seen) {
  object& o = objects_[seen.object];
  const thread_id me = run.current();
  if (run.unfinished().size() == 1) {
    o.now = stage::exclusive;
    o.owner = me;
  } else if (o.now != stage::exclusive) {
    if (seen.write) o.now = stage::modified;
    refine(o, me);
  } else if (o.owner != me) {
    share(o, seen, me);
  }
  if (o.now == stage::modified && o.candidates.empty()) report(run, o, seen);
  o.last_thread = me;
  o.last_wrote = seen.write;
  o.last = seen.where;
}

void lockset_checker::share(object& o, const plain_access& seen, thread_id me) {
  o.now = seen.write ? stage::modified : stage::shared;
  o.candidates.clear();
  for (const marked_locks::hold& h : locks_.of(me)) {
    if (h.depth > 0) o.candidates.push_back(h.lock);
  }
}

void lockset_checker::refine(object& o, thread_id me) {
  const std::vector<marked_locks::hold>& held = locks_.of(me);
  std::erase_if(o.candidates, [&](const void* lock) {
    return std::none_of(held.begin(), held.end(),
                        [&](const marked_locks::hold& h) { return h.lock == lock && h.depth > 0; });
  });
}

void lockset_checker::report(run_view& run, const object& o, const plain_access& seen) {
  const std::string self = wording::thread(run.current());
  const std::string name = wording::data(run, seen.address, o.made);
  const auto does = [&](bool wrote) { return wrote ? "writes" : "reads"; };
  finding f;
  f.kind = finding_kind::no_common_lock;
  f.message = fmt::format("{} {} {}{} under no lock that was held whenever it was used", self,
                          does(seen.write), name, wording::at(seen.where));
  f.places = {{fmt::format("{} {} {}", self, does(seen.write), name), seen.where}};
  if (o.last_thread != no_thread) {
    f.places.push_back(
        {fmt::format("{} {} it", wording::thread(o.last_thread), does(o.last_wrote)), o.last});
  }
  run.report(std::move(f));
}

}  // namespace suture
