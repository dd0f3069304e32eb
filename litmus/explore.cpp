#include "litmus/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <unordered_set>

#include "litmus/memory.hpp"
#include "litmus/race_watch.hpp"
#include "litmus/thread_run.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"

namespace suture::litmus {

namespace {

// The body that the engine runs again and again, and what came of it.
class repeated_test {
 public:
  repeated_test(const test& t, race_watch& races, std::uint32_t unroll, observations& seen)
      : test_(t), races_(races), unroll_(unroll), seen_(seen), initial_(locals(t)) {
    std::vector<observable> looked_at = t.shown;
    if (t.filter) collect(*t.filter, looked_at);
    std::set<std::uint32_t> cells;
    for (const observable& o : looked_at) {
      if (!o.is_location) continue;
      for (std::uint32_t c = 0; c < std::max(o.cells, 1U); ++c) cells.insert(o.number + c);
    }
    read_at_end_.assign(cells.begin(), cells.end());
    end_.memory.resize(t.cells());
  }

  // Outcomes of runs that end early are not counted: they do not get to the end.
  void operator()() {
    memory shared(test_);
    log_.begin_run();
    const run_context run{
        test_, shared, races_, unroll_, log_, seen_.repeated, seen_.unrolled_too_far};
    end_.locals = initial_;
    std::vector<sync::thread> threads;
    threads.reserve(test_.threads.size());
    for (std::size_t t = 0; t < test_.threads.size(); ++t) {
      threads.emplace_back(
          [this, &run, t] { thread_run(run, test_.threads[t], end_.locals[t]).run(); });
    }
    for (sync::thread& t : threads) t.join();
    for (const std::uint32_t c : read_at_end_) end_.memory[c] = shared[c].last();
    if (is_new()) record();
  }

 private:
  static std::vector<std::vector<value>> locals(const test& t) {
    std::vector<std::vector<value>> result;
    for (const thread& code : t.threads) result.push_back(code.initial);
    return result;
  }

  bool is_new() {
    if (!log_.chosen()) return true;
    if (known_.insert(log_.identity(execution::active()->events())).second) return true;
    ++seen_.same;
    return false;
  }

  void record() {
    if (test_.filter && !holds(*test_.filter, end_)) {
      ++seen_.filtered;
      return;
    }
    state_.clear();
    for (const observable& o : test_.shown) {
      state_.push_back(end_[o]);
      for (std::uint32_t c = 1; c < o.cells; ++c) state_.push_back(end_.memory[o.number + c]);
    }
    ++seen_.states[state_];
    ++(holds(test_.condition, end_) ? seen_.positive : seen_.negative);
  }

  const test& test_;
  race_watch& races_;
  const std::uint32_t unroll_;
  observations& seen_;
  access_log log_;
  std::unordered_set<std::string> known_;  // asked, never walked
  const std::vector<std::vector<value>> initial_;
  std::vector<std::uint32_t> read_at_end_;  // cells
  final_values end_;
  std::vector<value> state_;
};

// Executions alive at a time have arenas of their own; this one frees its own before it returns.
constexpr unsigned arena = 0;

void note_finding(const exploration& result, observations& seen) {
  if (!result.found) return;
  if (result.found->kind == undefined_behaviour) {
    seen.undefined = result.found->message;
    return;
  }
  if (result.found->kind != finding_kind::race) {
    throw std::runtime_error(
        fmt::format("the engine objects: {}: {}", result.found->kind, result.found->message));
  }
  seen.race = result.found->message;
}

}  // namespace

observations explore_test(const test& t, std::string_view memory, const bounds& b) {
  const auto model = make_memory_model(memory);
  if (!model) throw std::invalid_argument(fmt::format("there is no memory model '{}'", memory));
  observations seen;
  execution run(*model, arena);
  race_watch races(t);
  repeated_test body(t, races, b.unroll, seen);
  run.observe(races);
  exhaustive search(*model);
  const budget allowed{b.runs, b.seconds, false};
  const exploration result = explore(
      run, [&body] { body(); }, search, limits{}, allowed);
  seen.counts = result.counts;
  if (seen.positive + seen.negative + seen.filtered + seen.same != result.counts.complete) {
    throw std::logic_error("executions were counted that are none of the search's");
  }
  seen.exhausted = result.exhausted && result.counts.bounded == 0 && !seen.unrolled_too_far;
  note_finding(result, seen);
  return seen;
}

verdict verdict_of(const test& t, const observations& seen) {
  if (seen.race || seen.undefined) return verdict::undefined;
  const bool witnessed = t.asks == quantifier::forall ? seen.negative > 0 : seen.positive > 0;
  if (!witnessed && !seen.exhausted) return verdict::unknown;
  return witnessed == (t.asks == quantifier::exists) ? verdict::ok : verdict::no;
}

}  // namespace suture::litmus
