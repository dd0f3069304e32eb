#include "library/extend.hpp"

#include <fmt/format.h>

#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "library/extra_checkers.hpp"
#include "model/explore/make_strategy.hpp"

namespace suture {

namespace {

// Workers ask while none is added, but a mistake must not be worse than a surprise.
struct added_checkers {
  std::mutex mutex;
  std::vector<const extra_checker*> all;  // in the order of adding
};

added_checkers& added() {
  static added_checkers known;
  return known;
}

}  // namespace

void add_strategy(const strategy_kind& kind) {
  if (kind.make == nullptr || kind.name.empty() || kind.name.find(':') != kind.name.npos) {
    throw std::invalid_argument(fmt::format(
        "strategy '{}': a kind needs a name without ':', and a function that makes it", kind.name));
  }
  add_strategy_kind(kind);
}

extra_checker::extra_checker(std::function<std::unique_ptr<observer>()> make)
    : make_(std::move(make)) {
  const std::lock_guard own(added().mutex);
  added().all.push_back(this);
}

extra_checker::~extra_checker() {
  const std::lock_guard own(added().mutex);
  std::erase(added().all, this);
}

extra_checkers::extra_checkers() {
  const std::lock_guard own(added().mutex);
  for (const extra_checker* checker : added().all) all_.push_back(checker->make_());
}

void extra_checkers::attach(observed& run) {
  for (const std::unique_ptr<observer>& o : all_) {
    run.observe(*o);
    run.observe_events(*o);
    run.observe_marks(*o);
  }
}

}  // namespace suture
