#include "model/explore/parallel/divided_search.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <thread>

#include "model/engine/process/watchdog.hpp"
#include "model/explore/judge.hpp"
#include "model/explore/parallel/cut.hpp"
#include "model/explore/parallel/worker.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

// Items wanted for each thread and for each machine. Sizes of items differ a lot, and the largest
// come last; with so many, the last one is a few per cent of a worker's share.
constexpr std::uint64_t items_per_job = 512;
constexpr std::uint64_t items_per_shard = 1024;
// What is lost when a search is killed is the items at hand.
constexpr std::uint64_t items_to_keep = 2048;
// A search that a lone worker gets through in a moment is not worth dividing.
constexpr std::uint64_t small_runs = 1000;
constexpr double small_seconds = 0.1;
// Of a budget that is all but used up: not 0, which would be no limit.
constexpr double least_seconds = 1e-3;
constexpr auto look_every = std::chrono::milliseconds(50);

class divided_search {
 public:
  divided_search(const std::function<void()>& body, const searcher_factory& make, const limits& l,
                 const budget& b, const division& d, const progress_callback& progress)
      : body_(body), make_(make), limits_(l), budget_(b), division_(d), progress_(progress) {
    if (d.from != nullptr) state_ = *d.from;
  }

  divided_exploration run() {
    if (small_enough()) return {std::move(small_), {}, 0};
    if (!division_.part.whole() && state_.depth == 0) learn();
    while (budget_.runs == 0 || state_.given_up < budget_.runs) {
      if (!search_once()) break;
    }
    if (division_.keep) division_.keep(state_);
    return report();
  }

 private:
  double seconds() const { return std::chrono::duration<double>(steady::now() - begin_).count(); }

  double seconds_left() const {  // 0: no limit
    return budget_.seconds > 0 ? std::max(budget_.seconds - seconds(), least_seconds) : 0;
  }

  // Tries it alone.
  bool small_enough() {
    const bool alone = division_.part.whole() && division_.from == nullptr && !division_.keep &&
                       division_.depth == 0;
    if (!alone) return false;
    budget few = budget_;
    few.runs = few.runs == 0 ? small_runs : std::min(few.runs, small_runs);
    few.seconds = few.seconds == 0 ? small_seconds : std::min(few.seconds, small_seconds);
    const std::unique_ptr<searcher> mine = make_();
    const std::unique_ptr<strategy> search = mine->begin();
    few.first = budget_.first;
    small_ = explore(mine->run(), body_, *search, limits_, few);
    state_.refused = search->refusals();
    const bool spent = (small_.why == stop_reason::runs && few.runs == budget_.runs) ||
                       (small_.why == stop_reason::seconds && few.seconds == budget_.seconds);
    return spent || small_.why == stop_reason::nothing_left || small_.why == stop_reason::finding;
  }

  // The parts of a search must agree on which refcounts commute, but one of them may be the only
  // one to see that some do not. So each looks at the beginning of the whole. Where that is not
  // enough, the parts differ in `state.refused`, and are not parts of one search.
  void learn() {
    const std::unique_ptr<searcher> mine = make_();
    const std::unique_ptr<strategy> search = mine->begin();
    explore(mine->run(), body_, *search, limits_, {small_runs, seconds_left(), true});
    state_.refused = search->refusals();
  }

  // From here to the end, or to where the search must begin anew: then true.
  bool search_once() {
    if (state_.depth == 0) state_.depth = division_.depth != 0 ? division_.depth : chosen_depth();
    budget left = budget_;
    if (left.runs != 0) left.runs -= state_.given_up;
    ledger shared(state_, division_.part, left, division_.jobs);
    if (!shared.settled()) employ(shared);
    ledger::outcome end = shared.close();
    done_ = shared.done();
    if (!end.stopped) stopped_ = stop_reason::nothing_left;
    // The workers look at the clock, too.
    if (end.stopped && stopped_ == stop_reason::nothing_left) stopped_ = stop_reason::seconds;
    if (!end.refused.empty()) {
      begin_anew(end);
      reported_ = state_;
      return true;
    }
    state_ = std::move(end.state);
    state_.drop_cut();
    reported_ = end.overflow ? end_of_budget(left) : state_;
    return false;
  }

  std::uint32_t chosen_depth() {
    std::uint64_t items = division_.jobs * items_per_job;
    if (!division_.part.whole()) items = division_.part.count * items_per_shard;
    if (division_.keep) items = std::max(items, items_to_keep);
    const std::unique_ptr<searcher> mine = make_();
    const deadline end(mine->run().vital_signs(), seconds_left());
    return cut_depth(*mine, body_, limits_, state_.refused, items);
  }

  search_plan plan() const {
    return {body_, limits_, state_.depth, state_.refused, budget_.stop_at_first, seconds_left()};
  }

  // Sets the workers to work and waits until they have ended.
  void employ(ledger& shared) {
    std::vector<std::jthread> workers;
    working_ = division_.jobs;
    for (unsigned w = 0; w < division_.jobs; ++w) {
      workers.emplace_back([this, &shared, w] { employ_one(shared, w); });
    }
    watch(shared);
    workers.clear();  // joins
    if (failure_) std::rethrow_exception(failure_);
  }

