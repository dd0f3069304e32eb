// Which strategy finds which planted bug, and how soon: found in n of so many seeds, and the mean
// of the runs up to the first failure. Counts, no times: the same on every machine.
//
//   planted_bench [SEEDS [RUNS [PROGRAM...]]]    20 seeds, 10,000 runs, all programs
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "bench/planted/find.hpp"
#include "model/explore/make_strategy.hpp"

namespace {

std::vector<std::string> samplers() {
  std::vector<std::string> names;
  for (const suture::strategy_kind* k : suture::strategy_kinds()) {
    if (!k->traits.samples) continue;
    names.push_back(suture::example_of(*k));
  }
  return names;
}

// "17", "3225 (16)": the mean of the runs, and in how many seeds where not in all; "never".
std::string tried(const planted::program& p, const std::string& strategy, std::uint64_t seeds,
                  std::uint64_t runs) {
  std::uint64_t found = 0, sum = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const planted::search_result r = planted::find(p, strategy, seed, runs);
    if (!r.found) continue;
    ++found;
    sum += r.runs;
  }
  if (found == 0) return "never";
  const std::string mean = std::to_string((sum + found / 2) / found);
  return found == seeds ? mean : fmt::format("{} ({})", mean, found);
}

std::uint64_t number(const char* text, std::string_view of_what) {
  char* end = nullptr;
  const std::uint64_t value = std::strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != '\0' || value == 0) {
    fmt::print(stderr, "planted_bench: '{}' is no number of {}\n", text, of_what);
    std::exit(2);
  }
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t seeds = argc > 1 ? number(argv[1], "seeds") : 20;
  const std::uint64_t runs = argc > 2 ? number(argv[2], "runs") : 10'000;
  const std::vector<std::string_view> wanted(argv + std::min(argc, 3), argv + argc);
  const std::vector<std::string> names = samplers();
  fmt::print(
      "mean runs to the first failure, of at most {}; in brackets of {} seeds, where not "
      "all\n{:<18}",
      runs, seeds, "");
  for (const std::string& name : names) fmt::print("{:>13}", name);
  fmt::print("\n");
  for (const planted::program& p : planted::programs()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), p.name) == wanted.end()) {
      continue;
    }
    fmt::print("{:<18}", p.name);
    for (const std::string& name : names) {
      fmt::print("{:>13}", tried(p, name, seeds, runs));
      std::fflush(stdout);
    }
    fmt::print("\n");
  }
}
