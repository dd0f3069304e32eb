// Events: the vertices of an execution graph.
//
// An event's id is its place in the order of addition; its identity, which survives from run to
// run, is (thread, index in that thread). Clocks are handles into the graph's clock pool.
#pragma once

#include <atomic>
#include <cstdint>

#include "model/sync/engine/operation.hpp"
#include "model/sync/site.hpp"

namespace suture {

using event_id = std::uint32_t;
using thread_id = std::uint32_t;
using location_id = std::uint32_t;
using clock_handle = std::uint32_t;

// The write that every location starts with. It is no event of any thread and happens before all.
inline constexpr event_id init_event = 0xFFFFFFFFU;
inline constexpr event_id no_event = 0xFFFFFFFEU;
inline constexpr thread_id no_thread = 0xFFFFU;
inline constexpr location_id no_location = 0xFFFFFFFFU;
inline constexpr location_id elsewhere = 0xFFFFFFFEU;  // see event::plain_before

enum class event_kind : std::uint8_t {
  read,    // a load, the read half of a read-modify-write, a failed compare-exchange
  write,   // a store, the write half of a read-modify-write
  poll,    // a lock attempt that found the lock taken: orders nothing, read by nobody
  fence,   // operand ≠ 0: of the engine's own, ends what it must not teach (graph::forget)
  create,  // value = the child thread
  start,   // first event of a thread other than main; value = the parent
  join,    // value = the child thread
  end,     // last event of a thread
  choice,  // value in [0, operand)
  count,   // a refcount change whose result is unused but for "reached zero" (blind)
};

namespace event_flag {
inline constexpr std::uint8_t rmw = 1;         // half of a read-modify-write
inline constexpr std::uint8_t lock = 2;        // acquires a lock: waits until its condition holds
inline constexpr std::uint8_t await = 4;       // a read made only to wait for a value
inline constexpr std::uint8_t spurious = 8;    // a weak compare-exchange that failed by chance
inline constexpr std::uint8_t internal = 16;   // of the engine's own making, not shown in traces
inline constexpr std::uint8_t conflict = 32;   // shares its rf with another read-modify-write
inline constexpr std::uint8_t decrement = 64;  // a count event that tests for zero
inline constexpr std::uint8_t zero = 128;      // a decrement that reached zero
}  // namespace event_flag

struct event {
  std::uint64_t value = 0;    // read, written or chosen
  std::uint64_t operand = 0;  // of the read-modify-write; arity of a choice
  // Of a compare-exchange; of a choice of the environment's: which; of a fence: its fence_side.
  std::uint64_t expected = 0;
  event_id rf = no_event;  // reads: the write it takes its value from
  std::uint32_t mo = 0;    // writes: place in the location's modification order (init is 0)
  location_id location = no_location;
  std::uint32_t index = 0;  // in its thread
  std::uint16_t thread = 0;
  event_kind kind = event_kind::read;
  rmw_op op = rmw_op::none;
  std::uint8_t flags = 0;
  await_condition condition = await_condition::none;
  std::uint8_t size = 0;  // of the location, in bytes
  // Made in a call that orders nothing by itself. What the engine's own accesses in there teach is
  // forgotten at its end (graph::forget), and so no memory model may let them order anything.
  bool unheard = false;
  std::memory_order order : 8 = std::memory_order_seq_cst;    // in force: `failure` if a CAS failed
  std::memory_order success : 8 = std::memory_order_seq_cst;  // as asked for
  std::memory_order failure : 8 = std::memory_order_seq_cst;
  // Program order ∪ reads-from prefix and happens-before. The component of the event's own thread
  // is index + 1 whatever the clock says, so that most events share their predecessor's clock.
  clock_handle porf = 0;
  clock_handle hb = 0;
  // What a write releases: clock joined with (own thread → rel_own). 0/0 releases nothing.
  clock_handle rel = 0;
  std::uint32_t rel_own = 0;
  clock_handle pending = 0;  // joined by the next acquire fence
  clock_handle lastrel = 0;  // what the last release fence released
  std::uint32_t lastrel_own = 0;
  clock_handle mark = 0;             // size of the clock pool before this event
  event_id first_reader = no_event;  // writes: the reads that take their value from it,
  event_id next_reader = no_event;   // reads: chained, newest first
  // What was accessed plainly, which is no event, between the event before it in its thread and
  // this one: no_location, the place of one atomic, or elsewhere, which is plain data or several
  // places. Program order then goes by way of another location (rc11.cpp).
  location_id plain_before = no_location;
  sync::site where;

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
  bool is_read() const { return kind == event_kind::read; }
  bool is_write() const { return kind == event_kind::write; }
  // A write by a plain access to an atomic place: told by an order that no store can ask for.
  bool is_plain() const { return is_write() && op == rmw_op::none && failure == plain_order; }
  static constexpr std::memory_order plain_order = std::memory_order_consume;
};

inline fence_side side_of(const event& e) {
  return e.kind == event_kind::fence ? static_cast<fence_side>(e.expected) : fence_side::none;
}
inline bool is_acquire(std::memory_order o) {
  return o == std::memory_order_acquire || o == std::memory_order_acq_rel ||
         o == std::memory_order_seq_cst || o == std::memory_order_consume;
}
inline bool is_release(std::memory_order o) {
  return o == std::memory_order_release || o == std::memory_order_acq_rel ||
         o == std::memory_order_seq_cst;
}
inline bool is_seq_cst(std::memory_order o) { return o == std::memory_order_seq_cst; }

static_assert(sizeof(event) <= 128, "two cache lines");

}  // namespace suture
