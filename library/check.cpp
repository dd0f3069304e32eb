#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "library/sampling.hpp"
#include "library/session.hpp"
#include "model/explore/make_strategy.hpp"
#include "report/table.hpp"

namespace suture {

namespace {

// Runs of a strategy that would never stop by itself.
constexpr std::uint64_t usual_sample = 10'000;

// One strategy with its share of the budget.
struct phase {
  std::string strategy;
  bool sampling = false;
  budget share;
};

bool is_bounded(std::string_view strategy) { return strategy.starts_with("bounded:"); }
bool is_sampling(std::string_view strategy) {
  return strategy != "portfolio" && strategy != "exhaustive" && !is_bounded(strategy);
}

std::vector<phase> phases_of(const options& how) {
  const budget whole{how.max_executions, how.max_seconds, true};
  const auto sampling = [&](std::string strategy, budget b) {
    if (b.runs == 0) b.runs = usual_sample;
    return phase{std::move(strategy), true, b};
  };
  if (how.strategy != "portfolio") {
    if (is_sampling(how.strategy)) return {sampling(how.strategy, whole)};
    return {phase{how.strategy, false, whole}};
  }
  const budget half{(how.max_executions + 1) / 2, how.max_seconds / 2, true};
  return {phase{"exhaustive", false, half}, sampling("random", half)};
}

// "rc11, at most 1 spurious wake-up, 0 failing allocations and 1 clock jump a run"
std::string bounds_text(const options& how) {
  const auto some = [](std::uint32_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  return fmt::format("{}; at most {}, {}, {} and {} in a run", how.memory,
                     some(how.spurious_wakeups, "spurious wake-up"),
                     some(strategy_options{}.spurious_failures, "chance failure of a weak CAS"),
                     some(how.allocation_failures, "failing allocation"),
                     some(how.clock_jumps, "clock jump"));
}

// A check under way: its phases one after the other, and what they came to.
class checking {
 public:
  checking(const std::function<void()>& body, const options& how, const presentation& shown,
           const progress_callback& progress)
      : body_(body),
        how_(how),
        shown_(shown),
        progress_(progress),
        session_(how.memory, limits_of(how)) {}

  result run() {
    for (const phase& p : phases_of(how_)) {
      last_phase_ = p;
      last_ = explore(p);
      counts_.add(last_.counts);
      seconds_ += last_.counts.seconds;
      if (last_.found || last_.exhausted || stopped_) break;
    }
    result_.executions = counts_.complete;
    result_.blocked = counts_.blocked;
    result_.moot = counts_.moot;
    result_.cut_off = counts_.abandoned + counts_.bounded;
    result_.sampled = is_sampling(how_.strategy);
    result_.seconds = seconds_;
    judge();
    return std::move(result_);
  }

 private:
  exploration explore(const phase& p) {
    const progress_callback told = [&, before = counts_](const statistics& now) {
      statistics all = before;
      all.add(now);
      all.seconds = seconds_ + now.seconds;
      stopped_ = progress_ && !progress_(all);
      return !stopped_;
    };
    if (p.sampling && how_.jobs > 1) return sample(body_, how_, p.strategy, p.share, told);
    return session_.explore(body_, p.strategy, how_.seed, p.share, told);
  }

  void judge() {
    if (last_.found) {
      result_.verdict = verdict::found;
      result_.guarantee = found_text();
      explain();
    } else if (counts_.complete == 0) {
      result_.verdict = verdict::inconclusive;
      result_.guarantee = "no run came to its end: each was blocked, cut off or abandoned";
    } else if (!last_.exhausted) {
      result_.verdict = verdict::passed;
      result_.guarantee =
          fmt::format("no finding in {} runs ({}), a sample and no proof; {}", counts_.runs(),
                      strategy_text(how_.strategy), bounds_text(how_));
    } else if (is_bounded(last_phase_.strategy)) {
      result_.verdict = verdict::bounded;
      result_.guarantee = fmt::format(
          "every execution with at most {} preemptions; {}",
          last_phase_.strategy.substr(last_phase_.strategy.find(':') + 1), bounds_text(how_));
    } else if (counts_.bounded != 0) {
      result_.verdict = verdict::bounded;
      result_.guarantee = fmt::format("every execution up to {} events, where {} were cut off; {}",
                                      how_.max_events, counts_.bounded, bounds_text(how_));
    } else {
      result_.verdict = verdict::verified;
      result_.guarantee = fmt::format("every execution under {}", bounds_text(how_));
    }
  }

  std::string strategy_text(const std::string& strategy) const {
    return last_phase_.sampling ? fmt::format("{}, seed {}", strategy, how_.seed) : strategy;
  }

  // With several workers the number of runs is a matter of their speed.
  std::string found_text() const {
    const bool alone = how_.jobs == 1 || !last_phase_.sampling;
    return fmt::format("found {}by {}; memory model {}",
                       alone ? fmt::format("in run {} ", last_.counts.runs()) : "",
                       strategy_text(last_phase_.strategy), how_.memory);
  }

  // Repeats the run that has the finding, for its trace and its token.
  void explain() {
    const repetition again = session_.repeat(body_, last_.decisions);
    finding f = *last_.found;
    f.token = encode_token(token_of(how_, f.kind, last_.decisions, again));
    result_.explanation =
        report::to_text({.name = how_.name,
                         .verdict = "FOUND " + f.kind,
                         .expected = shown_.expected,
                         .what = f,
                         .how = again.how,
                         .summary = result_.guarantee,
                         .replay = fmt::format(fmt::runtime(shown_.again), f.token)});
    result_.findings.push_back(std::move(f));
  }

  const std::function<void()>& body_;
  const options& how_;
  const presentation& shown_;
  const progress_callback& progress_;
  session session_;
  phase last_phase_;
  exploration last_;
  statistics counts_;
  double seconds_ = 0;
  bool stopped_ = false;
  result result_;
};

}  // namespace

result check(const std::function<void()>& body, const options& how) {
  return check(body, how, presentation{}, {});
}

result check(const std::function<void()>& body, const options& how, const presentation& shown,
             const progress_callback& progress) {
  validate(how);
  if (!body) throw std::invalid_argument("there is no body to check");
  return checking(body, how, shown, progress).run();
}

}  // namespace suture
