// Operations on a dict as data, and what a vector of pairs in order of insertion makes of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "interp_core/dict/dict_policies.hpp"
#include "interp_core/result.hpp"

namespace interp_test {

using pairs = std::vector<std::pair<long, long>>;

struct dict_step {
  interp::dict_entry entry;
  long key;
  long value;
  pairs other;  // what update sets

  friend std::ostream& operator<<(std::ostream& out, const dict_step& s) {
    return out << interp::to_string(s.entry) << "(" << s.key << ", " << s.value << ", "
               << s.other.size() << " others)";
  }
};

struct dict_outcome {
  interp::error what = interp::error::none;
  std::optional<long> number{};  // a value, a length or a truth
  pairs whole{};                 // an item, or what a copy or an iteration gives

  friend bool operator==(const dict_outcome&, const dict_outcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const dict_outcome& o) {
    out << to_string(o.what);
    if (o.number) out << " " << *o.number;
    for (const auto& [key, value] : o.whole) out << " " << key << ": " << value;
    return out;
  }
};

// The sequential model.
class ordered_pairs {
 public:
  const pairs& items() const { return items_; }

  dict_outcome apply(const dict_step& s) {
    using interp::dict_entry;
    const auto found = find(s.key);
    const bool is_there = found != items_.end();
    switch (s.entry) {
      case dict_entry::get:
        if (!is_there) return {};
        return number(found->second);
      case dict_entry::set:
        set(s.key, s.value);
        return {};
      case dict_entry::setdefault:
        if (!is_there) set(s.key, s.value);
        return number(find(s.key)->second);
      case dict_entry::del:
        if (!is_there) return {interp::error::key_error};
        items_.erase(found);
        return {};
      case dict_entry::pop: {
        if (!is_there) return {interp::error::key_error};
        const long value = found->second;
        items_.erase(found);
        return number(value);
      }
      case dict_entry::popitem: {
        if (items_.empty()) return {interp::error::key_error};
        const auto last = items_.back();
        items_.pop_back();
        return {{}, {}, {last}};
      }
      case dict_entry::contains:
        return number(is_there);
      case dict_entry::len:
        return number(static_cast<long>(items_.size()));
      case dict_entry::clear:
        items_.clear();
        return {};
      case dict_entry::update:
        for (const auto& [key, value] : s.other) set(key, value);
        return {};
      case dict_entry::copy:
      case dict_entry::iterate:
      case dict_entry::next:
        return {{}, {}, items_};
    }
    return {};
  }

 private:
  static dict_outcome number(long n) { return {interp::error::none, n, {}}; }
  pairs::iterator find(long key) {
    return std::find_if(items_.begin(), items_.end(),
                        [key](const auto& each) { return each.first == key; });
  }
  void set(long key, long value) {
    if (const auto found = find(key); found != items_.end()) {
      found->second = value;
    } else {
      items_.emplace_back(key, value);
    }
  }

  pairs items_;
};

}  // namespace interp_test
