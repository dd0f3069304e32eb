// The part of a graph that a backward revisit keeps (facts of the algorithm: explore/revisit.cpp).
#include <cassert>

#include "model/graph/graph.hpp"

namespace suture {

namespace {

// Copies all rows; or, where `sparse`, those that kept events still name, each once.
class row_copier {
 public:
  row_copier(const clock_pool& from, clock_pool& to, bool sparse) : from_(from), to_(to) {
    if (sparse) {
      to.reset(from.width());
      renamed_.assign(from.size(), 0);
    } else {
      to.assign(from);
    }
  }
  void rename(clock_handle& handle) {
    if (handle == 0) return;
    if (renamed_[handle] == 0) renamed_[handle] = to_.copy_row(from_, handle);
    handle = renamed_[handle];
  }

 private:
  const clock_pool& from_;
  clock_pool& to_;
  static thread_local std::vector<clock_handle> renamed_;  // reused, so that copies do not allocate
};

thread_local std::vector<clock_handle> row_copier::renamed_;

}  // namespace

void graph::assign_restricted(const graph& from, std::span<const std::uint8_t> keep,
                              event_id floating, std::vector<event_id>& renamed) {
  assert(this != &from);
  events_.clear();
  statics_ = from.statics_;
  thread_count_ = from.thread_count_;
  if (threads_.size() < thread_count_) threads_.resize(thread_count_);
  for (thread_id t = 0; t < thread_count_; ++t) {
    const thread_events& source = from.threads_[t];
    thread_events& copy = threads_[t];
    copy.parent = source.parent;
    copy.ordinal = source.ordinal;
    copy.created_by = no_event;
    copy.events.clear();
    copy.made = source.made;
    copy.referents = source.referents;
    copy.children = source.children;
  }
  light_fences_ = 0;
  location_count_ = from.location_count_;
  if (locations_.size() < location_count_) locations_.resize(location_count_);

  renamed.assign(from.size(), no_event);
  // Most rows are still named; only where many are not, in the end, is each looked at.
  const bool sparse = from.clocks_.size() > 4 * from.size() + 64;
  row_copier rows(from.clocks_, clocks_, sparse);
  for (event_id old = 0; old < from.size(); ++old) {
    if (keep[old] == 0) continue;
    const auto id = static_cast<event_id>(events_.size());
    renamed[old] = id;
    event& e = events_.emplace_back(from.events_[old]);
    e.mark = 0;
    e.first_reader = e.next_reader = no_event;
    if (sparse) {
      for (clock_handle* h : {&e.porf, &e.hb, &e.rel, &e.pending, &e.lastrel}) rows.rename(*h);
    }
    if (side_of(e) == fence_side::light) ++light_fences_;
    if (e.kind == event_kind::create) threads_[from.child_made_by(old)].created_by = id;
    threads_[e.thread].events.push_back(id);
  }
  for (location_id l = 0; l < location_count_; ++l) {
    const location& source = from.locations_[l];
    location& copy = locations_[l];
    copy.maker = source.maker;
    copy.ordinal = source.ordinal;
    copy.init = source.init;
    copy.size = source.size;
    copy.lock = source.lock;
    copy.referent = source.referent;
    copy.bucket = source.bucket;
    copy.first_init_reader = no_event;
    copy.accessors = 0;
    copy.mo.assign(1, init_event);
    copy.counts.clear();
    for (std::size_t i = 1; i < source.mo.size(); ++i) {
      const event_id id = renamed[source.mo[i]];
      if (id == no_event || source.mo[i] == floating) continue;
      events_[id].mo = static_cast<std::uint32_t>(copy.mo.size());
      copy.mo.push_back(id);
    }
  }
  for (event_id id = 0; id < size(); ++id) {
    event& e = events_[id];
    if (e.is_write()) {
      note_access(e, id);
    } else if (e.kind == event_kind::count) {
      locations_[e.location].counts.push_back(id);
    } else if (e.is_read() || e.kind == event_kind::poll) {
      if (e.rf != init_event && e.rf != no_event) e.rf = renamed[e.rf];
      if (e.kind == event_kind::poll) continue;
      if (e.rf != no_event) link_reader(id, e.rf);
      note_access(e, id);
    }
  }
}

void graph::redirect(event_id r, event_id rf) {
  event& e = events_[r];
  assert(threads_[e.thread].events.back() == r);
  if (e.rf != no_event) unlink_reader(r);
  inherit_clocks(e);
  e.rf = rf;
  if (e.kind == event_kind::poll) {
    std::vector<event_id>& ids = accesses(e.location, e.thread).ids;
    assert(ids.back() == r);
    ids.pop_back();
    return;
  }
  read_clocks(e, rf);
  link_reader(r, rf);
}

void graph::unlink_reader(event_id r) {
  event& e = events_[r];
  event_id* link =
      e.rf == init_event ? &locations_[e.location].first_init_reader : &events_[e.rf].first_reader;
  while (*link != r) link = &events_[*link].next_reader;
  *link = e.next_reader;
  e.next_reader = no_event;
}

}  // namespace suture
