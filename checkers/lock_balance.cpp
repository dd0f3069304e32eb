#include "checkers/lock_balance.hpp"

#include <fmt/format.h>

#include "checkers/wording.hpp"

namespace suture {

namespace {

using hold = marked_locks::hold;

int depth_of(const std::vector<hold>& held, const void* lock) {
  for (const hold& h : held) {
    if (h.lock == lock) return h.depth;
  }
  return 0;
}

std::string lock_name(const run_view& run, const hold& h) {
  const char* label = run.objects().label_of(h.lock);
  return label != nullptr ? fmt::format("the lock '{}'", label) : "a lock";
}

// The first lock that the thread holds more often, or less often, than it did.
const hold* first_difference(const std::vector<hold>& before, const std::vector<hold>& after) {
  for (const hold& h : after) {
    if (h.depth != depth_of(before, h.lock)) return &h;
  }
  for (const hold& h : before) {
    if (depth_of(after, h.lock) == 0) return &h;
  }
  return nullptr;
}

}  // namespace

void lock_balance_checker::begin_run(run_view&) {
  locks_.clear();
  open_.clear();
}

void lock_balance_checker::on_mark_lock(run_view& run, const void* lock, bool taken,
                                        sync::site where) {
  locks_.mark(run.current(), lock, taken, where);
}

void lock_balance_checker::on_begin_operation(run_view& run, const sync::marked_call& call) {
  const thread_id me = run.current();
  if (open_.size() <= me) open_.resize(me + 1);
  open_[me].push_back({call.name, locks_.of(me)});
}

void lock_balance_checker::on_end_operation(run_view& run, const sync::mark_value& result,
                                            sync::site where) {
  const thread_id me = run.current();
  if (open_.size() <= me || open_[me].empty()) return;
  const entered op = std::move(open_[me].back());
  open_[me].pop_back();
  const std::vector<hold>& after = locks_.of(me);
  const hold* changed = first_difference(op.held, after);
  if (changed == nullptr) return;
  const bool more = depth_of(after, changed->lock) > depth_of(op.held, changed->lock);
  const bool raised = result.kind() == sync::mark_value::type::error ||
                      result.kind() == sync::mark_value::type::unknown;
  const std::string self = wording::thread(me);
  const std::string name = lock_name(run, *changed);
  const std::string took =
      more ? fmt::format("with {} still held, taken{}", name, wording::at(changed->since))
           : fmt::format("having given back {} once too often", name);
  run.report({std::string(finding_kind::lock_imbalance),
              fmt::format("{} leaves {}{} {}", self, op.name, raised ? " by an error" : "", took),
              {{fmt::format("{} calls {}", self, op.name), where},
               {more ? fmt::format("{} takes {}", self, name) : fmt::format("{} held it", self),
                changed->since}},
              {}});
}

}  // namespace suture
