// The execution graph: what happened, and in which order as far as the memory model fixes one.
//
// Per thread its events in program order; per location its writes in modification order; for each
// read the write it takes its value from. Clocks are computed once, when an event is added. Events
// are added at the end and taken back from the end; a backward revisit makes a new graph.
//
// The graph answers questions of fact. What is *allowed* is the memory model's to say
// (memory_model.hpp), and which of the allowed things is tried is the strategy's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/graph/clock.hpp"
#include "model/graph/event.hpp"

namespace suture {

// Everything known of one atomic object. Identity: the thread that made it and the ordinal of its
// making there; a static object's maker is no_thread.
struct location {
  struct accesses_of {
    thread_id thread = no_thread;
    std::vector<event_id> ids;  // in program order; polls are not accesses
  };
  thread_id maker = no_thread;
  std::uint32_t ordinal = 0;
  std::uint64_t init = 0;
  std::uint8_t size = 0;
  bool referent = false;  // plain data that is accessed atomically
  bool lock = false;      // attempts to lock it have been made
  // The lock of the wait queue kept for this address, if any; of a mutex the count of its takers.
  location_id bucket = no_location;
  event_id first_init_reader = no_event;
  std::vector<event_id> mo;      // mo[0] is init_event
  std::vector<event_id> counts;  // blind refcount changes, in order of addition
  std::vector<accesses_of> accesses;
  std::uint32_t accessors = 0;  // how many of `accesses` are in use; the rest are spare
};

// Everything known of one thread. Identity: the parent and the ordinal among its children.
struct thread_events {
  thread_id parent = no_thread;
  std::uint32_t ordinal = 0;
  event_id created_by = no_event;
  std::vector<event_id> events;
  std::vector<location_id> made;       // locations, by ordinal
  std::vector<location_id> referents;  // of plain data that is accessed atomically, likewise
  std::vector<thread_id> children;     // threads, by ordinal
};

class graph {
 public:
  graph() { clear(); }

  // Forgets everything; keeps the memory.
  void clear();

  std::uint32_t size() const { return static_cast<std::uint32_t>(events_.size()); }
  const event& operator[](event_id id) const { return events_[id]; }
  event& at(event_id id) { return events_[id]; }

  std::uint32_t thread_count() const { return thread_count_; }
  const thread_events& thread(thread_id t) const { return threads_[t]; }
  std::uint32_t location_count() const { return location_count_; }
  const location& where(location_id l) const { return locations_[l]; }
  const clock_pool& clocks() const { return clocks_; }

  // The thread or location of that identity, made known on first sight.
  thread_id child_of(thread_id parent, std::uint32_t ordinal);
  location_id location_of(thread_id maker, std::uint32_t ordinal, std::uint8_t size,
                          std::uint64_t init);
  // The same for plain data; the ordinal is among the plain data the thread made.
  location_id referent_of(thread_id maker, std::uint32_t ordinal, std::uint8_t size,
                          std::uint64_t init);
  // The location that locks the wait queue of `word`: the kernel's bucket, one for each address.
  location_id bucket_of(location_id word);
  // The location that counts who takes the mutex along with others (taken_along.cpp).
  location_id takers_of(location_id mutex);
  void set_created_by(thread_id child, event_id create) { threads_[child].created_by = create; }

  // Adds an event at the end of its thread. A read is added with its rf, a write with its place in
  // modification order; see `append`, which the others share.
  event_id add_read(const event& proto, event_id rf);
  event_id add_write(const event& proto, std::uint32_t mo_place);
  // A read and, directly after the write it reads, the write of `written`; returns the read.
  event_id add_rmw(const event& proto, event_id rf, std::uint64_t written);
  event_id add_other(const event& proto, event_id joined = no_event);
  // A blind refcount change. A decrement that makes the sum of all of them zero is told so.
  event_id add_count(const event& proto);
  // Says of the decrement `id`, the last event of its thread, whether it is the one that reaches
  // zero. That one comes after all the others and learns what they released.
  void settle_count(event_id id, bool zero);
  // The refcount after all blind changes in the graph.
  std::uint64_t sum_of_counts(location_id l) const;
  void pop();  // takes the newest event back

