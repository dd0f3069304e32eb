// A code object and the frames that run it.
//
// Source: CPython's frameobject.c. Each code object keeps the memory of one dead frame, its zombie,
// for the next call; other frames go to a freelist. Without a GIL two calls can find the same
// zombie (Gilectomy bug G16: "this causes crashes, must be a race condition"): the test and the
// taking must be one step, as the lock of the right policy makes them.
#pragma once

#include <array>
#include <cstddef>

#include "interp_core/freelist/block_stack.hpp"
#include "interp_core/freelist/freelists.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/object.hpp"
#include "interp_core/refcount/atomic.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right without a GIL. A scenario derives from it and replaces some.
struct frame_policies {
  using count = refcount::atomic;
  using locking = interp::locking::per_object<>;  // of the zombie
  // What holds the zombie: sync::var, or ordered_cell to see what goes wrong apart from the race.
  template <class T>
  using cell = sync::var<T>;
};

template <class Policies>
class frame;

// Any thread with a reference to the code may make frames of it.
template <class Policies = frame_policies>
class code : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;

  static code* create(sync::site where = sync::site::current()) {
    return sync::make_at<code>(where);
  }

  // Of make_at: see create.
  code() : object<count>(this_type) { zombie_.make_room(1); }

 private:
  friend class frame<Policies>;
  using locking = typename Policies::locking;

  void* take_zombie(runtime& rt) {
    const held<locking> in(rt, lock_);
    return zombie_.pop();
  }
  bool put_zombie(runtime& rt, void* block) {
    const held<locking> in(rt, lock_);
    return zombie_.push(block);
  }

  static void dealloc(runtime&, object<count>* o) {
    auto* self = static_cast<code*>(o);
    self->zombie_.drain();
    sync::destroy(self);
  }
  static constexpr type_object<count> this_type{.name = "code", .dealloc = dealloc};

  [[no_unique_address]] typename locking::in_object lock_;
  block_stack<Policies::template cell> zombie_;
};

// Belongs to the thread that runs it: its locals are not protected.
template <class Policies = frame_policies>
class frame : public object<typename Policies::count> {
 public:
  using code = interp::code<Policies>;
  using count = typename Policies::count;
  using item = object<count>;
  static constexpr std::size_t size = 2;  // of locals

  // A new reference to a frame of that code, called from `back`, which may be null. Null where
  // there is no memory for it.
  static frame* create(runtime& rt, code& of, frame* back = nullptr,
                       sync::site where = sync::site::current()) {
    void* block = of.take_zombie(rt);
    if (block == nullptr) block = allocate_block(rt, {freelist_kind::frame}, sizeof(frame), where);
    return block == nullptr ? nullptr : ::new (block) frame(rt, of, back);
  }

  // The i-th local; the frame drops what it held. A null one holds nothing.
  void set_local(runtime& rt, std::size_t i, item* value) {
    if (value != nullptr) incref(rt, *value);
    item* const old = locals_[i].get();
    locals_[i].set(value);
    decref_if(rt, old);
  }
  item* local(std::size_t i) const { return locals_[i].get(); }  // borrowed

 private:
  frame(runtime& rt, code& of, frame* back) : object<count>(this_type), code_(&of), back_(back) {
    incref(rt, of);
    if (back != nullptr) incref(rt, *back);
    for (auto& local : locals_) local.set(nullptr);
  }
  ~frame() = default;

  // The block goes to the code, or to the freelist, before the frame's own reference to the code
  // is given back, which may be the last.
  static void dealloc(runtime& rt, item* o) {
    auto* self = static_cast<frame*>(o);
    for (auto& local : self->locals_) decref_if(rt, local.get());
    decref_if<count>(rt, self->back_.get());
    code* const of = self->code_.get();
    self->~frame();
    if (!of->put_zombie(rt, self)) release_block(rt, {freelist_kind::frame}, self);
    decref(rt, *of);
  }
  static void traverse(item& o, const reference_visitor<count>& visit) {
    auto& self = static_cast<frame&>(o);
    visit(*self.code_.get());
    if (frame* back = self.back_.get()) visit(*back);
    for (auto& local : self.locals_)
      if (item* held_there = local.get()) visit(*held_there);
  }
  static constexpr type_object<count> this_type{
      .name = "frame", .dealloc = dealloc, .traverse = traverse};

  sync::var<code*> code_;
  sync::var<frame*> back_;
  std::array<sync::var<item*>, size> locals_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
