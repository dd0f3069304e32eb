// What one thread has counted, by the unique ids of objects.
//
// Source: CPython's _PyThreadStateImpl.refcounts (uniqueid.c, resize_local_refcounts).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace refcount {

// Belongs to one thread, which alone makes it longer. Others may look into it where that thread
// stands still: that is watched, since all of it is plain data. Beyond its end all is zero.
class count_table {
 public:
  count_table() {
    sync::label(entries_, "table of counts");
    sync::label(length_, "length of the table of counts");
  }
  ~count_table() { free_array(entries_.get(), length_.get()); }
  count_table(const count_table&) = delete;
  count_table& operator=(const count_table&) = delete;

  std::size_t length() const { return length_.get(); }

  // Makes it longer where it must; false where there is no memory for that.
  bool add(std::size_t slot, std::int64_t n) {
    if (slot >= length_.get() && !grow(slot + 1)) return false;
    entry& found = entries_.get()[slot];
    found.set(found.get() + n);
    return true;
  }

  std::int64_t at(std::size_t slot) const {
    return slot < length_.get() ? entries_.get()[slot].get() : 0;
  }
  // The same, and zero is left.
  std::int64_t take(std::size_t slot) {
    const std::int64_t found = at(slot);
    if (found != 0) entries_.get()[slot].set(0);
    return found;
  }

 private:
  using entry = sync::var<std::int64_t>;

  // At least twice as long.
  bool grow(std::size_t wanted) {
    const std::size_t old_length = length_.get();
    const std::size_t length = std::max(wanted, 2 * old_length);
    auto* const fresh = static_cast<entry*>(sync::allocate(length * sizeof(entry)));
    if (fresh == nullptr) return false;
    std::uninitialized_default_construct_n(fresh, length);
    entry* const old = entries_.get();
    for (std::size_t i = 0; i < length; ++i) fresh[i].set(i < old_length ? old[i].get() : 0);
    entries_.set(fresh);
    length_.set(length);
    free_array(old, old_length);
    return true;
  }
  static void free_array(entry* array, std::size_t length) {
    if (array == nullptr) return;
    std::destroy_n(array, length);
    sync::deallocate(array);
  }

  sync::var<entry*> entries_{nullptr};
  sync::var<std::size_t> length_{0};
};

}  // namespace refcount
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
