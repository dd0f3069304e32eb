#include "model/graph/graph.hpp"

#include <algorithm>
#include <cassert>

namespace suture {

void graph::clear() {
  events_.clear();
  clocks_.clear();
  statics_.clear();
  location_count_ = 0;
  light_fences_ = 0;
  if (threads_.empty()) threads_.resize(1);
  threads_[0].events.clear();
  threads_[0].made.clear();
  threads_[0].referents.clear();
  threads_[0].children.clear();
  thread_count_ = 1;
}

thread_id graph::child_of(thread_id parent, std::uint32_t ordinal) {
  if (ordinal < threads_[parent].children.size()) return threads_[parent].children[ordinal];
  assert(ordinal == threads_[parent].children.size());
  const thread_id child = thread_count_++;
  if (threads_.size() < thread_count_) threads_.resize(thread_count_);
  clocks_.widen(thread_count_);
  thread_events& record = threads_[child];
  record.parent = parent;
  record.ordinal = ordinal;
  record.created_by = no_event;
  record.events.clear();
  record.made.clear();
  record.referents.clear();
  record.children.clear();
  threads_[parent].children.push_back(child);
  return child;
}

location_id graph::location_of(thread_id maker, std::uint32_t ordinal, std::uint8_t size,
                               std::uint64_t init) {
  std::vector<location_id>& made = maker == no_thread ? statics_ : threads_[maker].made;
  if (made.size() <= ordinal) made.resize(ordinal + 1, no_location);
  return known_as(made[ordinal], maker, ordinal, size, init);
}

location_id graph::referent_of(thread_id maker, std::uint32_t ordinal, std::uint8_t size,
                               std::uint64_t init) {
  std::vector<location_id>& referents = threads_[maker].referents;
  if (referents.size() <= ordinal) referents.resize(ordinal + 1, no_location);
  const location_id l = known_as(referents[ordinal], maker, ordinal, size, init);
  locations_[l].referent = true;
  return l;
}

location_id graph::known_as(location_id& place, thread_id maker, std::uint32_t ordinal,
                            std::uint8_t size, std::uint64_t init) {
  if (place == no_location) place = fresh_location(maker, ordinal);
  location& known = locations_[place];
  known.size = size;
  known.init = init;
  return place;
}

location_id graph::fresh_location(thread_id maker, std::uint32_t ordinal) {
  const location_id id = location_count_++;
  if (locations_.size() < location_count_) locations_.resize(location_count_);
  location& fresh = locations_[id];
  fresh.maker = maker;
  fresh.ordinal = ordinal;
  fresh.init = 0;
  fresh.size = 4;
  fresh.lock = fresh.referent = false;
  fresh.bucket = no_location;
  fresh.first_init_reader = no_event;
  fresh.mo.assign(1, init_event);
  fresh.counts.clear();
  fresh.accessors = 0;
  return id;
}

location_id graph::bucket_of(location_id word) {
  if (locations_[word].bucket == no_location) {
    const location_id bucket = fresh_location(locations_[word].maker, locations_[word].ordinal);
    locations_[word].bucket = bucket;
  }
  return locations_[word].bucket;
}

// It begins at one, and only grows, so that its changes commute wherever nobody looks at it.
location_id graph::takers_of(location_id mutex) {
  const bool fresh = locations_[mutex].bucket == no_location;
  const location_id takers = bucket_of(mutex);
  if (fresh) {
    locations_[takers].size = 8;
    locations_[takers].init = 1;
  }
  return takers;
}

event_id graph::append(const event& proto) {
  const auto id = static_cast<event_id>(events_.size());
  std::vector<event_id>& own = threads_[proto.thread].events;
  event& e = events_.emplace_back(proto);
  e.index = static_cast<std::uint32_t>(own.size());
  e.mark = clocks_.size();
  e.first_reader = no_event;
  e.next_reader = no_event;
  e.rel = 0;
  e.rel_own = 0;
  inherit_clocks(e);
  own.push_back(id);
  return id;
}

// What the event before it in its thread knew.
void graph::inherit_clocks(event& e) {
  if (e.index == 0) {
    e.porf = e.hb = e.pending = e.lastrel = 0;
    e.lastrel_own = 0;
    return;
  }
  const event& before = events_[threads_[e.thread].events[e.index - 1]];
  e.porf = before.porf;
  e.hb = before.hb;
  e.pending = before.pending;
  e.lastrel = before.lastrel;
  e.lastrel_own = before.lastrel_own;
}

location::accesses_of& graph::accesses(location_id l, thread_id t) {
  location& loc = locations_[l];
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    if (loc.accesses[i].thread == t) return loc.accesses[i];
  }
  if (loc.accesses.size() == loc.accessors) loc.accesses.emplace_back();
  location::accesses_of& fresh = loc.accesses[loc.accessors++];
  fresh.thread = t;
  fresh.ids.clear();
  return fresh;
}

