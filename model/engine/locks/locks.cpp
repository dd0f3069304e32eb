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

event_id execution::acquire(location_id l, await_condition condition, rmw_op op,
                            std::uint64_t operand, const sync::site& where, std::uint8_t flags,
                            std::uint64_t expected) {
  if (over()) return no_event;
  event proto = proto_for(event_kind::read, where);
  proto.location = l;
  proto.size = graph_->where(l).size;
  proto.op = op;
  proto.operand = operand;
  proto.expected = expected;
  proto.condition = condition;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_acquire);
  proto.flags = static_cast<std::uint8_t>(event_flag::lock | flags);
  return wait_and_read(proto);
}

// The end of a critical section. Often called from a destructor, so it never throws: a thread that
// is unwound here goes on to its next operation.
void execution::release(location_id l, rmw_op op, std::uint64_t operand, const sync::site& where,
                        std::uint8_t flags) {
  if (tearing_down_) return;
  quietly([&] { release_now(l, op, operand, where, flags); });
}

void execution::release_now(location_id l, rmw_op op, std::uint64_t operand,
                            const sync::site& where, std::uint8_t flags) {
  event proto = proto_for(op == rmw_op::none ? event_kind::write : event_kind::read, where);
  proto.location = l;
  proto.size = 4;
  proto.op = op;
  proto.operand = operand;
  proto.order = proto.success = proto.failure = model_.effective(std::memory_order_release);
  proto.flags = flags;
  if (proto.kind == event_kind::read) {
    perform_read(proto);
  } else {
    perform_write(proto);
  }
}

// True where the running thread holds the mutex and may take it once more without anybody's notice.
bool execution::take_again(location_id l, lock_mode mode, const sync::site& where) {
  held_lock* mine = me_->held.find(l);
  if (mine == nullptr) return false;
  if (objects_.kind_of(l) != primitive::recursive_mutex &&
      !mutated("plain_mutexes_are_held_once")) {
    report(lock_misuse::taken_again(*this, *mine, mode, where));
  }
  effect();
  ++mine->depth;
  return true;
}

event_id execution::wait_for_lock(location_id l, lock_mode mode, const sync::site& where) {
  if (over()) return no_event;
  effect();
  if (mode == lock_mode::shared) {
    return acquire(l, await_condition::no_writer, rmw_op::add, 1, where);
  }
  // Who may give the wait up keeps nobody out meanwhile.
  const bool first = limits_.writers_first && objects_.kind_of(l) == primitive::shared_mutex &&
                     me_->how_long == patience::endless && !mutated("waiting_writers_go_first");
  if (!first) {
    return acquire(l, await_condition::zero, rmw_op::exchange, taken(objects_.kind_of(l)), where);
  }
  event announce = proto_for(event_kind::read, where);
  announce.location = l;
  announce.size = 4;
  announce.op = rmw_op::add;
  announce.operand = waiting_writer;
  announce.order = announce.success = announce.failure =
      model_.effective(std::memory_order_relaxed);
  announce.flags = event_flag::internal;
  perform_read(announce);
  return acquire(l, await_condition::nobody, rmw_op::add, exclusive_owner - waiting_writer, where);
}

// May the running thread, which holds it shared, take it shared again? Then it waits as others do.
bool execution::nests(location_id l, lock_mode mode) const {
  const held_lock* mine = me_->held.find(l);
  return limits_.writers_first && objects_.kind_of(l) == primitive::shared_mutex &&
         mode == lock_mode::shared && mine != nullptr && mine->mode == lock_mode::shared;
}

// The common shape of all ways to take a mutex: `take` does it where it is not held already.
template <class Take>
bool execution::take_lock(hooks::cell& c, lock_mode mode, const sync::site& where, Take take) {
  if (over()) return false;
  const location_id l = locate(c, where);
  if (nests(l, mode)) {
    if (!take(l)) return false;
    ++me_->held.find(l)->depth;
  } else if (!take_again(l, mode, where)) {
    if (!take(l)) return false;
    me_->held.take(l, mode, where);
  }
  mark_lock(&c, true, where);
  return true;
}

void execution::lock(hooks::cell& c, lock_mode mode, const sync::site& where) {
  take_lock(c, mode, where,
            [&](location_id l) { return wait_for_lock(l, mode, where) != no_event; });
}

bool execution::try_lock(hooks::cell& c, lock_mode mode, const sync::site& where) {
  return take_lock(c, mode, where, [&](location_id) { return try_once(c, mode, where); });
}

bool execution::lock_until(hooks::cell& c, lock_mode mode, std::int64_t deadline,
                           const sync::site& where) {
  return take_lock(c, mode, where, [&](location_id l) {
    return until(
        deadline, where, [&] { return try_once(c, mode, where); },
        [&] { return wait_for_lock(l, mode, where); });
  });
}

bool execution::lock_along(hooks::cell& c, std::size_t before, const sync::site& where) {
  return take_lock(c, lock_mode::exclusive, where, [&](location_id l) {
    me_->how_long = patience::along;
    me_->along = before;
    const bool got = wait_for_lock(l, lock_mode::exclusive, where) != no_event;
    me_->how_long = patience::endless;
    return got;
  });
}

bool execution::try_once(hooks::cell& c, lock_mode mode, const sync::site& where) {
  if (passes_by(locate(c, where), where)) return false;
  if (mode == lock_mode::shared) return attempt(c, rmw_op::share, 1, where);
  std::uint64_t free = 0;
  return compare_exchange(c, free, taken(c.kind), std::memory_order_acquire,
                          std::memory_order_relaxed, false, where);
}

bool execution::attempt(const hooks::cell& c, rmw_op op, std::uint64_t operand,
                        const sync::site& where) {
  if (over()) return false;
  event proto = proto_at(event_kind::read, c, std::memory_order_acquire, where);
  proto.failure = model_.effective(std::memory_order_relaxed);
  proto.op = op;
  proto.operand = operand;
  return (*graph_)[look(proto)].has(event_flag::rmw);
}

void execution::unlock(hooks::cell& c, lock_mode mode, const sync::site& where) {
  if (tearing_down_) return;
  quietly([&] {
    const location_id l = locate(c, where);
    held_lock* const mine = me_->held.find(l);
    if (mine == nullptr && mutated("only_holders_unlock")) return;
    if (mine == nullptr || (mine->mode != mode && !mutated("unlocked_as_it_was_locked"))) {
      report(lock_misuse::not_held(*this, l, mode, where));
    }
    effect();
    mark_lock(&c, false, where);
    if (--mine->depth == 0) {
      me_->held.give_back(mine);
    } else if (c.kind == primitive::recursive_mutex) {
      return;
    }
    if (mode == lock_mode::shared) {
      release_now(l, rmw_op::sub, 1, where, 0);
    } else if (limits_.writers_first && c.kind == primitive::shared_mutex) {
      release_now(l, rmw_op::sub, exclusive_owner, where, 0);
    } else {
      release_now(l, rmw_op::none, 0, where, 0);
    }
  });
}

}  // namespace suture
