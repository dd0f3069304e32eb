// fib(n) in 1 … T threads, the build with a GIL against every build without: wall time and CPU time
// as the talk has them, then the ratio to the build with a GIL, then what a call costs in
// operations.
//
//   fib_bench [--n 25] [--threads 2] [--runs 3] [--csv FILE] [--svg FILE]
//
// Of each number of threads and each build it is the shortest of the runs, which are made in turn.
// The figures are those of this machine at this hour; the talk's are of a 28-core workstation in
// 2016.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bench/fib/chart.hpp"
#include "bench/fib/contest.hpp"

namespace {

using fib_bench::measured;

struct arguments {
  unsigned n = 25, threads = 2, runs = 3;
  std::string csv = {}, svg = {};
};

[[noreturn]] void refuse(const std::string& why) {
  fmt::print(stderr, "fib_bench: {}\n", why);
  std::exit(2);
}

unsigned number(std::string_view name, std::string_view text, unsigned least, unsigned most) {
  unsigned value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < least ||
      value > most)
    refuse(fmt::format("{} is '{}'; it can be {} to {}", name, text, least, most));
  return value;
}

arguments read(int count, char** words) {
  arguments given;
  for (int i = 1; i < count; i += 2) {
    const std::string_view name = words[i];
    if (i + 1 == count) refuse(fmt::format("{} wants a value", name));
    const std::string_view value = words[i + 1];
    if (name == "--n") {
      given.n = number(name, value, 1, 35);
    } else if (name == "--threads") {
      given.threads = number(name, value, 1, 60);
    } else if (name == "--runs") {
      given.runs = number(name, value, 1, 1000);
    } else if (name == "--csv") {
      given.csv = value;
    } else if (name == "--svg") {
      given.svg = value;
    } else {
      refuse(fmt::format("no option '{}'; there are --n, --threads, --runs, --csv, --svg", name));
    }
  }
  return given;
}

void write(const std::string& file, const std::string& text) {
  if (file.empty()) return;
  std::ofstream out(file);
  out << text;
  if (!out) refuse(fmt::format("cannot write '{}'", file));
}

// The shortest of the runs, by contestant and number of threads.
using table = std::vector<std::vector<measured>>;

table measure(const std::vector<fib_bench::contestant>& all, const arguments& given,
              std::string& csv) {
  constexpr double never = std::numeric_limits<double>::infinity();
  table best(all.size(), std::vector<measured>(given.threads, {never, never}));
  csv = "build,n,threads,run,wall_seconds,cpu_seconds\n";
  for (unsigned run = 0; run < given.runs; ++run)
    for (unsigned t = 1; t <= given.threads; ++t)
      for (std::size_t i = 0; i < all.size(); ++i) {
        const measured taken = all[i].run(given.n, t);
        csv += fmt::format("\"{}\",{},{},{},{:.6f},{:.6f}\n", all[i].name, given.n, t, run,
                           taken.wall, taken.cpu);
        measured& shortest = best[i][t - 1];
        shortest = {std::min(shortest.wall, taken.wall), std::min(shortest.cpu, taken.cpu)};
      }
  return best;
}

void print(const char* title, const std::vector<fib_bench::contestant>& all, const table& best,
           double measured::*of, bool as_ratio) {
  fmt::print("\n{:<34}", title);
  for (std::size_t t = 1; t <= best[0].size(); ++t) fmt::print("{:>6} thr.", t);
  fmt::print("\n");
  for (std::size_t i = 0; i < all.size(); ++i) {
    fmt::print("  {:<32}", all[i].name);
    for (std::size_t t = 0; t < best[i].size(); ++t)
      fmt::print("{:>10.{}f}", best[i][t].*of / (as_ratio ? best[0][t].*of : 1.0),
                 as_ratio ? 2 : 3);
    fmt::print("\n");
  }
}

void print_operations(unsigned n, unsigned threads) {
  fmt::print("\n{:<34}{:>10}{:>10}{:>10}{:>10}{:>10}\n", "a call of fib, in operations", "threads",
             "counts", "writes", "locks", "waits");
  for (const fib_bench::counted& each : fib_bench::counted_builds())
    for (unsigned t = 1; t <= threads; ++t) {
      const fib_bench::operations o = each.run(n, t);
      fmt::print("  {:<32}{:>10}{:>10.3f}{:>10.3f}{:>10.3f}{:>10.4f}\n", each.name, t, o.counts,
                 o.writes, o.locks, o.waits);
    }
  constexpr unsigned small = 6;
  constexpr std::uint64_t runs = 50;
  fmt::print(
      "\ncounts that change hands, for a call of fib({}) in two threads, over {} random orders "
      "under the engine\n",
      small, runs);
  for (const fib_bench::migrating& each : fib_bench::migrating_builds())
    fmt::print("  {:<32}{:>10.3f}\n", each.name, each.run(small, runs));
}

std::vector<fib_bench::series> lines(const std::vector<fib_bench::contestant>& all,
                                     const table& best) {
  std::vector<fib_bench::series> all_lines;
  for (std::size_t i = 0; i < all.size(); ++i) {
    all_lines.push_back({all[i].name, {}});
    for (const measured& m : best[i]) all_lines.back().values.push_back(m.wall);
  }
  return all_lines;
}

int run(const arguments& given) {
  const auto all = fib_bench::contestants();
  fmt::print("fib({}) = {}, {} calls in each thread; {} processors; shortest of {} runs\n", given.n,
             fib_bench::value_of(given.n), fib_bench::calls_of(given.n),
             std::thread::hardware_concurrency(), given.runs);
  std::string csv;
  const table best = measure(all, given, csv);
  print("wall time, s", all, best, &measured::wall, false);
  print("CPU time, s", all, best, &measured::cpu, false);
  print("wall time, times that of the GIL", all, best, &measured::wall, true);
  print("CPU time, times that of the GIL", all, best, &measured::cpu, true);
  print_operations(std::min(given.n, 20U), given.threads);
  write(given.csv, csv);
  write(given.svg, fib_bench::chart(fmt::format("fib({}) in threads: wall time, s", given.n),
                                    lines(all, best)));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(read(count, words));
  } catch (const std::exception& error) {
    fmt::print(stderr, "fib_bench: {}\n", error.what());
    return 1;
  }
}
