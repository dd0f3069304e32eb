#include "model/explore/parallel/ledger.hpp"

#include <utility>

namespace suture {

ledger::ledger(search_state state, shard part, const budget& b, unsigned workers)
    : part_(part), budget_(b), before_(state), state_(std::move(state)), live_(workers) {
  finished_ = state_.counts;
  for (const auto& [item, result] : state_.ahead) {
    finished_.add(result.counts);
    if (result.found && budget_.stop_at_first) lower_bound_to(item);
  }
  if (state_.found && budget_.stop_at_first) {
    lower_bound_to(state_.found_in);
    closed_ = true;
  }
  folded_runs_ = state_.counts.runs();
  if (budget_.runs != 0 && state_.counts.runs() >= budget_.runs) closed_ = true;
  settled_ = closed_ || state_.exhausted;
  fold();
}

bool ledger::claim(std::uint64_t item) {
  if (!part_.owns(item) || !matters(item)) return false;
  if (item < before_.folded || before_.ahead.contains(item)) return false;
  std::uint64_t free = next_.load(std::memory_order_relaxed);
  while (free <= item) {
    if (next_.compare_exchange_weak(free, item + 1, std::memory_order_relaxed)) return true;
  }
  return false;
}

void ledger::finish(unsigned worker, std::uint64_t item, item_result&& result) {
  const std::lock_guard held(guard_);
  live_[worker] = {};
  finished_.add(result.counts);
  if (result.cut || (result.found && budget_.stop_at_first)) lower_bound_to(item);
  state_.ahead.emplace(item, std::move(result));
  fold();
}

void ledger::report(unsigned worker, const statistics& counts) {
  const std::lock_guard held(guard_);
  live_[worker] = counts;
}

void ledger::refuse(std::uint64_t item, std::uint64_t runs,
                    const std::vector<std::string>& refused) {
  const std::lock_guard held(guard_);
  lower_bound_to(item);
  if (item >= refused_in_) return;
  refused_in_ = item;
  refused_runs_ = runs;
  refused_ = refused;
}

void ledger::lower_bound_to(std::uint64_t item) {
  std::uint64_t known = bound_.load(std::memory_order_relaxed);
  while (item < known && !bound_.compare_exchange_weak(known, item, std::memory_order_relaxed)) {
  }
}

// Moves what is done without a gap from `ahead` into the sum.
void ledger::fold() {
  while (!closed_) {
    while (!part_.owns(state_.folded)) ++state_.folded;
    const auto next = state_.ahead.find(state_.folded);
    if (next == state_.ahead.end()) return;
    const std::uint64_t runs = state_.counts.runs() + next->second.counts.runs();
    if (next->second.cut || (budget_.runs != 0 && runs > budget_.runs)) {
      overflow_ = closed_ = true;
      lower_bound_to(state_.folded);
      return;
    }
    fold_in(next->first, std::move(next->second));
    state_.ahead.erase(next);
    ++state_.folded;
  }
}

void ledger::fold_in(std::uint64_t item, item_result&& result) {
  state_.counts.add(result.counts);
  folded_runs_.store(state_.counts.runs(), std::memory_order_relaxed);
  if (result.found && !state_.found) {
    state_.found = std::move(result.found);
    state_.found_in = item;
  }
  const bool spent = budget_.runs != 0 && state_.counts.runs() == budget_.runs;
  if (spent || (state_.found && budget_.stop_at_first)) {
    closed_ = true;
    lower_bound_to(item);
  }
}

search_state ledger::snapshot() {
  const std::lock_guard held(guard_);
  search_state copy = state_;
  copy.drop_cut();
  return copy;
}

statistics ledger::done() {
  const std::lock_guard held(guard_);
  statistics all = finished_;
  for (const statistics& one : live_) all.add(one);
  return all;
}

ledger::outcome ledger::close() {
  const std::lock_guard held(guard_);
  outcome result;
  result.state = state_;
  result.stopped = stopped_ && !closed_;
  result.overflow = overflow_;
  if (closed_ || stopped_) return result;  // decided before any item that was refused
  if (refused_in_ == none) {
    result.state.exhausted = walked_ || before_.exhausted;
    return result;
  }
  const std::uint64_t runs = state_.counts.runs() + refused_runs_;
  if (budget_.runs != 0 && runs > budget_.runs) {
    result.overflow = true;
  } else {
    result.refused = refused_;
    result.given_up = runs;
  }
  return result;
}

}  // namespace suture
