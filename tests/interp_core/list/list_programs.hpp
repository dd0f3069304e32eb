// Operations on a list as data, and what a std::vector makes of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <ostream>
#include <vector>

#include "interp_core/list/list_policies.hpp"
#include "interp_core/result.hpp"

namespace interp_test {

struct list_step {
  interp::list_entry entry;
  long value;        // an argument; of a handful, so that there are equal ones
  std::ptrdiff_t i;  // an index, often out of range
  std::ptrdiff_t j;  // the other end of a slice

  friend std::ostream& operator<<(std::ostream& out, const list_step& s) {
    return out << interp::to_string(s.entry) << "(value " << s.value << ", " << s.i << ", " << s.j
               << ")";
  }
};

// What an operation shows: an error, or what it returned.
struct list_outcome {
  interp::error what = interp::error::none;
  std::optional<long> number{};  // an item's value, a position, a length or a truth
  std::vector<long> whole{};     // what a new list holds

  friend bool operator==(const list_outcome&, const list_outcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const list_outcome& o) {
    out << to_string(o.what);
    if (o.number) out << " " << *o.number;
    for (const long each : o.whole) out << " [" << each << "]";
    return out;
  }
};

// The sequential model.
class vector_list {
 public:
  const std::vector<long>& items() const { return items_; }

  list_outcome apply(const list_step& s) {
    using interp::list_entry;
    const auto size = static_cast<std::ptrdiff_t>(items_.size());
    const auto at = s.i < 0 ? s.i + size : s.i;
    const bool in_range = 0 <= at && at < size;
    const auto found = std::find(items_.begin(), items_.end(), s.value);
    switch (s.entry) {
      case list_entry::get:
        if (!in_range) return {interp::error::index_error};
        return number(items_[static_cast<std::size_t>(at)]);
      case list_entry::set:
        if (!in_range) return {interp::error::index_error};
        items_[static_cast<std::size_t>(at)] = s.value;
        return {};
      case list_entry::append:
        items_.push_back(s.value);
        return {};
      case list_entry::insert:
        items_.insert(items_.begin() + std::clamp<std::ptrdiff_t>(at, 0, size), s.value);
        return {};
      case list_entry::pop: {
        if (!in_range) return {interp::error::index_error};
        const long taken = items_[static_cast<std::size_t>(at)];
        items_.erase(items_.begin() + at);
        return number(taken);
      }
      case list_entry::extend: {
        // Kept short: doubling would make every program a long one.
        if (size > 40) return {};
        const std::vector<long> twice = items_;
        items_.insert(items_.end(), twice.begin(), twice.end());
        return {};
      }
      case list_entry::remove:
        if (found == items_.end()) return {interp::error::value_error};
        items_.erase(found);
        return {};
      case list_entry::index:
        if (found == items_.end()) return {interp::error::value_error};
        return number(found - items_.begin());
      case list_entry::contains:
        return number(found != items_.end());
      case list_entry::len:
        return number(size);
      case list_entry::clear:
        items_.clear();
        return {};
      case list_entry::reverse:
        std::reverse(items_.begin(), items_.end());
        return {};
      case list_entry::sort:
        std::stable_sort(items_.begin(), items_.end());
        return {};
      case list_entry::slice: {
        const auto from = std::clamp<std::ptrdiff_t>(at, 0, size);
        const auto to = std::clamp<std::ptrdiff_t>(s.j < 0 ? s.j + size : s.j, from, size);
        return {{}, {}, {items_.begin() + from, items_.begin() + to}};
      }
      case list_entry::copy:
        return {{}, {}, items_};
    }
    return {};
  }

 private:
  static list_outcome number(long n) { return {interp::error::none, n, {}}; }

  std::vector<long> items_;
};

}  // namespace interp_test
