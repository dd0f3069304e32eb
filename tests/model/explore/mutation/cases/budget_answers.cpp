// Estimates, and how budgets are used. Where time is in it, what is right does not depend on how
// fast the machine is.
#include <chrono>
#include <ctime>

#include "model/explore/estimate.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/portfolio.hpp"
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"
#include "tests/support/counting.hpp"

namespace suture::testing {

namespace {

constexpr double soon = 0.1;  // seconds

// Far more executions than anybody would try.
void many_increments() {
  sync::atomic<unsigned> x{0};
  run_threads(5, [&](unsigned) {
    for (unsigned i = 0; i < 5; ++i) x.fetch_add(1);
  });
}

// A search in order comes late to where the last thread goes first.
void last_thread_is_not_first() {
  sync::atomic<unsigned> x{0};
  bool first = false;
  run_threads(5, [&](unsigned t) {
    for (unsigned i = 0; i < 4; ++i) {
      if (x.fetch_add(1) == 0 && t == 4) first = true;
    }
  });
  sync::check(!first, "the last thread comes first");
}

std::string refuted() {
  estimate e;
  e.runs = 100;
  e.low = 90;
  e.high = 110;
  e.trusted = true;
  e.at_least(1000);
  return size_text(e);
}

std::string not_trusted() {
  estimate e;
  e.runs = 100;
  e.low = 5;
  e.high = 1000;
  return size_text(e);
}

std::string of_one_sweep() {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const estimate e = estimate_size(run, many_increments, limits{}, 1, 1, {.walk = 1});
  return e.trusted ? "trusted" : "not trusted";
}

portfolio_result made_by_portfolio(void (*body)(), const budget& b, const portfolio_options& o) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  return explore_portfolio(run, body, limits{}, b, o);
}

std::string who_finds_it() {
  return made_by_portfolio(last_thread_is_not_first, {3000, 0}, {}).used;
}

std::string samples_of_a_budget() {
  const portfolio_options one{.most_preemptions = 0, .samples = 1};
  const portfolio_result r = made_by_portfolio(many_increments, {0, soon}, one);
  return r.guarantee.find(" 1 random runs") == std::string::npos ? "many" : r.guarantee;
}

// How a search ends that has less time than one run would take.
std::string late(void (*body)()) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const auto search = make_strategy("exhaustive", *model, {});
  const std::clock_t begin = std::clock();
  const exploration e = explore(run, body, *search, limits{}, {0, soon});
  if (std::clock() - begin > 4 * CLOCKS_PER_SEC) return "much too late";
  if (e.found) return e.found->kind;
  return e.counts.runs() == 0 && e.why == stop_reason::seconds ? "in the run" : "after the run";
}

// A third of a second in all.
void slow_operations() {
  sync::atomic<int> x{0};
  for (int i = 0; i < 300; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds(1)) {
    }
    x.fetch_add(1);
  }
}

std::string late_between_operations() { return late(slow_operations); }

void no_operation() {
  for (volatile bool on = true; on;) {
  }
}

std::string late_without_an_operation() { return late(no_operation); }

// A thread that counts while it waits, and reads the old value to the end.
std::string reads_old_values_for_ever() {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  const auto search = make_strategy("bounded:1", *model, {});
  const auto body = [] {
    sync::atomic<int> flag{0}, rounds{0};
    sync::parallel(
        [&] {
          while (flag.load() == 0) rounds.fetch_add(1);
        },
        [&] { flag.store(1); });
  };
  limits few;
  few.events = 500;
  const exploration e = explore(run, body, *search, few, {100, 0});
  return e.found ? e.found->kind : "nothing found";
}

}  // namespace

engine_answers budget_answers() {
  return {
      {"reads_old_values_for_ever", reads_old_values_for_ever, "nothing found"},
      {"refuted", refuted, "more than 1000"},
      {"not_trusted", not_trusted,
       "more than 5 (about 1e+02 by probes that disagree too much to be trusted)"},
      {"of_one_sweep", of_one_sweep, "not trusted"},
      {"who_finds_it", who_finds_it, "mixture"},
      {"samples_of_a_budget", samples_of_a_budget, "many"},
      {"late_between_operations", late_between_operations, "in the run"},
      {"late_without_an_operation", late_without_an_operation, "in the run"},
  };
}

}  // namespace suture::testing