  void employ_one(ledger& shared, unsigned worker) {
    std::exception_ptr thrown;
    try {
      const std::unique_ptr<searcher> mine = make_();
      work(*mine, plan(), shared, worker);
    } catch (...) {
      thrown = std::current_exception();
      shared.stop();
    }
    const std::lock_guard held(guard_);
    if (thrown && !failure_) failure_ = thrown;
    --working_;
    ended_.notify_one();
  }

  void watch(ledger& shared) {
    auto kept = steady::now();
    std::unique_lock held(guard_);
    while (!ended_.wait_for(held, look_every, [&] { return working_ == 0; })) {
      held.unlock();
      if (const stop_reason why = looks_done(shared); why != stop_reason::nothing_left) {
        stopped_ = why;
        shared.stop();
      }
      if (division_.keep &&
          steady::now() - kept >= std::chrono::duration<double>(division_.keep_seconds)) {
        division_.keep(shared.snapshot());
        kept = steady::now();
      }
      held.lock();
    }
  }

  stop_reason looks_done(ledger& shared) {
    if (budget_.seconds != 0 && seconds() >= budget_.seconds) return stop_reason::seconds;
    if (!progress_) return stop_reason::nothing_left;
    statistics all = shared.done();
    all.seconds = seconds();
    return progress_(all) ? stop_reason::nothing_left : stop_reason::asked;
  }

  void begin_anew(const ledger::outcome& end) {
    search_state fresh;
    fresh.refused = end.refused;
    fresh.given_up = state_.given_up + end.given_up;
    state_ = std::move(fresh);
    done_ = {};
  }

  // The budget ends within item state_.folded: the part of it that counts is done once more.
  search_state end_of_budget(const budget& left) {
    const std::uint64_t item = state_.folded;
    search_state before = state_;
    before.ahead.clear();
    ledger rest(std::move(before), shard{}, left, 1);
    rest.only_up_to(item);
    const std::unique_ptr<searcher> mine = make_();
    work(*mine, plan(), rest, 0);
    search_state after = rest.close().state;
    if (const auto cut = after.ahead.find(item); cut != after.ahead.end()) {
      after.counts.add(cut->second.counts);
      if (!after.found) take_found(after, cut->second, item);
    }
    return after;
  }

  divided_exploration report() {
    divided_exploration all;
    if (stopped_ != stop_reason::nothing_left) {
      // It tells the first of what it happened to see.
      reported_.counts = done_;
      for (auto a = reported_.ahead.begin(); !reported_.found && a != reported_.ahead.end(); ++a) {
        take_found(reported_, a->second, a->first);
      }
    }
    all.result.counts = reported_.counts;
    all.result.exhausted = reported_.exhausted;
    all.result.why = why();
    if (reported_.found) {
      if (reported_.found->fingerprint.empty()) tell_again(*reported_.found);
      all.result.take(std::move(*reported_.found));
      all.result.found_in = reported_.counts.runs();
      all.item = reported_.found_in;
    }
    if (all.result.exhausted && !all.result.found && budget_.first != nullptr) {
      repeat_first(all.result);
    }
    all.result.finish(seconds());
    all.state = std::move(state_);
    return all;
  }

  // As a lone search does. Only where the search that was begun alone is the one that ended.
  void repeat_first(exploration& result) {
    if (!reported_.refused.empty()) return;
    const std::unique_ptr<searcher> mine = make_();
    const std::unique_ptr<strategy> search = mine->begin();
    result.found = budget_.first->repeat(mine->run(), body_, *search, limits_);
    if (!result.found) return;
    result.exhausted = false;
    result.found_in = result.counts.runs();
    result.why = stop_reason::finding;
  }

  stop_reason why() const {
    if (stopped_ != stop_reason::nothing_left || reported_.exhausted) return stopped_;
    return reported_.found && budget_.stop_at_first ? stop_reason::finding : stop_reason::runs;
  }

  static void take_found(search_state& to, const item_result& from, std::uint64_t item) {
    to.found = from.found;
    to.found_in = item;
  }

  // A finding that was taken up from an earlier call.
  void tell_again(discovery& d) {
    const std::unique_ptr<searcher> mine = make_();
    const std::unique_ptr<strategy> search = mine->begin();
    d = judge(mine->run(), body_, *search, limits_).tell(d.decisions, d.what);
  }

  const std::function<void()>& body_;
  const searcher_factory& make_;
  const limits& limits_;
  const budget& budget_;
  const division& division_;
  const progress_callback& progress_;
  const steady::time_point begin_ = steady::now();

  exploration small_;
  search_state state_;
  search_state reported_;  // the same with the part of the last item that the budget allows
  statistics done_;
  stop_reason stopped_ = stop_reason::nothing_left;  // or why before all was decided

  std::mutex guard_;  // of what follows
  std::condition_variable ended_;
  unsigned working_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

divided_exploration explore_divided(const std::function<void()>& body, const searcher_factory& make,
                                    const limits& l, const budget& b, const division& d,
                                    const progress_callback& progress) {
  return divided_search(body, make, l, b, d, progress).run();
}

}  // namespace suture
