// What the wrappers of `sync` ask of the engine.
//
// The wrappers are thin: every operation is one call here, with the value as bits. The engine
// (model/engine) carries them out; nothing in this header knows how. Outside of a run the calls
// act like plain memory, so that objects may be made and read before and after.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/sync/engine/operation.hpp"
#include "model/sync/engine/plain_value.hpp"
#include "model/sync/marks.hpp"
#include "model/sync/site.hpp"

namespace suture::hooks {

// What the engine keeps inside a synchronisation object.
struct cell {
  std::uint64_t bits = 0;  // the value while no run is on, which is what each run starts with
  std::uint32_t run = 0;   // the run that made it; 0: made outside of any
  std::uint32_t id = 0;    // location, or ordinal among the objects made outside
  std::uint8_t bytes = 0;  // of the value
  primitive kind = primitive::atomic;
};

// What it keeps beside plain data.
struct shadow {
  std::uint32_t run = 0;
  std::uint32_t id = 0;
};

using sync::site;

// The number that a value of more than eight bytes and up to sixteen goes by; 0 is all bits clear.
std::uint64_t wide_to_bits(const void* value, std::size_t bytes);
void wide_from_bits(std::uint64_t number, void* value, std::size_t bytes);

void make_cell(cell& c, std::uint64_t bits, std::uint8_t bytes, const site& where,
               primitive kind = primitive::atomic);
void destroy_cell(cell& c, const site& where);  // without a place: the nearest that is known
// The nearest known place, for an operation on the object that cannot know its own.
site nearest(const cell& c);
site nearest(const shadow& s);
std::uint32_t made_outside();  // how many cells were made outside of runs
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
// Plain accesses to the atomic's place: see sync::atomic::plain.
std::uint64_t plain_load(const cell& c, const site& where);
void plain_store(cell& c, std::uint64_t bits, const site& where);
// What stands for plain data in atomic accesses: see sync::atomic_ref. `bits` is its present value.
cell& referent(const shadow& s, const void* address, std::uint64_t bits, std::uint8_t bytes,
               const site& where);
void fence(std::memory_order order, const site& where, fence_side side = fence_side::none);

// Every kind of mutex. The word counts readers; its highest bit is the writer. What the standard
// leaves undefined, such as giving back what one does not hold, is a finding.
void lock(cell& c, lock_mode mode, const site& where);
bool try_lock(cell& c, lock_mode mode, const site& where);
void unlock(cell& c, lock_mode mode, const site& where);
// Until the virtual clock reaches `deadline`; false where it does.
bool lock_until(cell& c, lock_mode mode, std::int64_t deadline, const site& where);
// One of several that sync::lock takes together; the thread held `before` locks when it began with
// them. False where it must give the others back, so that somebody can go on.
bool lock_along(cell& c, std::size_t before, const site& where);
std::size_t locks_held();  // by the calling thread
// Says that the thread begins to take the mutex along with others, and that it has them all.
void announce(const cell& c, bool begins, const site& where);
// The virtual clock so many nanoseconds from now, as far as it can be told. No operation.
std::int64_t deadline_after(std::int64_t nanoseconds);

// Semaphore: takes one permit when there is one; without a deadline always true.
bool acquire_permit(cell& c, const std::int64_t* deadline, const site& where);
bool try_permit(cell& c, const site& where);
void release_permits(cell& c, std::uint64_t n, std::uint64_t most, const site& where);

// Latch.
void count_down(cell& c, std::uint64_t n, const site& where);
void wait_for_zero(const cell& c, const site& where);

// Barrier: arrivals are counted in `arrivals`; `gate` holds the phase that is open to leave for.
// The last to arrive completes the phase. `dropped` of those who arrive do not come again.
struct arrival {
  std::uint64_t phase = 0;
  std::uint64_t next = 0;  // how many the next phase expects
  bool last = false;
};
std::uint64_t barrier_of(std::uint64_t expected);  // what `arrivals` begins with
arrival arrive(cell& arrivals, std::uint64_t n, std::uint64_t dropped, const site& where);
void open_gate(cell& arrivals, cell& gate, const arrival& a, const site& where);
void wait_at_gate(const cell& gate, std::uint64_t phase, const site& where);
// The same; and by then no phase may have ended since that one.
void wait_with_token(const cell& gate, std::uint64_t phase, const site& where);

// Says of an argument that the standard rules it out.
void forbidden(const char* what, const site& where);
// In a handler: says that the exception has left `what`, where it would meet noexcept. Rethrows it
// where the run is over.
[[noreturn]] void left_by_exception(const char* what, const site& where);

// True where the calling thread is to run the function, and then to say how it came out.
bool begin_once(cell& c, const site& where);
void end_once(cell& c, bool done, const site& where);

void make_shadow(shadow& s, const void* address, std::size_t bytes, bool initialised,
                 const site& where);
void destroy_shadow(shadow& s, const void* address, const site& where);
// With the value that is read or written, for traces.
void plain_read(const shadow& s, const void* address, const plain_value& value, const site& where);
void plain_write(shadow& s, const void* address, const plain_value& value, const site& where);

// Sleeps on `word` while it holds `expected`. 0 woken, 1 the value differed, 2 interrupted,
// 3 the deadline came, where there is one.
int futex_wait(cell& word, std::uint32_t expected, const std::int64_t* deadline, std::uint32_t mask,
               const site& where);
std::uint32_t futex_wake(const cell& word, std::uint32_t count, std::uint32_t mask,
                         const site& where);
// Wakes and moves sleepers of `from`. -1 where it does not hold what is expected, if anything is.
std::int64_t futex_requeue(const cell& from, const std::uint32_t* expected, std::uint32_t wakes,
                           std::uint32_t moves, const cell& to, const site& where);
// Returns once a load of `c` gives another value than `old`; sleeps meanwhile (atomic::wait).
void atomic_wait(const cell& c, std::uint64_t old, std::memory_order order, const site& where);
void atomic_notify(const cell& c, bool all, const site& where);
// What several operations of the engine's own do in one step with others on `c`. Its order is
// forgotten at the end, but for what the code under test reads in between.
std::uint32_t begin_step(const cell& c, const site& where);
void end_step(const cell& c, std::uint32_t begun, const site& where);
// Joins the queue of `queue`, calls release, sleeps, calls reacquire. `mutex` is what the two work
// on, and must be held; null where that is the caller's own business. False where the deadline
// came, whether the thread was notified besides or not.
bool condition_wait(cell& queue, const cell* mutex, const std::function<void()>& release,
                    const std::function<void()>& reacquire, const std::int64_t* deadline,
                    const site& where);
// Says that a wait does not own its lock.
void waits_unlocked(const cell& queue, const cell* mutex, const site& where);
void condition_notify(cell& queue, bool all, const site& where);

std::uint32_t create_thread(std::function<void()> body, const site& where);
void join_thread(std::uint32_t thread, const site& where);
void detach_thread(std::uint32_t thread, const site& where);
void drop_joinable(std::uint32_t thread);  // its object is destroyed as it is
void at_thread_exit(std::function<void()> action);
void behind_thread_exit(std::function<void()> action);    // after all of those
void sleep(std::int64_t nanoseconds, const site& where);  // of virtual time, at least
std::uint32_t this_thread();
void* thread_slot_get(const cell& key);
void thread_slot_set(cell& key, void* value);

void* allocate(std::size_t bytes, std::size_t alignment, const site& where);  // null: no room
void keep_type(void* block);  // from now on an atomic made over another in it is a store to that
void deallocate(void* p, const site& where);
// Around the destructor of an object that `deallocate` follows: false where the object's block is
// freed already, which is then reported, and there is nothing to destroy. `where` becomes the place
// of the destruction around this one.
bool begin_destroy(void* object, site& where);
void end_destroy(const site& around);
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
void note(std::string_view text, const site& where);
void name_thread(std::string_view name);
void label_block(const void* begin, const char* name);  // or of the object there
std::uint64_t peek(const cell& c, const site& where);   // see sync::peek
// What checkers are told about operations and locks: see model/sync/marks.hpp.
void begin_operation(const sync::marked_call& call);
void end_operation(const sync::mark_value& result, const site& where);
void mark_lock(const void* lock, bool taken, const site& where);

}  // namespace suture::hooks
