// What the exhaustive search costs: executions a second at about thirty events, with and without
// the checkers; the programs that GenMC publishes; time for an event in short runs and in long
// ones; memory where there are many executions. Every count is compared with the one that is known,
// so a search that leaves something out has no time.
//
// Options: --long makes ten million executions for the last table, else a million.
#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

#include <cstdlib>
#include <string_view>

#include "bench/exhaustive/programs.hpp"
#include "checkers/standard.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"

namespace {

using exhaustive_bench::program;

struct measured {
  suture::statistics counts;
  double seconds = 0;
};

// Of this thread, so that other work on the machine does not count.
double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// The search again and again for half a second at least.
measured search(const program& p, std::string_view memory, bool checked, double at_least = 0.5) {
  const auto model = suture::make_memory_model(memory);
  suture::execution run(*model, 0);
  suture::standard_checkers checkers;
  if (checked) checkers.attach(run);
  measured all;
  const double begin = cpu_seconds();
  do {
    suture::exhaustive search(*model);
    const suture::exploration done = suture::explore(run, p.body, search, {}, {});
    const std::uint64_t known = memory == "sc" ? p.sc : p.rc11;
    if (done.found || !done.exhausted || done.counts.complete != known) {
      fmt::print(stderr, "{} under {}: {} executions instead of {}{}\n", p.name, memory,
                 done.counts.complete, known, done.found ? ": " + done.found->message : "");
      std::exit(1);
    }
    all.counts.add(done.counts);
    all.seconds = cpu_seconds() - begin;
  } while (all.seconds < at_least);
  return all;
}

double peak_megabytes() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

double per_second(const measured& m) { return static_cast<double>(m.counts.runs()) / m.seconds; }
double nanoseconds_an_event(const measured& m) {
  return 1e9 * m.seconds / static_cast<double>(m.counts.events);
}
double events_a_run(const measured& m) {
  return static_cast<double>(m.counts.events) / static_cast<double>(m.counts.runs());
}

void executions_a_second() {
  fmt::print("\n{:<22}{:>8}{:>12}{:>14}{:>16}{:>14}\n", "executions a second", "events",
             "executions", "rc11", "with checkers", "sc");
  for (const program& p : exhaustive_bench::of_thirty_events()) {
    const measured bare = search(p, "rc11", false);
    fmt::print("{:<22}{:>8.1f}{:>12}{:>14.0f}{:>16.0f}{:>14.0f}\n", p.name, events_a_run(bare),
               p.rc11, per_second(bare), per_second(search(p, "rc11", true)),
               per_second(search(p, "sc", false)));
  }
}

void published_programs() {
  fmt::print("\n{:<22}{:>12}{:>10}{:>12}{:>10}\n", "programs of GenMC", "rc11", "seconds", "sc",
             "seconds");
  for (const program& p : exhaustive_bench::of_genmc()) {
    const measured rc11 = search(p, "rc11", false, 0);
    const measured sc = search(p, "sc", false, 0);
    fmt::print("{:<22}{:>12}{:>10.2f}{:>12}{:>10.2f}\n", p.name, p.rc11, rc11.seconds, p.sc,
               sc.seconds);
  }
}

void length_of_runs() {
  fmt::print("\n{:<22}{:>12}{:>20}\n", "length of a run", "events", "ns for an event");
  for (const std::uint32_t events : {100U, 1000U, 10'000U, 100'000U}) {
    const measured m = search(exhaustive_bench::long_run(events), "rc11", true);
    fmt::print("{:<22}{:>12.0f}{:>20.1f}\n", "", events_a_run(m), nanoseconds_an_event(m));
  }
}

void number_of_runs(bool all) {
  fmt::print("\n{:<22}{:>12}{:>16}{:>16}\n", "number of runs", "executions", "a second", "peak MB");
  for (const std::uint32_t ways : {10U, 20U, all ? 24U : 10U}) {
    const measured m = search(exhaustive_bench::many_runs(ways), "rc11", true, 0);
    fmt::print("{:<22}{:>12}{:>16.0f}{:>16.1f}\n", "", m.counts.runs(), per_second(m),
               peak_megabytes());
  }
}

}  // namespace

int main(int argc, char** argv) {
  number_of_runs(argc > 1 && std::string_view(argv[1]) == "--long");
  executions_a_second();
  length_of_runs();
  published_programs();
}
