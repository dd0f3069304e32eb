#include "litmus/explore.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "litmus/memory.hpp"
#include "litmus/race_watch.hpp"
#include "litmus/thread_run.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"

namespace suture::litmus {

namespace {

// The body that the engine runs again and again, and what came of it.
class repeated_test {
 public:
  repeated_test(const test& t, observations& seen) : test_(t), seen_(seen), initial_(locals(t)) {
    std::vector<observable> looked_at = t.shown;
    if (t.filter) collect(*t.filter, looked_at);
    for (const observable& o : looked_at) {
      if (o.is_location) read_at_end_.push_back(o.number);
    }
    end_.memory.resize(t.locations.size());
  }

  // Outcomes of runs that end early are not counted: they do not get to the end.
  void operator()() {
    memory shared(test_);
    end_.locals = initial_;
    std::vector<sync::thread> threads;
    threads.reserve(test_.threads.size());
    for (std::size_t t = 0; t < test_.threads.size(); ++t) {
      threads.emplace_back([this, &shared, t] {
        thread_run(test_, test_.threads[t], shared, end_.locals[t]).run();
      });
    }
    for (sync::thread& t : threads) t.join();
    for (const std::uint32_t l : read_at_end_) end_.memory[l] = shared.last(l);
    record();
  }

 private:
  static std::vector<std::vector<value>> locals(const test& t) {
    std::vector<std::vector<value>> result;
    for (const thread& code : t.threads) result.push_back(code.initial);
    return result;
  }

  void record() {
    if (test_.filter && !holds(*test_.filter, end_)) {
      ++seen_.filtered;
      return;
    }
    state_.clear();
    for (const observable& o : test_.shown) state_.push_back(end_[o]);
    ++seen_.states[state_];
    ++(holds(test_.condition, end_) ? seen_.positive : seen_.negative);
  }

  const test& test_;
  observations& seen_;
  const std::vector<std::vector<value>> initial_;
  std::vector<std::uint32_t> read_at_end_;  // locations
  final_values end_;
  std::vector<value> state_;
};

// Executions alive at a time have arenas of their own; this one frees its own before it returns.
constexpr unsigned arena = 0;

void note_finding(const exploration& result, observations& seen) {
  if (!result.found) return;
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
  repeated_test body(t, seen);
  execution run(*model, arena);
  race_watch races(t);
  run.observe(races);
  exhaustive search(*model);
  const budget allowed{b.runs, b.seconds, false};
  const exploration result = explore(
      run, [&body] { body(); }, search, limits{}, allowed);
  seen.counts = result.counts;
  seen.exhausted = result.exhausted && result.counts.bounded == 0;
  note_finding(result, seen);
  return seen;
}

verdict verdict_of(const test& t, const observations& seen) {
  if (seen.race) return verdict::undefined;
  const bool witnessed = t.asks == quantifier::forall ? seen.negative > 0 : seen.positive > 0;
  if (!witnessed && !seen.exhausted) return verdict::unknown;
  return witnessed == (t.asks == quantifier::exists) ? verdict::ok : verdict::no;
}

}  // namespace suture::litmus
