// Freelists that all threads share: without a lock, as under a GIL, or with one in each.
//
// Source: the Gilectomy, which put a lock round each of nine, and none round slice_cache (bug G9):
// two threads look, both see the block, both take it.
#pragma once

#include <cstddef>

#include "interp_core/freelist/block_stack.hpp"
#include "interp_core/freelist/stacks.hpp"
#include "interp_core/lock/locking.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Locking: see interp_core/lock/locking.hpp; none is right only where one thread runs at a time.
// Cell: sync::var, or ordered_cell to see what goes wrong apart from the data race.
//
// Made before the threads that use it, and in use from construction to destruction:
//
//   interp::runtime rt;
//   interp::shared_freelists<interp::locking::assumed> lists(rt);
template <class Locking, template <class> class Cell = sync::var>
class shared_freelists final : public freelists {
 public:
  explicit shared_freelists(runtime& rt, freelist_room room = cpython_freelist_room)
      : rt_(rt), stacks_(room) {
    rt_.freelists = this;
  }
  // When no other thread is about.
  ~shared_freelists() {
    drain();
    rt_.freelists = nullptr;
  }

  void* take(runtime& rt, freelist_place from) override {
    stack& s = stacks_.at(from);
    const held<Locking> in(rt, s.lock);
    return s.pop();
  }
  bool put(runtime& rt, freelist_place to, void* block) override {
    stack& s = stacks_.at(to);
    const held<Locking> in(rt, s.lock);
    return s.push(block);
  }
  void clear() override { drain(); }
  // Frees what is kept, and says how many blocks that were.
  std::size_t drain() {
    std::size_t freed = 0;
    stacks_.each([&](stack& s) {
      const held<Locking> in(rt_, s.lock);
      freed += s.drain();
    });
    return freed;
  }

 private:
  struct stack : block_stack<Cell> {
    [[no_unique_address]] typename Locking::in_object lock;
  };

  runtime& rt_;
  stacks_by_place<stack> stacks_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
