// Small integers: made once, shared by everybody.
//
// Source: CPython's small_ints table. As in the Gilectomy these are ordinary counted objects, so
// that all threads count on the same few words; immortality is a later answer to that.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Count>
struct small_int : object<Count> {
  explicit small_int(long v) : object<Count>(this_type), value(v) {}

  const long value;  // never changes, so it needs no protection

 private:
  static void dealloc(runtime& rt, object<Count>* o) {
    destroy_later(rt, static_cast<small_int*>(o));
  }
  static long of(object<Count>& o) { return static_cast<small_int&>(o).value; }

  static result<bool> equal(runtime&, object<Count>& a, object<Count>& b) {
    return b.type == a.type && of(a) == of(b);
  }
  static result<bool> less(runtime&, object<Count>& a, object<Count>& b) {
    if (b.type != a.type) return error::type_error;
    return of(a) < of(b);
  }
  // An integer is its own hash, but for -1, which stands for "none yet".
  static result<std::int64_t> hash(runtime&, object<Count>& o) {
    return of(o) == -1 ? -2 : std::int64_t{of(o)};
  }

  static constexpr type_object<Count> this_type{.name = "int",
                                                .dealloc = dealloc,
                                                .equal = equal,
                                                .less = less,
                                                .hash = hash,
                                                .is_plain_value = true};
};

// The integers in [First, First + Size), each with one reference that the table owns. CPython's
// table holds -5 to 256; a scenario that shares two numbers makes a table of two.
template <class Count, long First = -5, std::size_t Size = 262>
class small_int_table {
 public:
  explicit small_int_table(runtime& rt) : rt_(rt) {
    for (std::size_t i = 0; i < Size; ++i)
      entries_[i] =
          sync::make_at<small_int<Count>>(sync::site::current(), First + static_cast<long>(i));
  }
  // Gives the table's references back; an entry dies here unless somebody still holds one.
  ~small_int_table() {
    for (small_int<Count>* entry : entries_)
      if (entry != nullptr) decref(rt_, *entry);
  }
  small_int_table(const small_int_table&) = delete;
  small_int_table& operator=(const small_int_table&) = delete;

  // A new reference to the one object of that value; null outside the range, or where there was no
  // memory for it. The table itself never changes: any thread may ask.
  small_int<Count>* get(long value) {
    if (value < First || value >= First + static_cast<long>(Size)) return nullptr;
    small_int<Count>* entry = entries_[static_cast<std::size_t>(value - First)];
    if (entry != nullptr) incref(rt_, *entry);
    return entry;
  }

 private:
  runtime& rt_;
  std::array<small_int<Count>*, Size> entries_{};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
