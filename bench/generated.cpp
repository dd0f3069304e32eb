// What generated cases cost: one locked dict of two threads with two operations each, searched to
// its end; and two hundred drawn cases of that size, each searched to its end where 2,000 runs are
// enough, as `suture check 'generated.*'` does. All of it on one core, with every checker on.
#include <benchmark/benchmark.h>

#include "library/suture.hpp"
#include "scenarios/generated/body.hpp"
#include "scenarios/generated/draw.hpp"

namespace {

namespace generated = scenarios::generated;

suture::result explored(const generated::test_case& c, std::uint64_t most_runs) {
  suture::options how;
  how.name = id_of(c);
  how.max_executions = most_runs;
  how.max_seconds = 0;
  return suture::check(body_of(c), how);
}

void one_case(benchmark::State& state, const char* id) {
  const generated::test_case c = generated::parse_id(id);
  suture::result r;
  for (auto _ : state) {
    r = explored(c, 0);
    if (r.verdict != suture::verdict::verified) {
      state.SkipWithError("it was not verified");
      return;
    }
  }
  state.counters["executions"] = static_cast<double>(r.executions);
}

void drawn_cases(benchmark::State& state, const generated::container& of) {
  const generated::range from{&of, 2, 2, 2};
  double verified = 0;
  double runs = 0;
  for (auto _ : state) {
    verified = runs = 0;
    for (std::uint64_t number = 0; number < 200; ++number) {
      const suture::result r = explored(generated::draw(from, 1, number), 2'000);
      if (r.verdict == suture::verdict::found) {
        state.SkipWithError("a case failed");
        return;
      }
      verified += r.verdict == suture::verdict::verified ? 1 : 0;
      runs += static_cast<double>(r.executions);
    }
  }
  state.counters["verified"] = verified;
  state.counters["executions"] = runs;
}

BENCHMARK_CAPTURE(one_case, dict_set_del_get_setdefault,
                  "generated.dict/prefix=set0x1,a=set0x2_del0,b=get0_setdefault0x3")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(one_case, dict_that_resizes,
                  "generated.dict/prefix=set0x0_set1x1_set8x2_setn1x3_setn2x0,a=set16x1_get0,"
                  "b=popitem_set17x2")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(one_case, dict_told,
                  "generated.dict/prefix=set0x1,a=set0x2_del0,b=get0_setdefault0x3,told=yes")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(drawn_cases, list, generated::list_container())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(drawn_cases, dict, generated::dict_container())->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