void graph::note_access(const event& e, event_id id) {
  accesses(e.location, e.thread).ids.push_back(id);
}

void graph::link_reader(event_id id, event_id rf) {
  event_id& head = rf == init_event ? locations_[events_[id].location].first_init_reader
                                    : events_[rf].first_reader;
  events_[id].next_reader = head;
  head = id;
}

// Reading learns the writer's past; acquiring learns what the message released, and a weaker read
// keeps the message for the next acquire fence.
void graph::read_clocks(event& e, event_id rf) {
  if (rf == init_event) return;
  const event& w = events_[rf];
  const bool same = e.hb == e.porf && w.rel == w.porf && w.rel_own == w.index + 1;
  e.porf = clocks_.join(e.porf, w.porf, w.thread, w.index + 1);
  if (!is_acquire(e.order)) {
    e.pending = clocks_.join(e.pending, w.rel, w.thread, w.rel_own);
  } else if (same) {
    e.hb = e.porf;
  } else {
    e.hb = clocks_.join(e.hb, w.rel, w.thread, w.rel_own);
  }
}

// A release write's message is all that happened before it; a weaker write passes on what the last
// release fence released. The write half of a read-modify-write continues the release sequence
// (C++20: only read-modify-writes do).
void graph::write_clocks(event& e) {
  if (is_release(e.order)) {
    e.rel = e.hb;
    e.rel_own = e.index + 1;
  } else {
    e.rel = e.lastrel;
    e.rel_own = e.lastrel_own;
  }
  if (!e.has(event_flag::rmw)) return;
  // What was read with acquire happened before, so a release passes it on already.
  if (is_acquire(e.order) && is_release(e.order)) return;
  const event_id rf = events_[threads_[e.thread].events[e.index - 1]].rf;
  if (rf == init_event) return;
  const event& w = events_[rf];
  e.rel = clocks_.join(e.rel, w.rel, w.thread, w.rel_own);
}

void graph::place(event_id id, std::uint32_t mo_place) {
  std::vector<event_id>& mo = locations_[events_[id].location].mo;
  events_[id].mo = mo_place;
  if (mo_place == mo.size()) {
    mo.push_back(id);
    return;
  }
  mo.insert(mo.begin() + mo_place, id);
  for (std::size_t i = mo_place + 1; i < mo.size(); ++i) {
    events_[mo[i]].mo = static_cast<std::uint32_t>(i);
  }
}

event_id graph::add_read(const event& proto, event_id rf) {
  const event_id id = append(proto);
  event& e = events_[id];
  e.rf = rf;
  if (e.has(event_flag::lock)) locations_[e.location].lock = true;
  if (e.kind == event_kind::poll) return id;  // orders nothing
  read_clocks(e, rf);
  link_reader(id, rf);
  note_access(e, id);
  return id;
}

event_id graph::add_write(const event& proto, std::uint32_t mo_place) {
  const event_id id = append(proto);
  write_clocks(events_[id]);
  place(id, mo_place);
  note_access(events_[id], id);
  return id;
}

event_id graph::add_rmw(const event& proto, event_id rf, std::uint64_t written) {
  const event_id id = append(proto);
  {
    event& read = events_[id];
    read.rf = rf;
    if (read.has(event_flag::lock)) locations_[read.location].lock = true;
    read_clocks(read, rf);
    link_reader(id, rf);
  }
  const event_id half = id + 1;
  std::vector<event_id>& own = threads_[proto.thread].events;
  event& write = events_.emplace_back(events_[id]);
  write.kind = event_kind::write;
  write.value = written;
  write.rf = no_event;
  write.next_reader = no_event;
  write.plain_before = no_location;
  ++write.index;
  write.mark = clocks_.size();
  own.push_back(half);
  write_clocks(write);
  place(half, mo_place_of(rf) + 1);
  std::vector<event_id>& ids = accesses(proto.location, proto.thread).ids;
  ids.push_back(id);
  ids.push_back(half);
  return id;
}

