#include "checkers/linearizability/partial_order_search.hpp"

#include <algorithm>
#include <unordered_map>

#include "checkers/linearizability/allowed_effort.hpp"

namespace suture::linearizability {
namespace {

class searcher {
 public:
  searcher(const problem& p, std::span<const word> part, const precedence& order,
           const limits& bounds);

  search_result run(allowed_effort& effort);

 private:
  static constexpr word nobody = ~word{0};

  // A choice that changed the state, and what there was before it.
  struct choice {
    word state;
    std::size_t done;
  };

  bool is_pure(word op) const { return problem_.calls[part_[op]].pure; }
  bool is_ready(word op) const;
  word next_of(std::size_t queue) const;
  word candidate(word after) const;
  bool enter(word op);
  word back();
  void settle();
  void take(word op);
  bool is_new();
  void note_progress();
  word misfit() const;
  std::vector<word> named(std::span<const word> operations) const;

  const problem& problem_;
  std::span<const word> part_;
  const limits& bounds_;
  states states_;
  sequence_table visited_;
  search_result result_;

  // Operations go by their position in the part, which is the order of calls.
  std::vector<std::vector<word>> queues_;   // by process
  std::vector<word> queue_of_;              // by operation
  std::vector<std::vector<word>> earlier_;  // by operation
  std::vector<bool> is_done_;               // by operation
  std::vector<word> positions_;             // next in each queue; last, the state: is_new's key
  std::size_t left_ = 0;
  std::size_t least_left_ = ~std::size_t{0};
  word stuck_ = nobody;
  word state_ = states::initial;
  std::vector<word> done_;
  std::vector<choice> choices_;
};

searcher::searcher(const problem& p, std::span<const word> part, const precedence& order,
                   const limits& bounds)
    : problem_(p),
      part_(part),
      bounds_(bounds),
      states_(p, part),
      earlier_(part.size()),
      is_done_(part.size(), false) {
  std::unordered_map<std::uint32_t, word> queue_of_process;
  std::unordered_map<word, word> place;  // in the part, by index in the history
  for (word op = 0; op < part.size(); ++op) {
    place.emplace(part[op], op);
    const auto fresh = static_cast<word>(queues_.size());
    const word queue = queue_of_process.try_emplace(p.processes[part[op]], fresh).first->second;
    if (queue == fresh) queues_.emplace_back();
    queues_[queue].push_back(op);
    queue_of_.push_back(queue);
    left_ += p.must_take_effect(part[op]) ? 1u : 0u;
  }
  for (word op = 0; op < part.size() && !order.empty(); ++op) {
    for (const word before : order[part[op]]) {
      const auto found = place.find(before);
      if (found != place.end()) earlier_[op].push_back(found->second);
    }
  }
  positions_.assign(queues_.size() + 1, 0);
}

search_result searcher::run(allowed_effort& effort) {
  settle();
  is_new();
  word tried = nobody;  // the last candidate tried in this configuration
  while (left_ > 0) {
    // On the way down, too: a long history is as deep as it is long.
    const bool within = effort.step() && visited_.bytes() + states_.bytes() <= bounds_.memory;
    const word op = within ? candidate(tried) : nobody;
    if (op != nobody) {
      tried = enter(op) ? nobody : op;
      continue;
    }
    if (choices_.empty() || !within) {
      result_.decision = within ? verdict::fails : verdict::undecided;
      result_.configurations = visited_.size();
      return std::move(result_);
    }
    tried = back();
  }
  result_.decision = verdict::holds;
  result_.partials.clear();
  result_.order = named(done_);
  result_.configurations = visited_.size();
  return std::move(result_);
}

bool searcher::is_ready(word op) const {
  return std::ranges::all_of(earlier_[op], [this](word before) { return is_done_[before]; });
}

// What the process does next, if its turn can come now.
word searcher::next_of(std::size_t queue) const {
  if (positions_[queue] == queues_[queue].size()) return nobody;
  const word op = queues_[queue][positions_[queue]];
  return is_ready(op) ? op : nobody;
}

// The first operation in order of calls, later than `after`, that can come next and may change the
// state.
word searcher::candidate(word after) const {
  word best = nobody;
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    const word op = next_of(queue);
    const bool later = op != nobody && (after == nobody || op > after);
    if (later && op < best && !is_pure(op)) best = op;
  }
  return best;
}

bool searcher::enter(word op) {
  const word after = states_.after(state_, part_[op]);
  if (after == states::refused) return false;
  choices_.push_back({state_, done_.size()});
  state_ = after;
  take(op);
  settle();
  if (is_new()) return true;
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
    is_done_[undone] = false;
    --positions_[queue_of_[undone]];
    left_ += problem_.must_take_effect(part_[undone]) ? 1u : 0u;
  }
  return op;
}

// What is taken in one process may be what another has waited for.
void searcher::settle() {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
      for (word op = next_of(queue); op != nobody; op = next_of(queue)) {
        if (!is_pure(op) || !states_.allows(state_, part_[op])) break;
        take(op);
        changed = true;
      }
    }
  }
}

void searcher::take(word op) {
  done_.push_back(op);
  is_done_[op] = true;
  ++positions_[queue_of_[op]];
  left_ -= problem_.must_take_effect(part_[op]) ? 1u : 0u;
}

bool searcher::is_new() {
  positions_.back() = state_;
  const bool fresh = visited_.insert(positions_).fresh;
  if (fresh) note_progress();
  return fresh;
}

void searcher::note_progress() {
  if (left_ == 0 || left_ > least_left_) return;
  if (left_ < least_left_) {
    least_left_ = left_;
    result_.partials.clear();
    stuck_ = misfit();
    result_.stuck = part_[stuck_];
  }
  if (result_.partials.size() < bounds_.partials && !is_done_[stuck_]) {
    result_.partials.push_back(named(done_));
  }
}

// The first that can come next and must come at some time. There is one: what comes first by call
// of those that are left waits for nobody.
word searcher::misfit() const {
  word first = nobody;
  for (std::size_t queue = 0; queue < queues_.size(); ++queue) {
    const word op = next_of(queue);
    if (op != nobody && op < first && problem_.must_take_effect(part_[op])) first = op;
  }
  return first;
}

std::vector<word> searcher::named(std::span<const word> operations) const {
  std::vector<word> out;
  out.reserve(operations.size());
  for (const word op : operations) out.push_back(part_[op]);
  return out;
}

}  // namespace

search_result partial_order_search(const problem& p, std::span<const word> part,
                                   const precedence& order, const limits& bounds) {
  allowed_effort effort(bounds);
  return searcher(p, part, order, bounds).run(effort);
}

}  // namespace suture::linearizability
