// Memory blocks: reported to the observers, which know what is wrong with them.
#include <utility>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

void* execution::allocate(std::size_t bytes, std::size_t alignment, const sync::site& where) {
  if (over()) return nullptr;
  effect();
  if (limits_.allocation_failures != 0 && !mutated("allocations_fail") &&
      environment_.happens(chance::failed_allocation, limits_.allocation_failures, where)) {
    note("the allocation fails", where);
    return nullptr;
  }
  block* b = heap_.allocate(here(), bytes, alignment, where, [this](moment m) { return knows(m); });
  if (b == nullptr) {
    note("the allocation fails: there is no room for so much", where);
    return nullptr;
  }
  for (observer* o : observers_) o->on_allocate(*this, *b);
  return b->address;
}

void execution::keep_type(void* p) {
  if (tearing_down_) return;
  if (block* b = heap_.find(p)) b->type_stable = true;
}

void execution::deallocate(void* p, const sync::site& where) {
  if (tearing_down_ || p == nullptr) return;
  quietly([&] { effect(); });
  if (tearing_down_) return;
  block* b = heap_.find(p);
  if (b != nullptr && b->address != p) b = nullptr;
  quietly([&] {
    for (observer* o : observers_) o->on_free(*this, b, p, where);
  });
  if (tearing_down_ || b == nullptr || b->state == block_state::freed) return;
  if (!mutated("freeing_ends_what_is_there")) {
    quietly([&] { end_objects_in({b->address, b->bytes}, where); });
  }
  if (tearing_down_) return;
  heap_.free(*b, here(), where);
}

// What lies in a freed block is overwritten: a destructor must not see it.
bool execution::begin_destroy(void* object, sync::site& where) {
  if (!tearing_down_) {
    const block* b = heap_.find(object);
    if (b != nullptr && b->address == object && b->state == block_state::freed &&
        !mutated("destroyed_once")) {
      deallocate(object, where);
      return false;
    }
  }
  std::swap(me_->destroying, where);
  return true;
}

// A block has a name of its own, so that it keeps it when something is made at its beginning.
void execution::label_block(const void* begin, const char* name) {
  const std::uint32_t label = objects_.labels().give(begin, name);
  block* b = heap_.find(begin);
  if (b == nullptr || b->address != begin) return;
  b->name = name;
  b->label = label;
}

void execution::retire(void* p, const sync::site& where) {
  if (tearing_down_) return;
  effect();
  block* b = heap_.find(p);
  for (observer* o : observers_) o->on_retire(*this, b, p, where);
  if (b != nullptr && b->address == p && b->state == block_state::live)
    heap_.retire(*b, here(), where);
}

void execution::revive(void* p, const sync::site& where) {
  if (tearing_down_) return;
  effect();
  block* b = heap_.find(p);
  for (observer* o : observers_) o->on_revive(*this, b, p, where);
  if (b != nullptr && b->address == p && b->state == block_state::retired) heap_.revive(*b);
}

}  // namespace suture
