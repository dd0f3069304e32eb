// From the wrappers of `sync` to the run that the calling OS thread is in. Outside of any run an
// object is plain memory.
#include "model/sync/engine/hooks.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <limits>

#include "model/engine/execution.hpp"
#include "model/engine/loops/standing.hpp"
#include "model/engine/outside_numbers.hpp"
#include "model/engine/process/watchdog.hpp"
#include "model/graph/wide_values.hpp"
#include "model/run/finding.hpp"

namespace suture::hooks {

namespace {

// Objects made outside of runs, numbered in order of making.
std::atomic<std::uint32_t> outside_objects{0};

// Is the caller, which is in no run, using what belongs to one that is under way?
void outside(std::uint32_t of_run) {
  if (of_run != 0) [[unlikely]]
    tell_invasion(of_run);
}

// The current run, for what has no meaning outside of one.
execution& run(const char* what, const site& where) {
  execution* active = execution::active();
  if (active == nullptr) {
    std::fprintf(stderr, "suture: %s at %s outside of a run: call it from the body of a check\n",
                 what, to_string(where).c_str());
    std::abort();
  }
  return *active;
}

}  // namespace

std::uint64_t wide_to_bits(const void* value, std::size_t bytes) {
  const stack_gap gap;
  wide_values::value v{};
  std::memcpy(v.data(), value, bytes);
  return wide_values::number_of(v);
}
void wide_from_bits(std::uint64_t number, void* value, std::size_t bytes) {
  const stack_gap gap;
  const wide_values::value v = wide_values::value_of(number);
  std::memcpy(value, v.data(), bytes);
}

void make_cell(cell& c, std::uint64_t bits, std::uint8_t bytes, const site& where, primitive kind) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->lives().make_cell(c, bits, bytes, where, kind);
  } else {
    c = {bits, 0, outside_objects.fetch_add(1, std::memory_order_relaxed), bytes, kind};
  }
}

std::uint32_t made_outside() { return outside_objects.load(std::memory_order_relaxed); }

std::uint32_t take_outside_numbers(std::uint32_t how_many) {
  return outside_objects.fetch_add(how_many, std::memory_order_relaxed);
}

void destroy_cell(cell& c, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->lives().destroy_cell(c, where);
}

site nearest(const cell& c) {
  const stack_gap gap;
  const execution* e = execution::active();
  return e != nullptr ? e->lives().nearest(c) : site{};
}
site nearest(const shadow& s) {
  const stack_gap gap;
  const execution* e = execution::active();
  return e != nullptr ? e->lives().nearest(s) : site{};
}

std::uint64_t load(const cell& c, std::memory_order order, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    return e->load(c, order, where);
  }
  outside(c.run);
  return c.bits;
}

void store(cell& c, std::uint64_t bits, std::memory_order order, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->store(c, bits, order, where);
  } else {
    outside(c.run);
    c.bits = bits;
  }
}

std::uint64_t update(cell& c, rmw_op op, std::uint64_t operand, std::memory_order order,
                     const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    return e->update(c, op, operand, order, where);
  }
  outside(c.run);
  const std::uint64_t old = c.bits;
  c.bits = apply(op, old, operand, c.bytes);
  return old;
}

bool compare_exchange(cell& c, std::uint64_t& expected, std::uint64_t desired,
                      std::memory_order success, std::memory_order failure, bool weak,
                      const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    return e->compare_exchange(c, expected, desired, success, failure, weak, where);
  }
  outside(c.run);
  const bool same = c.bits == expected;
  expected = c.bits;
  if (same) c.bits = desired;
  return same;
}

void add_unread(cell& c, std::uint64_t n, std::memory_order order, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    e->count(c, n, false, order, where);
  } else {
    outside(c.run);
    c.bits = apply(rmw_op::add, c.bits, n, c.bytes);
  }
}

bool sub_and_test(cell& c, std::uint64_t n, std::memory_order order, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    return e->count(c, n, true, order, where);
  }
  outside(c.run);
  c.bits = apply(rmw_op::sub, c.bits, n, c.bytes);
  return c.bits == 0;
}

std::uint64_t plain_load(const cell& c, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) return e->plain_data().plain_load(c, where);
  outside(c.run);
  return c.bits;
}
void plain_store(cell& c, std::uint64_t bits, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->plain_data().plain_store(c, bits, where);
  } else {
    outside(c.run);
    c.bits = bits;
  }
}

cell& referent(const shadow& s, const void* address, std::uint64_t bits, std::uint8_t bytes,
               const site& where) {
  const stack_gap gap;
  return run("atomic_ref", where).plain_data().referent(s, address, bits, bytes, where);
}

