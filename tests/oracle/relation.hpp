#pragma once

// Sets of events and binary relations between them, as bit matrices, with the operators in which
// axiomatic memory models are written: union, intersection, composition, inverse, closure. At most
// `relation::capacity` events, so that a set is one machine word.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace suture::oracle {

using event = std::size_t;
using event_set = std::uint64_t;

inline event_set single(event e) { return event_set{1} << e; }
inline bool contains(event_set set, event e) { return (set >> e & 1) != 0; }

/// Calls f(e) for each e in the set, in increasing order.
template <class F>
void for_each(event_set set, F f) {
  for (; set != 0; set &= set - 1) f(static_cast<event>(std::countr_zero(set)));
}

class relation {
 public:
  static constexpr std::size_t capacity = 64;

  /// The empty relation over `size` events. Throws std::length_error above the capacity.
  explicit relation(std::size_t size) : size_(size) {
    if (size > capacity) throw std::length_error("suture::oracle: too many events for a relation");
  }

  std::size_t size() const { return size_; }
  void add(event from, event to) { rows_[from] |= single(to); }
  void add_all(event from, event_set to) { rows_[from] |= to; }
  bool has(event from, event to) const { return contains(rows_[from], to); }
  event_set successors(event from) const { return rows_[from]; }

  friend relation operator|(relation a, const relation& b) {
    for (event e = 0; e < a.size_; ++e) a.rows_[e] |= b.rows_[e];
    return a;
  }

  friend relation operator&(relation a, const relation& b) {
    for (event e = 0; e < a.size_; ++e) a.rows_[e] &= b.rows_[e];
    return a;
  }

  friend relation operator-(relation a, const relation& b) {
    for (event e = 0; e < a.size_; ++e) a.rows_[e] &= ~b.rows_[e];
    return a;
  }

 private:
  std::size_t size_;
  std::array<event_set, capacity> rows_{};
};

/// [set]: the identity on a set.
inline relation identity(std::size_t size, event_set set) {
  relation r(size);
  for_each(set, [&r](event e) { r.add(e, e); });
  return r;
}

/// from × to.
inline relation product(std::size_t size, event_set from, event_set to) {
  relation r(size);
  for_each(from, [&r, to](event e) { r.add_all(e, to); });
  return r;
}

/// a; b; c …
inline relation compose(const relation& a, const relation& b) {
  relation r(a.size());
  for (event e = 0; e < a.size(); ++e)
    for_each(a.successors(e), [&](event middle) { r.add_all(e, b.successors(middle)); });
  return r;
}

template <class... More>
relation compose(const relation& a, const relation& b, const More&... more) {
  return compose(compose(a, b), more...);
}

/// r?: reflexive closure.
inline relation optional(relation r) {
  for (event e = 0; e < r.size(); ++e) r.add(e, e);
  return r;
}

/// r⁻¹.
inline relation inverse(const relation& r) {
  relation result(r.size());
  for (event e = 0; e < r.size(); ++e)
    for_each(r.successors(e), [&](event end) { result.add(end, e); });
  return result;
}

/// r⁺ (Warshall).
inline relation closure(relation r) {
  for (event middle = 0; middle < r.size(); ++middle)
    for (event e = 0; e < r.size(); ++e)
      if (r.has(e, middle)) r.add_all(e, r.successors(middle));
  return r;
}

inline bool irreflexive(const relation& r) {
  for (event e = 0; e < r.size(); ++e)
    if (r.has(e, e)) return false;
  return true;
}

inline bool acyclic(const relation& r) { return irreflexive(closure(r)); }

inline bool empty(const relation& r) {
  for (event e = 0; e < r.size(); ++e)
    if (r.successors(e) != 0) return false;
  return true;
}

}  // namespace suture::oracle
