// Mutexes: taking, trying and giving back, and what is undefined about it.
//
// The word of a mutex counts its readers; its highest bit is the writer. Taking is an acquire
// read-modify-write that waits for the word to be free, giving back a release write. Who holds what
// is known from each thread's own doing (held_locks.hpp).
#include <fmt/format.h>

#include "model/engine/execution.hpp"
#include "model/engine/locks/lock_misuse.hpp"
#include "model/engine/waits/until.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

constexpr std::uint64_t taken(primitive kind) {
  return kind == primitive::shared_mutex ? exclusive_owner : 1;
}

}  // namespace

// True where the running thread holds the mutex and may take it once more without anybody's notice.
bool locking::take_again(location_id l, lock_mode mode, const sync::site& where) {
  held_lock* mine = run_.me_->held.find(l);
  if (mine == nullptr) return false;
  if (run_.objects_.kind_of(l) != primitive::recursive_mutex &&
      !mutated("plain_mutexes_are_held_once")) {
    run_.report(lock_misuse::taken_again(run_, *mine, mode, where));
  }
  run_.effect();
  ++mine->depth;
  return true;
}

event_id locking::wait_for_lock(location_id l, lock_mode mode, const sync::site& where) {
  if (run_.over()) return no_event;
  run_.effect();
  if (mode == lock_mode::shared) {
    return run_.acquire(l, await_condition::no_writer, rmw_op::add, 1, where);
  }
  // Who may give the wait up keeps nobody out meanwhile.
  const bool first =
      run_.limits_.writers_first && run_.objects_.kind_of(l) == primitive::shared_mutex &&
      run_.me_->how_long == patience::endless && !mutated("waiting_writers_go_first");
  if (!first) {
    return run_.acquire(l, await_condition::zero, rmw_op::exchange, taken(run_.objects_.kind_of(l)),
                        where);
  }
  event announce = run_.proto_for(event_kind::read, where);
  announce.location = l;
  announce.size = 4;
  announce.op = rmw_op::add;
  announce.operand = waiting_writer;
  announce.order = announce.success = announce.failure =
      run_.model_.effective(std::memory_order_relaxed);
  announce.flags = event_flag::internal;
  run_.perform_read(announce);
  return run_.acquire(l, await_condition::nobody, rmw_op::add, exclusive_owner - waiting_writer,
                      where);
}

// May the running thread, which holds it shared, take it shared again? Then it waits as others do.
bool locking::nests(location_id l, lock_mode mode) const {
  const held_lock* mine = run_.me_->held.find(l);
  return run_.limits_.writers_first && run_.objects_.kind_of(l) == primitive::shared_mutex &&
         mode == lock_mode::shared && mine != nullptr && mine->mode == lock_mode::shared;
}

// The common shape of all ways to take a mutex: `take` does it where it is not held already.
template <class Take>
bool locking::take_lock(hooks::cell& c, lock_mode mode, const sync::site& where, Take take) {
  if (run_.over()) return false;
  const location_id l = run_.locate(c, where);
  if (nests(l, mode)) {
    if (!take(l)) return false;
    ++run_.me_->held.find(l)->depth;
  } else if (!take_again(l, mode, where)) {
    if (!take(l)) return false;
    run_.me_->held.take(l, mode, where);
  }
  run_.mark_lock(&c, true, where);
  return true;
}

void locking::lock(hooks::cell& c, lock_mode mode, const sync::site& where) {
  take_lock(c, mode, where,
            [&](location_id l) { return wait_for_lock(l, mode, where) != no_event; });
}

bool locking::try_lock(hooks::cell& c, lock_mode mode, const sync::site& where) {
  return take_lock(c, mode, where, [&](location_id) { return try_once(c, mode, where); });
}

bool locking::lock_until(hooks::cell& c, lock_mode mode, std::int64_t deadline,
                         const sync::site& where) {
  return take_lock(c, mode, where, [&](location_id l) {
    return run_.until(
        deadline, where, [&] { return try_once(c, mode, where); },
        [&] { return wait_for_lock(l, mode, where); });
  });
}

bool locking::lock_along(hooks::cell& c, std::size_t before, const sync::site& where) {
  return take_lock(c, lock_mode::exclusive, where, [&](location_id l) {
    run_.me_->how_long = patience::along;
    run_.me_->along = before;
    const bool got = wait_for_lock(l, lock_mode::exclusive, where) != no_event;
    run_.me_->how_long = patience::endless;
    return got;
  });
}

bool locking::try_once(hooks::cell& c, lock_mode mode, const sync::site& where) {
  if (passes_by(run_.locate(c, where), where)) return false;
  if (mode == lock_mode::shared) return run_.attempt(c, rmw_op::share, 1, where);
  std::uint64_t free = 0;
  return run_.compare_exchange(c, free, taken(c.kind), std::memory_order_acquire,
                               std::memory_order_relaxed, false, where);
}

void locking::unlock(hooks::cell& c, lock_mode mode, const sync::site& where) {
  if (run_.tearing_down_) return;
  run_.quietly([&] {
    const location_id l = run_.locate(c, where);
    held_lock* const mine = run_.me_->held.find(l);
    if (mine == nullptr && mutated("only_holders_unlock")) return;
    if (mine == nullptr || (mine->mode != mode && !mutated("unlocked_as_it_was_locked"))) {
      run_.report(lock_misuse::not_held(run_, l, mode, where));
    }
    run_.effect();
    run_.mark_lock(&c, false, where);
    if (--mine->depth == 0) {
      run_.me_->held.give_back(mine);
    } else if (c.kind == primitive::recursive_mutex) {
      return;
    }
    if (mode == lock_mode::shared) {
      run_.release_now(l, rmw_op::sub, 1, where, 0);
    } else if (run_.limits_.writers_first && c.kind == primitive::shared_mutex) {
      run_.release_now(l, rmw_op::sub, exclusive_owner, where, 0);
    } else {
      run_.release_now(l, rmw_op::none, 0, where, 0);
    }
  });
}

}  // namespace suture
