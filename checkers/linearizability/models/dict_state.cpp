#include "checkers/linearizability/models/dict_state.hpp"

namespace suture::linearizability {
namespace {

constexpr word by_key = 0;
constexpr word by_insertion = 1;

// Every other word of the items: the keys from 1, the values from 2.
std::vector<word> column(const state& s, std::size_t from) {
  std::vector<word> out;
  for (std::size_t i = from; i < s.size(); i += 2) {
    out.push_back(s[i]);
  }
  return out;
}

}  // namespace

state empty_dict(bool ordered) { return {ordered ? by_insertion : by_key}; }

dict_place find_key(const state& s, word key) {
  if (s[0] == by_insertion) {
    for (std::size_t i = 1; i < s.size(); i += 2) {
      if (s[i] == key) {
        return {i, true};
      }
    }
    return {s.size(), false};
  }
  std::size_t low = 0;
  std::size_t high = s.size() / 2;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (s[1 + 2 * middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const std::size_t at = 1 + 2 * low;
  return {at, at < s.size() && s[at] == key};
}

void put_item(state& s, dict_place where, word key, word content) {
  if (where.found) {
    s[where.at + 1] = content;
  } else {
    s.insert(s.begin() + static_cast<std::ptrdiff_t>(where.at), {key, content});
  }
}

void erase_item(state& s, std::size_t at) {
  const auto first = s.begin() + static_cast<std::ptrdiff_t>(at);
  s.erase(first, first + 2);
}

std::vector<word> keys_of(const state& s) { return column(s, 1); }

std::vector<word> values_of(const state& s) { return column(s, 2); }

std::vector<word> pairs_of(const state& s, value_table& values) {
  std::vector<word> out;
  for (std::size_t i = 1; i < s.size(); i += 2) {
    const word pair[] = {s[i], s[i + 1]};
    out.push_back(values.list(pair));
  }
  return out;
}

}  // namespace suture::linearizability
