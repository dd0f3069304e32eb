// What it costs to check a history.
//
// The map histories have the shape linearizability checkers are usually shown with: clients that
// get (45 %), put (5 %) and append to (50 %) texts under ten keys. Each is checked by search alone,
// in three ways: `plain` is not told that an operation is about one key, so it has Wing, Gong and
// Lowe's search with nothing to go by; `one_part` knows it but may not check the keys apart, as
// where some operation is about the whole map; `by_key` may. How hard a history is depends on
// chance, and the hardest cost many times the usual, so the counters give the median and the
// largest of the same twenty; the time of a row is that of all twenty.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "bench/linearizability/kv_model.hpp"
#include "bench/linearizability/random_history.hpp"
#include "bench/linearizability/unkeyed_model.hpp"
#include "checkers/linearizability/checker.hpp"

namespace {

namespace lin = suture::linearizability;
using lin::testing::drawn_call;
using lin::testing::generator;

constexpr std::uint64_t histories = 20;

drawn_call draw_map_call(generator& g, int& fresh) {
  const lin::value key(std::to_string(g.below(10)));
  const std::size_t percent = g.below(100);
  if (percent < 45) {
    return {"get", {key}};
  }
  const lin::value text("x" + std::to_string(fresh++) + "y");
  return {percent < 50 ? "put" : "append", {key, text}};
}

std::vector<lin::history> map_histories(std::size_t clients, std::size_t operations) {
  std::vector<lin::history> all;
  for (std::uint64_t seed = 1; seed <= histories; ++seed) {
    int fresh = 0;
    lin::testing::simulation s;
    s.spec = lin::testing::make_kv();
    s.processes = clients;
    s.operations = operations;
    s.with_effects = false;
    s.draw = [&fresh](generator& g) { return draw_map_call(g, fresh); };
    all.push_back(lin::testing::simulate(s, seed));
  }
  return all;
}

enum way { plain, one_part, by_key };

void map_search(benchmark::State& state, way how) {
  const auto all = map_histories(static_cast<std::size_t>(state.range(0)),
                                 static_cast<std::size_t>(state.range(1)));
  lin::options chosen;
  chosen.witness_first = false;
  chosen.by_key = how == by_key;
  const auto kv = lin::testing::make_kv();
  lin::checker judge(how == plain ? lin::testing::make_unkeyed(kv) : kv, chosen);
  std::vector<double> milliseconds;
  for (auto _ : state) {
    milliseconds.clear();
    for (const lin::history& h : all) {
      const auto start = std::chrono::steady_clock::now();
      const lin::outcome found = judge.linearizable(h);
      const std::chrono::duration<double, std::milli> taken =
          std::chrono::steady_clock::now() - start;
      if (found.decision != lin::verdict::holds) {
        state.SkipWithError("a linearizable history did not pass");
        return;
      }
      milliseconds.push_back(taken.count());
    }
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  state.counters["median_ms"] = milliseconds[milliseconds.size() / 2];
  state.counters["max_ms"] = milliseconds.back();
}

// A passing execution's check: the order of the steps is known, so no search is needed.
void witness(benchmark::State& state, const char* model, bool keyed) {
  lin::testing::simulation s;
  s.spec = lin::model_named(model);
  s.processes = 4;
  s.operations = static_cast<std::size_t>(state.range(0));
  const bool is_dict = std::string(model) == "dict";
  s.draw = [is_dict, keyed](generator& g) -> drawn_call {
    const lin::value x(g.below(100));
    if (!is_dict) {
      return g.one_in(2) ? drawn_call{"append", {x}} : drawn_call{"pop", {}};
    }
    if (!keyed && g.one_in(10)) {
      return {"len", {}};
    }
    return g.one_in(2) ? drawn_call{"get", {x}} : drawn_call{"set", {x, g.below(100)}};
  };
  const lin::history h = lin::testing::simulate(s, 1);
  lin::checker judge(s.spec);
  for (auto _ : state) {
    const lin::outcome found = judge.linearizable(h);
    if (found.decision != lin::verdict::holds || found.witnessed != found.parts) {
      state.SkipWithError("the witness did not decide");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.SetComplexityN(state.range(0));
}

BENCHMARK_CAPTURE(map_search, plain, plain)->Args({10, 337})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(map_search, one_part, one_part)->Args({10, 337})->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(map_search, by_key, by_key)
    ->Args({10, 337})
    ->Args({50, 1712})
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(witness, list, "list", false)
    ->Arg(8)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Complexity(benchmark::oN);
BENCHMARK_CAPTURE(witness, dict_by_key, "dict", true)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Complexity(benchmark::oN);
BENCHMARK_CAPTURE(witness, dict_whole, "dict", false)
    ->RangeMultiplier(10)
    ->Range(1'000, 100'000)
    ->Complexity(benchmark::oN);

}  // namespace

BENCHMARK_MAIN();
