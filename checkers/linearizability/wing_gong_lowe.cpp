#include "checkers/linearizability/wing_gong_lowe.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "checkers/linearizability/allowed_effort.hpp"
#include "checkers/linearizability/event_list.hpp"

namespace suture::linearizability {
namespace {

constexpr word none = event_list::none;

class searcher {
 public:
  searcher(const problem& p, std::span<const word> part, const limits& bounds,
           allowed_effort& effort);

  search_result run();

 private:
  // A set of keys, one bit each. Where there are many, some share a bit, which makes a set larger
  // than need be, and that is safe. What concerns the whole object has all bits.
  using keys = std::uint64_t;

  // A configuration on the way to the present one, and what is known of it.
  struct node {
    word number;  // in visited_
    word state;
    word reach;        // operations called up to the last one done
    std::size_t done;  // how many
    keys candidates;   // an operation with one of these keys comes next (deviation 3)
    keys reason;       // why those tried so far have failed (deviation 4)
  };

  using progress = std::tuple<word, std::int64_t, std::int64_t>;

  word attempt(word call);
  word retreat(keys reason);
  keys give_up();
  bool do_forced();
  bool arrive();
  keys candidates() const;
  void settle();
  void take(word op);
  void undo(const node& back_to);
  void note_stuck(word at_return);
  std::vector<word> named(std::span<const word> operations) const;

  const problem& problem_;
  std::span<const word> part_;
  const limits& bounds_;
  allowed_effort& effort_;
  event_list events_;
  states states_;
  std::vector<keys> keys_;     // by operation
  sequence_table visited_;     // configurations
  std::vector<keys> reasons_;  // of those that failed, by number
  search_result result_;

