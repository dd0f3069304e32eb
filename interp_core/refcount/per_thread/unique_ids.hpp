// Small numbers for objects: each thread keeps a table by them.
//
// Source: CPython's uniqueid.c. Numbers that were given back are in a list and are given out again,
// the last one first, so that the tables stay short.
#pragma once

#include <cstdint>
#include <vector>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// Not synchronised: its owner has a lock. Numbers begin at First; None is no number.
template <class Target, std::uint32_t First, std::uint32_t None>
class unique_ids {
 public:
  static constexpr std::uint32_t none = None;
  // Where in a table the object with that number is.
  static constexpr std::size_t slot_of(std::uint32_t id) { return id - First; }

  unique_ids() { sync::label(first_free_, "first free id"); }

  std::uint32_t assign(Target& to) {
    if (first_free_.get() == None) {
      entries_.push_back({&to, None});
      return First + static_cast<std::uint32_t>(entries_.size() - 1);
    }
    const std::uint32_t id = first_free_.get();
    entry& found = entries_[slot_of(id)];
    first_free_.set(found.next_free);
    found.object = &to;
    return id;
  }

  void release(std::uint32_t id) {
    entry& found = entries_[slot_of(id)];
    sync::check(found.object != nullptr, "an id is given back once");
    found = {nullptr, first_free_.get()};
    first_free_.set(id);
  }

  // Null where the number at that place is nobody's.
  Target* at_slot(std::size_t slot) const {
    return slot < entries_.size() ? entries_[slot].object : nullptr;
  }
  // How long a table must be that has all of them.
  std::size_t slots() const { return entries_.size(); }

 private:
  struct entry {
    Target* object;
    std::uint32_t next_free;
  };

  std::vector<entry> entries_;
  sync::var<std::uint32_t> first_free_{None};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
