// Moving sleepers from one futex to another (FUTEX_CMP_REQUEUE), as condition variables are built
// on it: who would only run into a lock is put to sleep behind that lock.
#include <fmt/format.h>

#include <algorithm>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

// Where a sleeper that is no longer in the queue of `bucket` was moved to, if it was.
location_id wait_queues::moved_from(location_id bucket, const waiter& w) {
  std::vector<std::pair<location_id, location_id>>& moves = moves_[bucket];
  const auto move =
      std::find_if(moves.begin(), moves.end(), [&](const auto& m) { return m.first == w.woken; });
  if (move == moves.end()) return no_location;
  const location_id to = move->second;
  moves.erase(move);
  return to;
}

void wait_queues::move_sleeper(const waiter& w, location_id from, location_id to,
                               location_id word) {
  queues_[to].push_back(w);
  std::erase_if(moves_[to], [&](const auto& m) { return m.first == w.woken; });
  moves_[from].emplace_back(w.woken, to);
  run_.threads_[w.thread]->asleep_on = {word,
                                        run_.graph_->value_of(run_.graph_->latest(word), word)};
}

void wait_queues::check_mask(std::uint32_t mask, const sync::site& where) {
  if (mask != 0 || mutated("sets_of_bits_have_one")) return;
  run_.report(
      {std::string(finding_kind::misuse),
       fmt::format("thread {} gives a futex call an empty set of bits, which the kernel refuses",
                   run_.current_),
       {{fmt::format("thread {} calls", run_.current_), where}},
       {}});
}

// Both queues are locked, in an order that all calls agree on. -1 where the word has another value
// than `expected`, if one is expected; else how many were woken or moved.
std::int64_t wait_queues::futex_requeue(const hooks::cell& from, const std::uint32_t* expected,
                                        std::uint32_t wakes, std::uint32_t moves,
                                        const hooks::cell& to, const sync::site& where) {
  if (run_.over()) return 0;
  const location_id source = run_.locate(from, where);
  const location_id target = run_.locate(to, where);
  const location_id a = run_.graph_->bucket_of(source);
  const location_id b = run_.graph_->bucket_of(target);
  const bool in_order = run_.objects_.identity_of(source) < run_.objects_.identity_of(target);
  const location_id first = in_order ? a : b;
  const location_id second = in_order ? b : a;
  lock_bucket(first, where);
  if (a != b) lock_bucket(second, where);
  std::int64_t done = -1;
  if (expected == nullptr || run_.load(from, std::memory_order_relaxed, where) == *expected ||
      mutated("requeue_compares")) {
    done = wake_locked(a, wakes, {}, where);
    for (std::uint32_t moved = 0; a != b && moved < moves; ++moved) {
      const std::optional<waiter> w = take_from_queue(a, moves - moved, {}, where);
      if (!w) break;
      move_sleeper(*w, a, b, target);
      ++done;
    }
  }
  if (a != b) unlock_bucket(second, where);
  unlock_bucket(first, where);
  if (done > 0) run_.note(fmt::format("wakes or moves {}", done), where);
  return done;
}

}  // namespace suture