void fence(std::memory_order order, const site& where, fence_side side) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    e->fence(order, where, side);
  }
}

void lock(cell& c, lock_mode mode, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->locks().lock(c, mode, where);
  } else {
    outside(c.run);
    c.bits = mode == lock_mode::shared ? c.bits + 1 : 1;
  }
}

bool try_lock(cell& c, lock_mode mode, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    return e->locks().try_lock(c, mode, where);
  }
  outside(c.run);
  c.bits = mode == lock_mode::shared ? c.bits + 1 : 1;
  return true;
}

void unlock(cell& c, lock_mode mode, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->locks().unlock(c, mode, where);
  } else {
    outside(c.run);
    c.bits = mode == lock_mode::shared ? c.bits - 1 : 0;
  }
}

bool lock_until(cell& c, lock_mode mode, std::int64_t deadline, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e != nullptr) e->called_from(call_frame());
  return e != nullptr ? e->locks().lock_until(c, mode, deadline, where) : try_lock(c, mode, where);
}

bool lock_along(cell& c, std::size_t before, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  return e != nullptr ? e->locks().lock_along(c, before, where)
                      : try_lock(c, lock_mode::exclusive, where);
}

std::size_t locks_held() {
  const execution* e = execution::active();
  return e != nullptr ? e->thread(e->current()).held.count() : 0;
}

void announce(const cell& c, bool begins, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->locks().announce(c, begins, where);
}

std::int64_t deadline_after(std::int64_t nanoseconds) {
  const execution* e = execution::active();
  const std::int64_t now = e != nullptr ? e->env().time_here() : 0;
  return nanoseconds > std::numeric_limits<std::int64_t>::max() - now
             ? std::numeric_limits<std::int64_t>::max()
             : now + nanoseconds;
}

void make_shadow(shadow& s, const void* address, std::size_t bytes, bool initialised,
                 const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active())
    e->lives().make_shadow(s, address, bytes, initialised, where);
}
void destroy_shadow(shadow& s, const void* address, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->lives().destroy_shadow(s, address, where);
}
void plain_read(const shadow& s, const void* address, const plain_value& value, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->plain_data().plain(s, address, false, value, where);
  } else {
    outside(s.run);
  }
}
void plain_write(shadow& s, const void* address, const plain_value& value, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->plain_data().plain(s, address, true, value, where);
  } else {
    outside(s.run);
  }
}

int futex_wait(cell& word, std::uint32_t expected, const std::int64_t* deadline, std::uint32_t mask,
               const site& where) {
  return run("futex_wait", where).queues().futex_wait(word, expected, deadline, mask, where);
}
std::uint32_t futex_wake(const cell& word, std::uint32_t count, std::uint32_t mask,
                         const site& where) {
  return run("futex_wake", where).queues().futex_wake(word, count, mask, where);
}
std::int64_t futex_requeue(const cell& from, const std::uint32_t* expected, std::uint32_t wakes,
                           std::uint32_t moves, const cell& to, const site& where) {
  return run("futex_requeue", where)
      .queues()
      .futex_requeue(from, expected, wakes, moves, to, where);
}
void atomic_wait(const cell& c, std::uint64_t old, std::memory_order order, const site& where) {
  const stack_gap gap;
  if (execution::active() == nullptr && c.bits != old) return;
  execution& e = run("atomic::wait for a change that nobody makes,", where);
  e.called_from(call_frame());
  e.queues().wait_while(c, old, order, where);
}
std::uint32_t begin_step(const cell& c, const site& where) {
  const stack_gap gap;
  execution* const e = execution::active();
  return e != nullptr ? e->queues().begin_step(c, where) : 0;
}
void end_step(const cell& c, std::uint32_t begun, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->queues().end_step(c, begun, where);
}
void atomic_notify(const cell& c, bool all, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->queues().notify(c, all, where);
}
bool condition_wait(cell& queue, const cell* mutex, const std::function<void()>& release,
                    const std::function<void()>& reacquire, const std::int64_t* deadline,
                    const site& where) {
  const stack_gap gap;
  return run("condition_variable::wait", where)
      .queues()
      .condition_wait(queue, mutex, release, reacquire, deadline, where);
}
void waits_unlocked(const cell& queue, const cell* mutex, const site& where) {
  const stack_gap gap;
  run("condition_variable::wait", where).queues().waits_unlocked(queue, mutex, where);
}
void condition_notify(cell& queue, bool all, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->queues().condition_notify(queue, all, where);
}

