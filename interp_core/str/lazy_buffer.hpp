// A buffer a str fills when it is first asked for, and then keeps: its UTF-8 form, its wide form.
//
// Source: PyUnicode_AsUTF8AndSize of free-threaded CPython: look without a lock; if there is none
// yet, look again under it, fill a fresh buffer, and publish its pointer last. The mutants differ
// in the lock (lazy_lock.hpp) and in when and how the pointer is published.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <type_traits>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// How the pointer to a fresh buffer becomes visible.
enum class publication {
  release,     // after length and content, which whoever sees the pointer then sees too
  relaxed,     // mutant: after them, but nothing makes others see it in that order
  before_fill  // mutant: before them, as in the Gilectomy's unicodeobject.c
};

// What a caller gets: `length` units, then a terminating zero. Null where there was no memory, or
// where the text cannot be encoded. Belongs to the str and lives as long as it does.
template <class Unit>
struct buffer_view {
  const sync::var<Unit>* data = nullptr;
  std::size_t length = 0;

  Unit operator[](std::size_t i) const { return data[i].get(); }
};

template <class Unit, class Locking, publication Order>
class lazy_buffer {
 public:
  lazy_buffer() {
    sync::label(data_, is_narrow ? "utf8" : "wstr");
    sync::label(length_, is_narrow ? "utf8 length" : "wstr length");
  }
  // When no other thread can reach it any more.
  ~lazy_buffer() {
    units* data = data_.load(std::memory_order_relaxed);
    if (data == nullptr) return;
    std::destroy_n(data, length() + 1);
    sync::deallocate(data);
  }

  // The buffer, filled if it was not yet. `lock` is the part of Locking that the object carries.
  // `measure()` is an optional number of units, none if the text cannot be encoded; `write(sink)`
  // gives that many to sink, one by one. Both are called only to fill.
  template <class Measure, class Write>
  buffer_view<Unit> get(runtime& rt, typename Locking::in_object& lock, Measure measure,
                        Write write) {
    units* data = data_.load(std::memory_order_acquire);
    if (data == nullptr) {
      const typename Locking::guard held(rt, lock);
      data = data_.load(std::memory_order_acquire);
      if (data == nullptr) data = fill(measure, write);
    }
    if (data == nullptr) return {};
    return {data, length()};
  }

 private:
  using units = sync::var<Unit>;
  static constexpr bool is_narrow = sizeof(Unit) == 1;
  // Nothing orders two threads that fill without a lock, and each stores the length. It is the
  // same length, so a relaxed atomic makes that harmless and leaves the lost buffer to be found.
  using length_field =
      std::conditional_t<Locking::serialises, sync::var<std::size_t>, sync::atomic<std::size_t>>;

  template <class Measure, class Write>
  units* fill(Measure measure, Write write) {
    const std::optional<std::size_t> size = measure();
    if (!size) return nullptr;
    auto* fresh = static_cast<units*>(sync::allocate((*size + 1) * sizeof(units)));
    if (fresh == nullptr) return nullptr;
    sync::label(fresh, is_narrow ? "utf8 buffer" : "wstr buffer");
    if constexpr (Order == publication::before_fill) data_.store(fresh, std::memory_order_release);
    set_length(*size);
    units* next = fresh;
    write([&next](Unit unit) { ::new (static_cast<void*>(next++)) units(unit); });
    ::new (static_cast<void*>(next)) units(Unit{0});
    if constexpr (Order == publication::release) data_.store(fresh, std::memory_order_release);
    if constexpr (Order == publication::relaxed) data_.store(fresh, std::memory_order_relaxed);
    return fresh;
  }

  std::size_t length() const {
    if constexpr (Locking::serialises) {
      return length_.get();
    } else {
      return length_.load(std::memory_order_relaxed);
    }
  }
  void set_length(std::size_t size) {
    if constexpr (Locking::serialises) {
      length_.set(size);
    } else {
      length_.store(size, std::memory_order_relaxed);
    }
  }

  sync::atomic<units*> data_{nullptr};
  length_field length_{0};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
