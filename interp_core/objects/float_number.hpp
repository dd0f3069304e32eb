// float: a number that never changes, made and dropped so often that it has a freelist.
//
// Source: CPython's floatobject.c; the hash is _Py_HashDouble's, so that a float that is an integer
// has that integer's hash.
#pragma once

#include <cmath>
#include <cstdint>

#include "interp_core/freelist/freelists.hpp"
#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The number modulo the prime 2^61 - 1; infinity has a hash of its own, and so here has nan.
inline std::int64_t hash_of_double(double v) {
  constexpr unsigned bits = 61;
  constexpr std::uint64_t modulus = (std::uint64_t{1} << bits) - 1;
  if (std::isinf(v)) return v > 0 ? 314159 : -314159;
  if (std::isnan(v)) return 0;
  int exponent = 0;
  double rest = std::frexp(std::fabs(v), &exponent);
  std::uint64_t x = 0;
  while (rest != 0) {
    x = ((x << 28) & modulus) | x >> (bits - 28);
    rest *= 268435456.0;  // 2^28: so many bits at a time
    exponent -= 28;
    const auto whole = static_cast<std::uint64_t>(rest);
    rest -= static_cast<double>(whole);
    x += whole;
    if (x >= modulus) x -= modulus;
  }
  const auto turn = static_cast<unsigned>(((exponent % 61) + 61) % 61);
  x = ((x << turn) & modulus) | x >> (bits - turn);
  const auto hash = v < 0 ? -static_cast<std::int64_t>(x) : static_cast<std::int64_t>(x);
  return hash == -1 ? -2 : hash;
}

template <class Count>
struct float_number : object<Count> {
  static float_number* create(runtime& rt, double value, sync::site where = sync::site::current()) {
    return make_object<float_number>(rt, freelist_kind::float_number, where, value);
  }

  // Of make_object: see create.
  explicit float_number(double v) : object<Count>(this_type), value(v) {}

  const double value;  // never changes, so it needs no protection

 private:
  static double of(object<Count>& o) { return static_cast<float_number&>(o).value; }

  static void dealloc(runtime& rt, object<Count>* o) {
    end_object(rt, freelist_kind::float_number, static_cast<float_number*>(o));
  }
  static result<bool> equal(runtime&, object<Count>& a, object<Count>& b) {
    return b.type == a.type && of(a) == of(b);
  }
  static result<bool> less(runtime&, object<Count>& a, object<Count>& b) {
    if (b.type != a.type) return error::type_error;
    return of(a) < of(b);
  }
  static result<std::int64_t> hash(runtime&, object<Count>& o) { return hash_of_double(of(o)); }

  static constexpr type_object<Count> this_type{.name = "float",
                                                .dealloc = dealloc,
                                                .equal = equal,
                                                .less = less,
                                                .hash = hash,
                                                .is_plain_value = true};
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
