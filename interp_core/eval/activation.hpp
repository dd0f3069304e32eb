// One call of a function: where it is, its locals, its operands.
//
// Source: CPython's frames, whose memory comes from a freelist. Nobody but the thread that runs it
// refers to one (there are no tracebacks and no generators), so it has no reference count.
#pragma once

#include <array>
#include <cstddef>
#include <new>

#include "interp_core/eval/program.hpp"
#include "interp_core/freelist/freelists.hpp"
#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Owns a reference to each local that is set, and to each operand.
template <class Count>
class activation {
 public:
  using item = object<Count>;

  // Null where there is no memory for it. `back` is the call it was called by, or null.
  static activation* create(runtime& rt, const function_code& of, activation* back) {
    void* block = allocate_block(rt, {freelist_kind::frame}, sizeof(activation));
    return block == nullptr ? nullptr : ::new (block) activation(of, back);
  }
  // Drops what it owns; the memory goes to the freelist.
  void end(runtime& rt) {
    for (std::size_t i = 0; i < locals_; ++i) decref_if(rt, slots_[i].get());
    while (top_ > locals_) decref(rt, *pop());
    this->~activation();
    release_block(rt, {freelist_kind::frame}, this);
  }

  activation* back() const { return back_; }
  const function_code& code() const { return *code_; }
  const instruction& fetch() { return code_->code[next_++]; }
  const instruction& last() const { return code_->code[next_ - 1]; }
  void jump(std::int32_t to) { next_ = static_cast<std::size_t>(to); }

  item* local(std::size_t i) const { return slots_[i].get(); }  // borrowed; null where unset
  // Takes the caller's reference; the old one, which may be null, becomes the caller's.
  item* exchange_local(std::size_t i, item* value) {
    item* const old = slots_[i].get();
    slots_[i].set(value);
    return old;
  }

  // Takes the caller's reference.
  void push(item* o) { slots_[top_++].set(o); }
  // The reference becomes the caller's.
  item* pop() { return slots_[--top_].get(); }
  // The n-th from the top, 0 the topmost; borrowed.
  item* peek(std::size_t n = 0) const { return slots_[top_ - 1 - n].get(); }

 private:
  activation(const function_code& of, activation* back)
      : code_(&of), back_(back), locals_(of.locals.size()), top_(locals_) {
    for (std::size_t i = 0; i < locals_; ++i) slots_[i].set(nullptr);
  }
  ~activation() = default;

  const function_code* const code_;
  activation* const back_;
  const std::size_t locals_;
  std::size_t top_;
  std::size_t next_ = 0;
  std::array<sync::var<item*>, frame_slots> slots_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