std::uint32_t create_thread(std::function<void()> body, const site& where) {
  const stack_gap gap;
  return run("sync::thread", where).create_thread(std::move(body), where);
}
void join_thread(std::uint32_t thread, const site& where) {
  const stack_gap gap;
  run("join", where).join_thread(thread, where);
}
void detach_thread(std::uint32_t thread, const site& where) {
  const stack_gap gap;
  run("detach", where).detach_thread(thread, where);
}
void drop_joinable(std::uint32_t thread) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->drop_joinable(thread);
}
void left_by_exception(const char* what, const site& where) {
  const stack_gap gap;
  execution* const e = execution::active();
  if (e == nullptr) std::terminate();
  e->left_by_exception(what, where);
}
void at_thread_exit(std::function<void()> action) {
  const stack_gap gap;
  run("at_thread_exit", {}).at_thread_exit(std::move(action));
}
void behind_thread_exit(std::function<void()> action) {
  const stack_gap gap;
  run("notify_all_at_thread_exit", {}).at_thread_exit(std::move(action), true);
}
void sleep(std::int64_t nanoseconds, const site& where) {
  const stack_gap gap;
  execution& e = run("sleep_for", where);
  e.called_from(call_frame());
  e.env().sleep(nanoseconds, where);
}
std::uint32_t this_thread() {
  const stack_gap gap;
  const execution* e = execution::active();
  return e != nullptr ? e->current() : 0;
}
// Outside of a run no logical thread has anything. An object of static storage duration asks there,
// when it ends with the process.
void* thread_slot_get(const cell& key) {
  const stack_gap gap;
  execution* const e = execution::active();
  return e == nullptr || e->tearing_down() ? nullptr : e->slot(e->lives().locate(key, {}));
}
void thread_slot_set(cell& key, void* value) {
  const stack_gap gap;
  execution& e = run("thread_local_ptr", {});
  if (e.tearing_down()) return;
  e.effect();
  e.slot(e.lives().locate(key, {})) = value;
}

void* allocate(std::size_t bytes, std::size_t alignment, const site& where) {
  const stack_gap gap;
  return run("allocate", where).blocks().allocate(bytes, alignment, where);
}
bool begin_destroy(void* object, site& where) {
  const stack_gap gap;
  return run("destroy", where).blocks().begin_destroy(object, where);
}
void end_destroy(const site& around) {
  const stack_gap gap;
  run("destroy", around).blocks().end_destroy(around);
}
void keep_type(void* block) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->blocks().keep_type(block);
}
void deallocate(void* p, const site& where) {
  const stack_gap gap;
  run("deallocate", where).blocks().deallocate(p, where);
}
void retire(void* p, const site& where) {
  const stack_gap gap;
  run("retire", where).blocks().retire(p, where);
}
void revive(void* p, const site& where) {
  const stack_gap gap;
  run("revive", where).blocks().revive(p, where);
}

void yield(const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) {
    e->called_from(call_frame());
    e->loops().yield(where);
  }
}
void spin_begin(const site& where) {
  const stack_gap gap;
  run("spin_until", where).conditions().spin_begin(where);
}
void spin_again(const site& where) {
  const stack_gap gap;
  execution& e = run("spin_until", where);
  e.called_from(call_frame());
  e.conditions().spin_again(where);
}
void spin_end() {
  const stack_gap gap;
  run("spin_until", {}).conditions().spin_end();
}
std::uint32_t choose(std::uint32_t n, const site& where) {
  const stack_gap gap;
  execution& e = run("choose", where);
  e.called_from(call_frame());
  return e.choose(n, where);
}
std::int64_t now(const site& where) {
  const stack_gap gap;
  return run("clock::now", where).env().now(where);
}

void check(bool holds, const char* message, const site& where) {
  const stack_gap gap;
  if (!holds) run(message, where).check(message, where);
}
void assume(bool holds, const site& where) {
  const stack_gap gap;
  if (!holds) run("assume", where).abandon();
}
void note(std::string_view text, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->say(text, where);
}
void name_thread(std::string_view name) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->name_thread(name);
}
void label(const void* object, const char* name) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->label(object, name);
}
void label_block(const void* begin, const char* name) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->blocks().label_block(begin, name);
}

std::uint64_t peek(const cell& c, const site& where) {
  const stack_gap gap;
  execution* e = execution::active();
  if (e == nullptr || e->tearing_down()) return c.bits;
  e->effect();  // what others have done decides, and no event says so
  return e->peek(e->lives().locate(c, where));
}
void begin_operation(const sync::marked_call& call) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->begin_operation(call);
}
void end_operation(const sync::mark_value& result, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->end_operation(result, where);
}
void mark_lock(const void* lock, bool taken, const site& where) {
  const stack_gap gap;
  if (execution* e = execution::active()) e->mark_lock(lock, taken, where);
}

}  // namespace suture::hooks
