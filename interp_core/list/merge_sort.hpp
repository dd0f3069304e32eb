// A stable sort by a comparison that may fail.
//
// Bottom-up merging, where CPython has Tim Peters' timsort: the same result and the same promise,
// without its galloping over runs that are sorted already, which no scenario measures.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Sorts `items` by less(a, b), a result<bool>. Where that fails the sort ends with its error, and
// `items` is some order of what it was. No comparison, however strange, can make it go astray.
template <class T, class Less>
error merge_sort(std::vector<T>& items, Less less) {
  std::vector<T> merged(items.size());
  for (std::size_t width = 1; width < items.size(); width *= 2) {
    for (std::size_t start = 0; start < items.size(); start += 2 * width) {
      const std::size_t middle = std::min(start + width, items.size());
      const std::size_t end = std::min(start + 2 * width, items.size());
      std::size_t left = start, right = middle;
      for (std::size_t to = start; to < end; ++to) {
        bool take_right = left == middle;
        if (left < middle && right < end) {
          // Only a smaller one may overtake: that is what makes the sort stable.
          const result<bool> is_less = less(items[right], items[left]);
          if (!is_less.ok()) return is_less.what;
          take_right = is_less.value;
        }
        merged[to] = items[take_right ? right++ : left++];
      }
    }
    items.swap(merged);
  }
  return error::none;
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
