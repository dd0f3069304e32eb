#include "model/graph/wide_values.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "model/sync/engine/mutation.hpp"

namespace suture::wide_values {

namespace {

struct table {
  std::shared_mutex lock;
  std::map<value, std::uint64_t> numbers{{value{}, 0}};
  std::deque<value> values{value{}};  // by number
};

table& known() {
  static table all;
  return all;
}

}  // namespace

std::uint64_t number_of(const value& given) {
  table& all = known();
  value v = given;
  if (mutated("wide_values_are_whole")) v[1] = 0;
  {
    const std::shared_lock reading(all.lock);
    const auto found = all.numbers.find(v);
    if (found != all.numbers.end()) return found->second;
  }
  const std::unique_lock writing(all.lock);
  const auto [place, fresh] = all.numbers.emplace(v, all.values.size());
  if (fresh) all.values.push_back(v);
  return place->second;
}

value value_of(std::uint64_t number) {
  table& all = known();
  const std::shared_lock reading(all.lock);
  return number < all.values.size() ? all.values[number] : value{};
}

}  // namespace suture::wide_values
