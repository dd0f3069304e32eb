// What a second worker is worth: the same search by one and by two, in turns, three times each; the
// ratio of the shortest times. Counts must be the same. Needs two free cores to say anything.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <vector>

#include "library/suture.hpp"

namespace {

struct program {
  const char* name;
  void (*body)();
};

template <class F>
void in_threads(unsigned count, F body) {
  std::vector<sync::thread> all;
  for (unsigned i = 0; i < count; ++i) all.emplace_back([=] { body(); });
  for (sync::thread& t : all) t.join();
}

void fetch_adds() {
  sync::atomic<unsigned> n{0};
  in_threads(4, [&] {
    for (int i = 0; i < 3; ++i) n.fetch_add(1);
  });
}

void locked() {
  sync::mutex m;
  sync::var<unsigned> n{0};
  in_threads(3, [&] {
    for (int i = 0; i < 4; ++i) {
      const sync::lock_guard guard(m);
      n = n.get() + 1;
    }
  });
}

double seconds(const program& p, unsigned jobs, std::uint64_t& executions) {
  const suture::result r = suture::check(
      p.body,
      {.strategy = "exhaustive", .max_executions = 200'000, .max_seconds = 0, .jobs = jobs});
  if (!r.findings.empty()) {
    fmt::print(stderr, "{}", r.to_string());
    std::exit(1);
  }
  if (executions != 0 && executions != r.executions) {
    fmt::print(stderr, "{}: {} executions with {} workers, {} before\n", p.name, r.executions, jobs,
               executions);
    std::exit(1);
  }
  executions = r.executions;
  return r.seconds;
}

}  // namespace

int main() {
  constexpr int turns = 3;
  fmt::print("{} processors\n", std::thread::hardware_concurrency());
  fmt::print("{:<24}{:>12}{:>12}{:>12}{:>8}\n", "", "executions", "1 worker", "2 workers", "ratio");
  for (const program& p :
       {program{"4 × 3 fetch_add", fetch_adds}, program{"3 × 4 mutex", locked}}) {
    double one = 1e9;
    double two = 1e9;
    std::uint64_t executions = 0;
    for (int i = 0; i < turns; ++i) {
      one = std::min(one, seconds(p, 1, executions));
      two = std::min(two, seconds(p, 2, executions));
    }
    fmt::print("{:<24}{:>12}{:>10.2f} s{:>10.2f} s{:>8.2f}\n", p.name, executions, one, two,
               one / two);
  }
}