// A call that the standard lets order nothing by itself (an atomic's notify) is built from locks of
// the engine's own, which order a great deal. At its end the thread forgets what those taught it:
// of the events since the first `operand - 1` of its thread only the reads of the code under test
// count. So happens-before, which races are judged by, has what the standard says and no more; a
// prefix (porf) keeps all of it.
void graph::forget(event& e) {
  const std::vector<event_id>& own = threads_[e.thread].events;
  const auto kept = static_cast<std::uint32_t>(e.operand - 1);
  e.hb = kept == 0 ? 0 : events_[own[kept - 1]].hb;
  for (std::uint32_t i = kept; i < e.index; ++i) {
    const event& r = events_[own[i]];
    if (!r.is_read() || r.has(event_flag::internal) || !is_acquire(r.order)) continue;
    if (r.rf == init_event) continue;
    const event& w = events_[r.rf];
    e.hb = clocks_.join(e.hb, w.rel, w.thread, w.rel_own);
  }
}

event_id graph::add_other(const event& proto, event_id joined) {
  const event_id id = append(proto);
  event& e = events_[id];
  if (e.kind == event_kind::fence) {
    if (e.operand != 0) return forget(e), id;
    if (is_acquire(e.order)) e.hb = clocks_.join(e.hb, e.pending, e.thread, 0);
    if (is_release(e.order)) {
      e.lastrel = e.hb;
      e.lastrel_own = e.index + 1;
    }
    if (side_of(e) != fence_side::none) learn_asymmetrically(e);
    light_fences_ += side_of(e) == fence_side::light ? 1 : 0;
  } else if (joined != no_event) {
    const event& other = events_[joined];
    const bool same = e.hb == e.porf && other.hb == other.porf;
    e.porf = clocks_.join(e.porf, other.porf, other.thread, other.index + 1);
    e.hb = same ? e.porf : clocks_.join(e.hb, other.hb, other.thread, other.index + 1);
  }
  return id;
}

void graph::pop() {
  const auto id = static_cast<event_id>(events_.size() - 1);
  const event& e = events_[id];
  if (e.is_read()) {
    event_id& head =
        e.rf == init_event ? locations_[e.location].first_init_reader : events_[e.rf].first_reader;
    assert(head == id);
    head = e.next_reader;
    accesses(e.location, e.thread).ids.pop_back();
  } else if (e.is_write()) {
    std::vector<event_id>& mo = locations_[e.location].mo;
    mo.erase(mo.begin() + e.mo);
    for (std::size_t i = e.mo; i < mo.size(); ++i)
      events_[mo[i]].mo = static_cast<std::uint32_t>(i);
    accesses(e.location, e.thread).ids.pop_back();
  } else if (e.kind == event_kind::count) {
    locations_[e.location].counts.pop_back();
  } else if (side_of(e) == fence_side::light) {
    --light_fences_;
  }
  threads_[e.thread].events.pop_back();
  clocks_.shrink(e.mark);
  events_.pop_back();
}

std::uint32_t graph::coherence_bound_at(thread_id t, std::uint32_t position, location_id l) const {
  const location& loc = locations_[l];
  const clock_handle hb = position == 0 ? 0 : events_[threads_[t].events[position - 1]].hb;
  std::uint32_t bound = 0;
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    const location::accesses_of& a = loc.accesses[i];
    const std::uint32_t known = a.thread == t ? position : clocks_.at(hb, a.thread);
    if (a.ids.empty() || known == 0) continue;
    auto end = a.ids.end();
    if (events_[a.ids.back()].index >= known) {
      end = std::partition_point(a.ids.begin(), a.ids.end(),
                                 [&](event_id id) { return events_[id].index < known; });
      if (end == a.ids.begin()) continue;
    }
    const event& e = events_[*(end - 1)];
    bound = std::max(bound, e.is_write() ? e.mo : mo_place_of(e.rf));
  }
  return bound;
}

event_id graph::consumer(event_id write, location_id l, event_id except) const {
  for (event_id r = first_reader(write, l); r != no_event; r = events_[r].next_reader) {
    if (r == except || !events_[r].has(event_flag::rmw)) continue;
    return r;
  }
  return no_event;
}

thread_id counterpart(const graph& from, const graph& to, thread_id t) {
  if (t == 0) return 0;
  const thread_id parent = counterpart(from, to, from.thread(t).parent);
  if (parent == no_thread) return no_thread;
  const std::vector<thread_id>& children = to.thread(parent).children;
  const std::uint32_t ordinal = from.thread(t).ordinal;
  return ordinal < children.size() ? children[ordinal] : no_thread;
}

}  // namespace suture
