// One stack of blocks for each place there is.
#pragma once

#include <array>
#include <cstddef>

#include "interp_core/freelist/block_stack.hpp"
#include "interp_core/freelist/freelists.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Stack is a block_stack, alone or with something more.
template <class Stack>
class stacks_by_place {
 public:
  explicit stacks_by_place(freelist_room room) {
    for (const freelist_kind kind : all_freelist_kinds)
      if (kind != freelist_kind::tuple) at({kind}).make_room(room(kind));
    for (std::size_t length = 1; length < tuple_lengths; ++length)
      at({freelist_kind::tuple, length}).make_room(room(freelist_kind::tuple));
  }

  // Tuples of 20 items and more have no list, and so there is never any room in theirs.
  Stack& at(freelist_place place) {
    if (place.kind != freelist_kind::tuple) return others_[static_cast<std::size_t>(place.kind)];
    return tuples_[place.length < tuple_lengths ? place.length : 0];
  }

  template <class Visitor>
  void each(Visitor visit) {
    for (Stack& s : others_) visit(s);
    for (Stack& s : tuples_) visit(s);
  }

 private:
  std::array<Stack, all_freelist_kinds.size()> others_;
  std::array<Stack, tuple_lengths> tuples_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
