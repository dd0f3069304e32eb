// What the wrappers of `sync` ask of the engine.
//
// The wrappers are thin: every operation is one call here, with the value as bits. The engine
// (model/execution) carries them out; nothing in this header knows how. Outside of a run the calls
// act like plain memory, so that objects may be made and read before and after.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "model/sync/engine/operation.hpp"
#include "model/sync/marks.hpp"
#include "model/sync/site.hpp"

namespace suture::hooks {

// What the engine keeps inside a synchronisation object.
struct cell {
  std::uint64_t bits = 0;  // the value while no run is on, which is what each run starts with
  std::uint32_t run = 0;   // the run that made it; 0: made outside of any
  std::uint32_t id = 0;    // location, or ordinal among the objects made outside
  std::uint8_t bytes = 0;  // of the value
};

// What it keeps beside plain data.
struct shadow {
  std::uint32_t run = 0;
  std::uint32_t id = 0;
};

using sync::site;

void make_cell(cell& c, std::uint64_t bits, std::uint8_t bytes, const site& where);
void destroy_cell(cell& c, const site& where);
std::uint64_t load(const cell& c, std::memory_order order, const site& where);
void store(cell& c, std::uint64_t bits, std::memory_order order, const site& where);
std::uint64_t update(cell& c, rmw_op op, std::uint64_t operand, std::memory_order order,
                     const site& where);
bool compare_exchange(cell& c, std::uint64_t& expected, std::uint64_t desired,
                      std::memory_order success, std::memory_order failure, bool weak,
                      const site& where);
// A refcount's change by `n` whose result is unused but for "is it zero now?".
void add_unread(cell& c, std::uint64_t n, std::memory_order order, const site& where);
bool sub_and_test(cell& c, std::uint64_t n, std::memory_order order, const site& where);
void fence(std::memory_order order, const site& where);

// Waits until `condition` holds of the value, then applies `op`: every kind of lock.
void acquire(cell& c, await_condition condition, rmw_op op, std::uint64_t operand,
             const site& where);
bool try_acquire(cell& c, std::uint64_t expected, std::uint64_t desired, const site& where);
void release(cell& c, rmw_op op, std::uint64_t operand, const site& where);

void make_shadow(shadow& s, const void* address, std::size_t bytes, bool initialised,
                 const site& where);
void destroy_shadow(shadow& s, const void* address, const site& where);
void plain_read(const shadow& s, const void* address, const site& where);
void plain_write(shadow& s, const void* address, const site& where);

// Sleeps on `word` while it holds `expected`. 0 woken, 1 the value differed, 2 interrupted.
int futex_wait(cell& word, std::uint32_t expected, const site& where);
std::uint32_t futex_wake(const cell& word, std::uint32_t count, const site& where);
// Joins the queue of `queue`, calls release, sleeps, calls reacquire.
void condition_wait(cell& queue, const std::function<void()>& release,
                    const std::function<void()>& reacquire, const site& where);
void condition_notify(cell& queue, bool all, const site& where);

std::uint32_t create_thread(std::function<void()> body, const site& where);
void join_thread(std::uint32_t thread, const site& where);
std::uint32_t this_thread();
void* thread_slot_get(const cell& key);
void thread_slot_set(cell& key, void* value);

void* allocate(std::size_t bytes, const site& where);
void deallocate(void* p, const site& where);
void retire(void* p, const site& where);
void revive(void* p, const site& where);

void yield(const site& where);
void spin_begin(const site& where);
void spin_again(
    const site& where);  // the condition failed: wait until something it read has changed
void spin_end();
std::uint32_t choose(std::uint32_t n, const site& where);
std::int64_t now(const site& where);  // virtual nanoseconds
void check(bool holds, const char* message, const site& where);
void assume(bool holds, const site& where);
void label(const void* object, const char* name);
void label_block(const void* begin, const char* name);  // or of the object there
std::uint64_t peek(const cell& c, const site& where);   // see sync::peek
// What checkers are told about operations and locks: see model/sync/marks.hpp.
void begin_operation(const sync::marked_call& call);
void end_operation(const sync::mark_value& result, const site& where);
void mark_lock(const void* lock, bool taken, const site& where);

}  // namespace suture::hooks
