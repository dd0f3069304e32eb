// Memory blocks: reported to the observers, which know what is wrong with them.
#include <utility>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

void* memory_calls::allocate(std::size_t bytes, std::size_t alignment, const sync::site& where) {
  if (run_.over()) return nullptr;
  run_.effect();
  if (run_.limits_.allocation_failures != 0 && !mutated("allocations_fail") &&
      run_.environment_.happens(chance::failed_allocation, run_.limits_.allocation_failures,
                                where)) {
    run_.note("the allocation fails", where);
    return nullptr;
  }
  block* b = run_.heap_.allocate(run_.here(), bytes, alignment, where,
                                 [this](moment m) { return run_.knows(m); });
  if (b == nullptr) {
    run_.note("the allocation fails: there is no room for so much", where);
    return nullptr;
  }
  for (observer* o : run_.observers_) o->on_allocate(run_, *b);
  return b->address;
}

void memory_calls::keep_type(void* p) {
  if (run_.tearing_down_) return;
  if (block* b = run_.heap_.find(p)) b->type_stable = true;
}

void memory_calls::deallocate(void* p, const sync::site& where) {
  if (run_.tearing_down_ || p == nullptr) return;
  run_.quietly([&] { run_.effect(); });
  if (run_.tearing_down_) return;
  block* b = run_.heap_.find(p);
  if (b != nullptr && b->address != p) b = nullptr;
  run_.quietly([&] {
    for (observer* o : run_.observers_) o->on_free(run_, b, p, where);
  });
  if (run_.tearing_down_ || b == nullptr || b->state == block_state::freed) return;
  if (!mutated("freeing_ends_what_is_there")) {
    run_.quietly([&] { run_.end_objects_in({b->address, b->bytes}, where); });
  }
  if (run_.tearing_down_) return;
  run_.heap_.free(*b, run_.here(), where);
}

// What lies in a freed block is overwritten: a destructor must not see it.
bool memory_calls::begin_destroy(void* object, sync::site& where) {
  if (!run_.tearing_down_) {
    const block* b = run_.heap_.find(object);
    if (b != nullptr && b->address == object && b->state == block_state::freed &&
        !mutated("destroyed_once")) {
      deallocate(object, where);
      return false;
    }
  }
  std::swap(run_.me_->destroying, where);
  return true;
}

void memory_calls::end_destroy(const sync::site& around) { run_.me_->destroying = around; }

// A block has a name of its own, so that it keeps it when something is made at its beginning.
void memory_calls::label_block(const void* begin, const char* name) {
  const std::uint32_t label = run_.objects_.labels().give(begin, name);
  block* b = run_.heap_.find(begin);
  if (b == nullptr || b->address != begin) return;
  b->name = name;
  b->label = label;
}

void memory_calls::retire(void* p, const sync::site& where) {
  if (run_.tearing_down_) return;
  run_.effect();
  block* b = run_.heap_.find(p);
  for (observer* o : run_.observers_) o->on_retire(run_, b, p, where);
  if (b != nullptr && b->address == p && b->state == block_state::live)
    run_.heap_.retire(*b, run_.here(), where);
}

void memory_calls::revive(void* p, const sync::site& where) {
  if (run_.tearing_down_) return;
  run_.effect();
  block* b = run_.heap_.find(p);
  for (observer* o : run_.observers_) o->on_revive(run_, b, p, where);
  if (b != nullptr && b->address == p && b->state == block_state::retired) run_.heap_.revive(*b);
}

}  // namespace suture
