#include "checkers/linearizability/sequential_consistency.hpp"

#include <unordered_map>

namespace suture::linearizability {
namespace {

class searcher {
 public:
  searcher(const problem& p, std::span<const word> part, const limits& bounds);

  search_result run();

 private:
  static constexpr word nobody = ~word{0};

  // A choice that changed the state, and what there was before it.
  struct choice {
    word state;
    std::size_t done;
  };

  bool is_pure(word op) const { return problem_.calls[part_[op]].pure; }
  word candidate(word after) const;
  bool enter(word op);
  word back();
  void settle();
  void take(word op);
  bool is_new();

  const problem& problem_;
  std::span<const word> part_;
  const limits& bounds_;
  states states_;
  sequence_table visited_;

  // Operations go by their position in the part, which is the order of calls.
  std::vector<std::vector<word>> queues_;  // by process
  std::vector<word> queue_of_;             // by operation
  std::vector<word> positions_;            // next in each queue; last, the state: is_new's key
  std::size_t left_ = 0;
  word state_ = states::initial;
  std::vector<word> done_;
  std::vector<choice> choices_;
};

searcher::searcher(const problem& p, std::span<const word> part, const limits& bounds)
    : problem_(p), part_(part), bounds_(bounds), states_(p, part) {
  std::unordered_map<std::uint32_t, word> queue_of_process;
  for (word op = 0; op < part.size(); ++op) {
    const auto fresh = static_cast<word>(queues_.size());
    const word queue = queue_of_process.try_emplace(p.processes[part[op]], fresh).first->second;
    if (queue == fresh) {
      queues_.emplace_back();
    }
    queues_[queue].push_back(op);
    queue_of_.push_back(queue);
    left_ += p.must_take_effect(part[op]) ? 1u : 0u;
  }
  positions_.assign(queues_.size() + 1, 0);
}

search_result searcher::run() {
  search_result result;
  settle();
  is_new();
  word tried = nobody;  // the last candidate tried in this configuration
  while (left_ > 0) {
    const word op = candidate(tried);
    if (op != nobody) {
      tried = enter(op) ? nobody : op;
      continue;
    }
    if (choices_.empty() || visited_.bytes() + states_.bytes() > bounds_.memory) {
      result.decision = choices_.empty() ? verdict::fails : verdict::undecided;
      result.configurations = visited_.size();
      return result;
    }
    tried = back();
  }
  result.decision = verdict::holds;
  for (const word op : done_) {
    result.order.push_back(part_[op]);
  }
  result.configurations = visited_.size();
  return result;
}

// The first operation in order of calls, later than `after`, that is next in its process and may
// change the state. In order of calls, because the real order is the best guess.
word searcher::candidate(word after) const {
  word best = nobody;
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    if (positions_[queue] < queues_[queue].size()) {
      const word op = queues_[queue][positions_[queue]];
      const bool later = after == nobody || op > after;
      if (later && op < best && !is_pure(op)) {
        best = op;
      }
    }
  }
  return best;
}

bool searcher::enter(word op) {
  const word after = states_.after(state_, part_[op]);
  if (after == states::refused) {
    return false;
  }
  choices_.push_back({state_, done_.size()});
  state_ = after;
  take(op);
  settle();
  if (is_new()) {
    return true;
  }
  back();
  return false;
}

word searcher::back() {
  const choice last = choices_.back();
  choices_.pop_back();
  const word op = done_[last.done];
  state_ = last.state;
  while (done_.size() > last.done) {
    const word undone = done_.back();
    done_.pop_back();
    --positions_[queue_of_[undone]];
    left_ += problem_.must_take_effect(part_[undone]) ? 1u : 0u;
  }
  return op;
}

void searcher::settle() {
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    while (positions_[queue] < queues_[queue].size()) {
      const word op = queues_[queue][positions_[queue]];
      if (!is_pure(op) || !states_.allows(state_, part_[op])) {
        break;
      }
      take(op);
    }
  }
}

void searcher::take(word op) {
  done_.push_back(op);
  ++positions_[queue_of_[op]];
  left_ -= problem_.must_take_effect(part_[op]) ? 1u : 0u;
}

bool searcher::is_new() {
  positions_.back() = state_;
  return visited_.insert(positions_).fresh;
}

}  // namespace

search_result sequential_consistency(const problem& p, std::span<const word> part,
                                     const limits& bounds) {
  return searcher(p, part, bounds).run();
}

}  // namespace suture::linearizability
