#include "library/extend.hpp"

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "library/extra_checkers.hpp"
#include "model/explore/make_strategy.hpp"

namespace suture {

namespace {

using maker = std::function<std::unique_ptr<observer>()>;

// Workers ask while none is added, but a mistake must not be worse than a surprise.
struct added_makers {
  std::mutex mutex;
  std::map<std::size_t, maker> by_number;  // in the order of adding
  std::size_t next = 0;
};

added_makers& added() {
  static added_makers all;
  return all;
}

}  // namespace

void add_strategy(const strategy_kind& kind) {
  if (kind.make == nullptr || kind.name.empty() || kind.name.find(':') != kind.name.npos) {
    throw std::invalid_argument(fmt::format(
        "strategy '{}': a kind needs a name without ':', and a function that makes it", kind.name));
  }
  add_strategy_kind(kind);
}

extra_checker::extra_checker(maker make) {
  added_makers& all = added();
  const std::lock_guard own(all.mutex);
  number_ = all.next++;
  all.by_number.emplace(number_, std::move(make));
}

extra_checker::~extra_checker() {
  added_makers& all = added();
  const std::lock_guard own(all.mutex);
  all.by_number.erase(number_);
}

extra_checkers::extra_checkers() {
  added_makers& all = added();
  const std::lock_guard own(all.mutex);
  for (const auto& [number, make] : all.by_number) all_.push_back(make());
}

void extra_checkers::attach(observed& run) {
  for (const std::unique_ptr<observer>& o : all_) {
    run.observe(*o);
    run.observe_events(*o);
    run.observe_marks(*o);
  }
}

}  // namespace suture
