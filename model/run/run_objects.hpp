// The objects of a run: synchronisation objects and plain data, their lives, places and names.
//
// The engine makes and ends them; others look. What is called a location is an atomic or another
// synchronisation object, and goes by its number in the graph; plain data is numbered in the order
// of making.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "model/graph/graph.hpp"
#include "model/run/lifetime.hpp"
#include "model/run/object_labels.hpp"
#include "model/run/placed_objects.hpp"

namespace suture {

class run_objects {
 public:
  const lifetime& life_of(location_id l) const { return cells_[l]; }
  const lifetime& life_of_plain(std::uint32_t number) const { return plain_[number]; }
  const lifetime& life_of(const placed_object& o) const {
    return o.kind == object_kind::atomic ? life_of(o.id) : life_of_plain(o.id);
  }
  // The number of the plain data that is accessed atomically at the location, or none.
  std::uint32_t plain_at(location_id l) const {
    return l < cells_.size() ? cells_[l].plain : no_plain;
  }
  primitive kind_of(location_id l) const {
    return l < cells_.size() ? cells_[l].kind : primitive::atomic;
  }
  std::uint32_t plain_count() const { return plain_count_; }  // that were made in the run
  const placed_objects& places() const { return placed_; }

  // The name `label` gave the object, or a name from its identity.
  std::string name_of(location_id l) const;
  // What `label` named the object at the address, numbered where several go by that; or nothing.
  std::string name_at(const void* address) const;
  std::string identity_of(location_id l) const;     // the same in every run
  std::string described(location_id l) const;       // with what it is: "mutex m"
  const char* label_of(const void* address) const;  // the bare label, or null
  std::uint32_t label_at(location_id l) const;      // its number, or none
  const object_labels& labels() const { return labels_; }

  // --- for the engine --------------------------------------------------------------------------
  void begin_run(const graph& g);
  bool knows(location_id l) const { return l < cells_.size(); }
  made_cell& cell(location_id l) { return cells_[l]; }
  const made_cell& cell(location_id l) const { return cells_[l]; }
  made_cell& put_cell(location_id l, const made_cell& c);
  plain_life& plain(std::uint32_t number) { return plain_[number]; }
  const plain_life& plain(std::uint32_t number) const { return plain_[number]; }
  std::uint32_t next_plain() { return plain_count_++; }  // its number; put_plain follows
  void put_plain(std::uint32_t number, const plain_life& data);
  // The plain data is accessed atomically from now on, at the location.
  hooks::cell& add_referent(std::uint32_t number, const hooks::cell& c);
  // The location is accessed plainly, too; and is any?
  void accessed_plainly(location_id l) { plainly_ = cells_[l].plainly = true; }
  bool any_plainly() const { return plainly_; }
  void leave_place(const placed_object& o);  // its lifetime is over
  placed_objects& places() { return placed_; }
  object_labels& labels() { return labels_; }
  bool stands_at(const hooks::cell& c) const {
    return c.id < cells_.size() && cells_[c.id].address == &c;
  }
  bool stands_at(const hooks::shadow& s, const void* address) const {
    return s.id < plain_count_ && plain_[s.id].address == address;
  }

 private:
  const graph* graph_ = nullptr;
  std::vector<made_cell> cells_;   // by location
  std::vector<plain_life> plain_;  // by number; those of earlier runs are overwritten
  std::uint32_t plain_count_ = 0;
  std::deque<hooks::cell> referents_;
  bool plainly_ = false;  // some location was accessed plainly
  placed_objects placed_;
  object_labels labels_;
};

}  // namespace suture
