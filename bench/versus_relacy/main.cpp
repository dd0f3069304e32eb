// Suture and Relacy on the same programs, in turn, in one process: only the ratios mean anything.
//
//   versus_relacy [ROUNDS]
//
// Random rows: executions per second, median over rounds that alternate between the two. Search
// rows: executions needed for a complete search, and the time it took.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/versus_relacy/contest.hpp"

namespace {

using versus::measured;
using versus::program;

struct random_row {
  const char* name;
  program p;
  std::uint64_t executions;  // a round, about a tenth of a second
};

constexpr random_row random_rows[] = {
    {"2×3 fetch_add", program::fetch_add_2x3, 60'000},
    {"3×3 fetch_add", program::fetch_add_3x3, 40'000},
    {"3×3 mutex increments", program::mutex_3x3, 20'000},
    {"5×2000 fetch_add", program::fetch_add_5x2000, 40},
    {"5×2000 mutex increments", program::mutex_5x2000, 20},
};

struct search_row {
  const char* name;
  program p;
};

constexpr search_row search_rows[] = {
    {"2×3 fetch_add", program::fetch_add_2x3}, {"3×2 fetch_add", program::fetch_add_3x2},
    {"3×3 fetch_add", program::fetch_add_3x3}, {"Treiber 2×(push; pop)", program::treiber_2},
    {"lock 3×2", program::mutex_3x2},
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double rate(const measured& m) { return static_cast<double>(m.executions) / m.seconds; }

void contest(const random_row& row, int rounds) {
  std::vector<double> ours, theirs, ratios;
  for (int i = 0; i <= rounds; ++i) {
    const double a = rate(versus::suture_random(row.p, row.executions));
    const double b = rate(versus::relacy_random(row.p, row.executions));
    if (i == 0) continue;  // warm-up
    ours.push_back(a);
    theirs.push_back(b);
    ratios.push_back(a / b);
  }
  fmt::print("{:<26} {:>14.0f} {:>14.0f} {:>8.2f}\n", row.name, median(ours), median(theirs),
             median(ratios));
  std::fflush(stdout);
}

void contest(const search_row& row) {
  const measured ours = versus::suture_search(row.p);
  const measured theirs = versus::relacy_search(row.p);
  fmt::print("{:<26} {:>10} {:>10.4f} {:>10} {:>10.4f} {:>8.1f}\n", row.name, ours.executions,
             ours.seconds, theirs.executions, theirs.seconds, theirs.seconds / ours.seconds);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
  fmt::print("random, executions/s       {:>14} {:>14} {:>8}\n", "Suture", "Relacy", "ratio");
  for (const random_row& row : random_rows) contest(row, rounds);
  fmt::print("\ncomplete search            {:>10} {:>10} {:>10} {:>10} {:>8}\n", "Suture",
             "seconds", "Relacy", "seconds", "faster");
  for (const search_row& row : search_rows) contest(row);
}
