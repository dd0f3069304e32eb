// The order in which a class and its bases are asked for an attribute.
//
// Source: C3 (Barrett et al., "A Monotonic Superclass Linearization for Dylan", OOPSLA 1996), as
// CPython has it since 2.3 (mro_implementation in typeobject.c): a class comes before its bases,
// bases come in the order in which they were given, and all orders of the bases are kept.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

namespace c3 {

template <class Class>
using order = std::vector<Class*>;

// Somewhere behind the first of what is left of an order.
template <class Class>
bool comes_later(const std::vector<order<Class>>& rest, const Class* c) {
  return std::any_of(rest.begin(), rest.end(), [c](const order<Class>& o) {
    return !o.empty() && std::find(o.begin() + 1, o.end(), c) != o.end();
  });
}

// The first of some order that comes later in none; null where there is none.
template <class Class>
Class* next_of(const std::vector<order<Class>>& rest) {
  for (const order<Class>& o : rest)
    if (!o.empty() && !comes_later(rest, o.front())) return o.front();
  return nullptr;
}

}  // namespace c3

// The order of `self` over its bases, which have theirs: orders_of(base). Empty where the bases'
// orders contradict each other.
template <class Class, class OrderOf>
std::vector<Class*> linearize(Class& self, const std::vector<Class*>& bases, OrderOf order_of) {
  std::vector<c3::order<Class>> rest;
  std::size_t left = bases.size();
  for (Class* base : bases) {
    rest.push_back(order_of(*base));
    left += rest.back().size();
  }
  rest.push_back(bases);
  std::vector<Class*> result{&self};
  while (left != 0) {
    Class* const next = c3::next_of(rest);
    if (next == nullptr) return {};
    for (c3::order<Class>& o : rest) {
      if (o.empty() || o.front() != next) continue;
      o.erase(o.begin());
      --left;
    }
    result.push_back(next);
  }
  return result;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
