// A bounded stack of retired blocks: one freelist.
//
// Source: CPython's `free_list[]` with its `numfree`. The pointers lie beside the blocks, not in
// them, since nobody may touch a retired block.
#pragma once

#include <cstddef>
#include <memory>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Whoever calls makes sure that one thread does at a time. Cell<T> holds one value: sync::var, or
// something that survives callers who do not make sure.
template <template <class> class Cell = sync::var>
class block_stack {
 public:
  // Before anything else is done, once. Without it there is no room.
  void make_room(std::size_t blocks) {
    if (blocks == 0) return;
    blocks_ = std::make_unique<Cell<void*>[]>(blocks);
    room_ = blocks;
    sync::label(count_, "freelist count");
  }

  // Null where it is empty.
  void* pop() {
    if (room_ == 0) return nullptr;
    const std::size_t count = count_.get();
    if (count == 0) return nullptr;
    void* const block = blocks_[count - 1].get();
    count_.set(count - 1);
    sync::revive(block);
    return block;
  }
  // False where it is full.
  bool push(void* block) {
    if (room_ == 0) return false;
    const std::size_t count = count_.get();
    if (count == room_) return false;
    sync::retire(block);
    blocks_[count].set(block);
    count_.set(count + 1);
    return true;
  }
  std::size_t size() const { return count_.get(); }
  // Gives all blocks to the allocator. How many there were.
  std::size_t drain() {
    std::size_t freed = 0;
    for (void* block = pop(); block != nullptr; block = pop(), ++freed) sync::deallocate(block);
    return freed;
  }

 private:
  std::unique_ptr<Cell<void*>[]> blocks_;
  std::size_t room_ = 0;
  Cell<std::size_t> count_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
