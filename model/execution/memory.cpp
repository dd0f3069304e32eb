// Plain data and memory blocks: reported to the observers, which know what is wrong with them.
#include <fmt/format.h>

#include "model/execution/execution.hpp"

namespace suture {

void execution::make_shadow(hooks::shadow& s, const void* address, bool initialised,
                            const sync::site& where) {
  if (tearing_down_) return;
  effect();
  s = {run_, plain_objects_++};
  if (!labels_.empty()) labels_.erase(address);
  if (initialised) me_->touched_plain = true;
  const plain_access made{s.id, address, true, where};
  for (observer* o : observers_) o->on_make_plain(*this, made, initialised);
}

void execution::destroy_shadow(hooks::shadow& s, const void* address, const sync::site& where) {
  if (tearing_down_ || s.run == 0) return;
  quietly([&] { effect(); });
  if (tearing_down_) return;
  if (s.run == run_) {
    quietly([&] {
      for (observer* o : observers_) o->on_destroy_plain(*this, {s.id, address, true, where});
    });
  } else {
    quietly([&] {
      for (observer* o : observers_) {
        o->on_invalid_access(*this, address, object_kind::plain, where);
      }
    });
  }
  s.run = destroyed;
}

void execution::plain(const hooks::shadow& s, const void* address, bool write,
                      const sync::site& where) {
  if (over()) return;
  if (write) effect();
  me_->touched_plain = true;
  if (s.run == run_) [[likely]] {
    for (observer* o : observers_) o->on_plain(*this, {s.id, address, write, where});
    return;
  }
  // Of what was made before there was a run nothing is known. In the heap it is not made yet.
  if (s.run != 0 || heap_.owns(address)) {
    for (observer* o : observers_) o->on_invalid_access(*this, address, object_kind::plain, where);
  }
  report({std::string(finding_kind::misuse),
          "plain shared data made outside of the run is used: make it in the body",
          {{fmt::format("thread {} uses it", current_), where}},
          {}});
}

void* execution::allocate(std::size_t bytes, const sync::site& where) {
  if (over()) return nullptr;
  effect();
  if (limits_.allocation_failures != 0 &&
      happens(chance::failed_allocation, limits_.allocation_failures, where)) {
    note("the allocation fails", where);
    return nullptr;
  }
  block& b = heap_.allocate(here(), bytes, where, [this](moment m) { return knows(m); });
  for (observer* o : observers_) o->on_allocate(*this, b);
  return b.address;
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
  end_cells_in(*b, where);
  heap_.free(*b, here(), where);
}

void execution::end_cell(location_id l) {
  made_cell& c = cells_[l];
  c.name = label_of(c.address);
  c.address = nullptr;
}

// Freeing the memory of an atomic ends it as its destructor would.
void execution::end_cells_in(block& b, const sync::site& where) {
  for (const location_id l : b.cells) {
    const void* address = cells_[l].address;
    if (address == nullptr) continue;
    quietly([&] {
      for (observer* o : observers_) o->on_destroy_cell(*this, l, address, where);
    });
    end_cell(l);
  }
  b.cells.clear();
}

// A block has a name of its own, so that it keeps it when something is made at its beginning.
void execution::label_block(const void* begin, const char* name) {
  label(begin, name);
  block* b = heap_.find(begin);
  if (b != nullptr && b->address == begin) b->name = name;
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