  std::uint64_t value_of(event_id write, location_id l) const {
    return write == init_event ? locations_[l].init : events_[write].value;
  }
  std::uint32_t mo_place_of(event_id write) const {
    return write == init_event ? 0 : events_[write].mo;
  }
  event_id latest(location_id l) const { return locations_[l].mo.back(); }
  event_id first_reader(event_id write, location_id l) const {
    return write == init_event ? locations_[l].first_init_reader : events_[write].first_reader;
  }
  event_id last_of(thread_id t) const {
    return threads_[t].events.empty() ? no_event : threads_[t].events.back();
  }

  // How many light fences there are: where there are none, no heavy one is more than a fence.
  std::uint32_t light_fences() const { return light_fences_; }

  // Is `a` in the po ∪ rf prefix of `b`, or `b` itself? Does it happen before `b`, or is it `b`?
  bool in_prefix(const event& a, const event& b) const {
    return a.thread == b.thread ? a.index <= b.index : clocks_.at(b.porf, a.thread) > a.index;
  }
  bool ordered(const event& a, const event& b) const {
    return a.thread == b.thread ? a.index <= b.index : clocks_.at(b.hb, a.thread) > a.index;
  }

  // How many events of thread `t` are in the po ∪ rf prefix of `e`, itself included.
  std::uint32_t prefix_length(const event& e, thread_id t) const {
    return e.thread == t ? e.index + 1 : clocks_.at(e.porf, t);
  }

  // The least place in modification order that coherence lets the next event of `t` read from, or
  // be placed after: the latest write that happens before it or was read by a read that does.
  std::uint32_t coherence_bound(thread_id t, location_id l) const {
    return coherence_bound_at(t, static_cast<std::uint32_t>(threads_[t].events.size()), l);
  }
  // The same for the event that comes after the first `position` events of `t`.
  std::uint32_t coherence_bound_at(thread_id t, std::uint32_t position, location_id l) const;

  // Has anything but blind changes been done to the location?
  bool accessed(location_id l) const;

  // Does another successful read-modify-write than `except` take its value from `write`?
  event_id consumer(event_id write, location_id l, event_id except = no_event) const;

  // Makes this graph the part of `from` whose events `keep` names (a byte an event), in the same
  // order of addition and of modification. `renamed` tells each event's new id. The write
  // `floating` is kept out of modification order: the caller inserts it. A read whose rf is not
  // kept is left with rf == no_event: the caller redirects it.
  void assign_restricted(const graph& from, std::span<const std::uint8_t> keep, event_id floating,
                         std::vector<event_id>& renamed);
  // Gives `r`, the last event of its thread, another write to read from. Where the caller has made
  // it a poll, it leaves the location's accesses.
  void redirect(event_id r, event_id rf);
  // Puts a floating write into modification order.
  void insert_write(event_id w, std::uint32_t mo_place) { place(w, mo_place); }

 private:
  location_id known_as(location_id& place, thread_id maker, std::uint32_t ordinal,
                       std::uint8_t size, std::uint64_t init);
  location_id fresh_location(thread_id maker, std::uint32_t ordinal);
  event_id append(const event& proto);
  void note_access(const event& e, event_id id);
  void link_reader(event_id id, event_id rf);
  void unlink_reader(event_id r);
  thread_id child_made_by(event_id create) const {
    return static_cast<thread_id>(events_[create].value);
  }
  void inherit_clocks(event& e);
  void forget(event& e);
  void learn_asymmetrically(event& e);
  void read_clocks(event& e, event_id rf);
  void write_clocks(event& e);
  void place(event_id id, std::uint32_t mo_place);
  location::accesses_of& accesses(location_id l, thread_id t);

  std::vector<event> events_;
  std::vector<location> locations_;
  std::uint32_t location_count_ = 0;
  std::vector<thread_events> threads_;
  std::uint32_t thread_count_ = 0;
  std::vector<location_id> statics_;
  std::uint32_t light_fences_ = 0;
  clock_pool clocks_;
};

// The thread of `to` that has the identity of thread `t` of `from`, or no_thread.
thread_id counterpart(const graph& from, const graph& to, thread_id t);

}  // namespace suture