  std::size_t left_ = 0;  // operations that returned and are not done
  word state_ = states::initial;
  word reach_ = 0;
  std::vector<word> done_;  // in order
  std::vector<node> path_;
  std::vector<word> configuration_;  // scratch of arrive
  progress best_{none, 0, 0};        // of the partial linearizations kept
};

searcher::searcher(const problem& p, std::span<const word> part, const limits& bounds,
                   allowed_effort& effort)
    : problem_(p),
      part_(part),
      bounds_(bounds),
      effort_(effort),
      events_(p, part),
      states_(p, part) {
  std::unordered_map<word, std::size_t> number_of;
  keys_.reserve(part.size());
  for (const word op : part) {
    left_ += p.must_take_effect(op) ? 1u : 0u;
    const word key = p.calls[op].key;
    if (key == whole_object) {
      keys_.push_back(~keys{0});
    } else {
      keys_.push_back(keys{1} << (number_of.try_emplace(key, number_of.size()).first->second % 64));
    }
  }
}

// Each turn looks at one event: a call to try, or the return that ends the candidates.
search_result searcher::run() {
  if (!do_forced()) return std::move(result_);
  settle();
  arrive();
  word event = events_.first();
  while (left_ > 0 && event != none && visited_.bytes() + states_.bytes() <= bounds_.memory) {
    if (!effort_.step()) break;
    if (events_.is_call(event)) {
      event = attempt(event);
    } else {
      note_stuck(event);
      event = retreat(give_up());
    }
  }
  result_.configurations = visited_.size();
  if (left_ == 0) {
    result_.decision = verdict::holds;
    result_.order = named(done_);
    result_.partials.clear();
  } else {
    result_.decision = event == none ? verdict::fails : verdict::undecided;
  }
  return std::move(result_);
}

// At the beginning, does the operations that overlap with no other: there is one order of them
// only, and nothing to come back to, so what they lead through need not be remembered. False if one
// of them is not allowed.
bool searcher::do_forced() {
  for (word event = events_.first(); left_ > 0; event = events_.first()) {
    const word next = events_.next(event);
    if (!events_.is_call(event) || next == none || events_.is_call(next)) break;
    const word op = events_.operation(event);
    if (!problem_.must_take_effect(part_[op])) break;
    if (!states_.begin_after(part_[op])) {
      note_stuck(next);
      return false;
    }
    take(op);
  }
  states_.begin();
  return true;
}

// Lets the operation of `call` take effect, if it is a candidate and the model allows it. Returns
// the event to look at next, none if all has been tried.
word searcher::attempt(word call) {
  const word op = events_.operation(call);
  if ((keys_[op] & path_.back().candidates) == 0) {
    return events_.next(call);
  }
  // What is pure and allowed has been done already, by settle.
  const bool pure = problem_.calls[part_[op]].pure;
  const word after = pure ? states::refused : states_.after(state_, part_[op]);
  if (after == states::refused) {
    path_.back().reason |= keys_[op];
    return events_.next(call);
  }
  state_ = after;
  take(op);
  settle();
  if (arrive()) {
    return events_.first();
  }
  return retreat(reasons_[visited_.insert(configuration_).number]);
}

// Leaves the present configuration, in which nothing has led on, and says why.
searcher::keys searcher::give_up() {
  const node failed = path_.back();
  path_.pop_back();
  reasons_[failed.number] = failed.reason;
  return failed.reason;
}

// What the last configuration of the path was left for has failed, because of `reason`: goes back
// to the last choice that has to do with it, and returns the event after it.
word searcher::retreat(keys reason) {
  while (!path_.empty()) {
    node& last = path_.back();
    const word op = done_[last.done];
    undo(last);
    if ((keys_[op] & reason) != 0) {
      last.reason |= reason | keys_[op];
      return events_.next(events_.call_of(op));
    }
    last.reason = reason;
    give_up();
  }
  return none;
}

// Enters the present configuration; false if it has been here before. Calls that are still in the
// list and come before the reach are the holes.
bool searcher::arrive() {
  configuration_.assign({reach_, state_});
  for (word event = events_.first(); events_.is_call(event); event = events_.next(event)) {
    if (events_.operation(event) >= reach_) {
      break;
    }
    configuration_.push_back(events_.operation(event));
  }
  const sequence_table::entry made = visited_.insert(configuration_);
  if (made.fresh) {
    reasons_.push_back(0);
    path_.push_back({made.number, state_, reach_, done_.size(), left_ > 0 ? candidates() : 0, 0});
  }
  return made.fresh;
}

// The key of the operation that must return next, or all if one about the whole object may come
// before that.
searcher::keys searcher::candidates() const {
  keys whole = 0;
  word event = events_.first();
  for (; events_.is_call(event); event = events_.next(event)) {
    const keys its = keys_[events_.operation(event)];
    whole = its == ~keys{0} ? its : whole;
  }
  return whole | keys_[events_.operation(event)];
}

// Lets all operations take effect that change nothing and are allowed. One that is refused stays
// refused, for the state stays; taking one may move the first return, so that more may be looked
// at.
void searcher::settle() {
  word event = events_.first();
  while (events_.is_call(event)) {
    const word op = events_.operation(event);
    if (problem_.calls[part_[op]].pure && states_.allows(state_, part_[op])) {
      take(op);
      event = events_.next_after_lift(event);
    } else {
      event = events_.next(event);
    }
  }
}

void searcher::take(word op) {
  events_.lift(events_.call_of(op));
  done_.push_back(op);
  reach_ = std::max(reach_, op + 1);
  left_ -= problem_.must_take_effect(part_[op]) ? 1u : 0u;
}

void searcher::undo(const node& back_to) {
  while (done_.size() > back_to.done) {
    const word op = done_.back();
    done_.pop_back();
    events_.unlift(events_.call_of(op));
    left_ += problem_.must_take_effect(part_[op]) ? 1u : 0u;
  }
  state_ = back_to.state;
  reach_ = back_to.reach;
}

// Keeps what has been done, if it gets further than what is kept: to a later return; or with more
// operations that returned, and then with as few pending ones as need be.
void searcher::note_stuck(word at_return) {
  const progress now = {at_return, -static_cast<std::int64_t>(left_),
                        -static_cast<std::int64_t>(done_.size())};
  if (now > best_) {
    best_ = now;
    result_.stuck = part_[events_.operation(at_return)];
    result_.partials.clear();
  }
  if (now == best_ && result_.partials.size() < bounds_.partials) {
    result_.partials.push_back(named(done_));
  }
}

std::vector<word> searcher::named(std::span<const word> operations) const {
  std::vector<word> out;
  out.reserve(operations.size());
  for (const word op : operations) {
    out.push_back(part_[op]);
  }
  return out;
}

}  // namespace

search_result wing_gong_lowe(const problem& p, std::span<const word> part, const limits& bounds,
                             allowed_effort& effort) {
  return searcher(p, part, bounds, effort).run();
}

search_result wing_gong_lowe(const problem& p, std::span<const word> part, const limits& bounds) {
  allowed_effort effort(bounds);
  return wing_gong_lowe(p, part, bounds, effort);
}

}  // namespace suture::linearizability
