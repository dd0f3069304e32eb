#include "model/explore/portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "model/explore/estimate.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/sampling/profile.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

// Shares of the budget.
constexpr double for_beginning = 0.2;  // of runs, before the search is estimated
constexpr double for_look = 0.1;
constexpr double for_estimate = 0.2;  // enough for estimate_events, as a rule
constexpr double for_search = 0.8;   // at most; the rest is for samples if it does not come through
constexpr double for_bounded = 0.4;  // of what the exhaustive search leaves

// Looking about: so many runs of the search, then of random walks, and no more than so many events.
constexpr std::uint64_t look_runs = 200;
constexpr std::uint64_t beyond_runs = 2'000;  // where the search was bounded
constexpr std::uint64_t search_look_events = 100'000;
constexpr std::uint64_t look_events = 1'000'000;

constexpr unsigned most_probes = 1280;
constexpr std::uint64_t estimate_events = 2'000'000;

// Events that a fast machine makes in a second. Whether a search fits into a time is worked out
// with this number, so that the answer is the same on all machines; where in doubt, it is tried.
constexpr double nominal_speed = 1e7;

// Also of numbers that a double cannot hold.
std::uint64_t part_of(std::uint64_t whole, double part) {
  if (part >= 1) return whole;
  return std::min(whole, static_cast<std::uint64_t>(part * static_cast<double>(whole)));
}

class portfolio {
 public:
  portfolio(execution& run, const std::function<void()>& body, const limits& l, const budget& b,
            const portfolio_options& options, const progress_callback& progress)
      : run_(run),
        body_(body),
        limits_(l),
        budget_(b),
        options_(options),
        progress_(progress),
        search_(named("exhaustive")) {}

  portfolio_result go() {
    if (search_all()) {
      // Whoever samples is not held to all that has bounded the search.
      if (counts_.bounded != 0 && whole() && may_go_on()) look_about(beyond_runs);
    } else if (may_go_on()) {
      search_bounded();
      if (may_go_on()) sample();
    }
    exploration& all = result_.explored;
    all.counts = counts_;
    all.counts.seconds = spent();
    all.stuck_at = stuck_at_;
    result_.verified = all.exhausted && !all.found && counts_.bounded == 0 && counts_.complete > 0;
    result_.guarantee = guarantee();
    return std::move(result_);
  }

 private:
  bool limited() const { return budget_.runs != 0 || budget_.seconds > 0; }
  bool whole() const { return options_.parts == 1; }
  double spent() const { return std::chrono::duration<double>(steady::now() - begin_).count(); }
  bool may_go_on() const {
    return !stopped_ && !result_.explored.found &&
           (budget_.runs == 0 || counts_.runs() < budget_.runs) &&
           (budget_.seconds <= 0 || spent() < budget_.seconds);
  }
  // That part of what is left of the budget.
  budget share(double part) const {
    budget b;
    if (budget_.runs != 0)
      b.runs = std::max<std::uint64_t>(1, part_of(budget_.runs - counts_.runs(), part));
    if (budget_.seconds > 0) b.seconds = std::max(part * (budget_.seconds - spent()), 1e-3);
    return b;
  }

  std::unique_ptr<strategy> named(std::string_view name) const {
    return make_strategy(name, run_.model(),
                         {.seed = options_.seed,
                          .first_sample = options_.part,
                          .sample_step = options_.parts,
                          .spurious_failures = options_.spurious_failures,
                          .blind = options_.blind,
                          .known = known_});
  }

  // Keeps what is found.
  void take(const exploration& made, std::string_view name) {
    if (!made.stuck_at.empty()) stuck_at_ = made.stuck_at;
    if (!made.found) return;
    result_.used = name;
    result_.found_in = made.found_in;
    result_.explored = made;
    result_.explored.exhausted = false;
  }
  progress_callback told_on_top() {
    return [this, before = counts_](const statistics& now) {
      statistics all = before;
      all.add(now);
      all.seconds = spent();
      stopped_ = progress_ && !progress_(all);
      return !stopped_;
    };
  }

  // Makes runs that count: alone where a strategy is given, else as the options say.
  exploration explore(std::string_view name, const budget& b, strategy* alone = nullptr) {
    exploration made;
    if (options_.explore && alone == nullptr) {
      made = options_.explore(name, b, told_on_top());
    } else {
      const std::unique_ptr<strategy> fresh = alone == nullptr ? named(name) : nullptr;
      budget with_first = b;
      if (alone != nullptr) with_first.first = &first_;
      made = suture::explore(run_, body_, alone == nullptr ? *fresh : *alone, limits_, with_first,
                             told_on_top());
    }
    // A search that began anew has taken its earlier runs back.
    if (alone != nullptr && made.restarted) counts_ = {};
    // The run that was under way then is neither counted nor will the search make it again.
    if (alone != nullptr && made.why == stop_reason::seconds) cut_short_ = true;
    counts_.add(made.counts);
    take(made, name);
    return made;
  }

  // True where all was tried.
  bool search_all() {
    if (whole() && begin_search(look_runs, search_look_events)) return true;
    if (!may_go_on() || (!mutated("samples_come_first") && look_about(look_runs))) return false;
    if (whole() && limited() && begin_search(options_.first_runs, look_events)) {
      return true;
    }
    if (!may_go_on() || (limited() && !fits())) return false;
    if (!options_.explore) return !cut_short_ && end_search(search_.get());
    counts_ = {};  // workers begin at the beginning
    return end_search(nullptr);
  }

  // The search alone, up to its run number `runs`, and to so many events. True where that is its
  // end.
  bool begin_search(std::uint64_t runs, std::uint64_t events) {
    budget b = share(for_search);
    const std::uint64_t made = counts_.runs();
    if (budget_.runs != 0) {
      runs = std::min(runs, std::max<std::uint64_t>(1, part_of(budget_.runs, for_beginning)));
    }
    if (cut_short_ || made >= runs || counts_.events >= events) return false;
    b.runs = runs - made;
    b.events = events - counts_.events;
    return ended(explore("exhaustive", b, search_.get()));
  }

  bool end_search(strategy* alone) {
    return ended(explore("exhaustive", limited() ? share(for_search) : budget{}, alone));
  }

  bool ended(const exploration& made) {
    searched_ = counts_.runs();
    if (!made.exhausted) return false;
    result_.used = "exhaustive";
    result_.explored = made;
    return true;
  }

  // A few random walks. True where they find something, which then is all there is to tell.
  bool look_about(std::uint64_t runs) {
    budget b = share(for_look);
    b.runs = runs;
    b.events = look_events;
    learn();
    const std::unique_ptr<strategy> samples = named("mixture");
    const exploration made = suture::explore(run_, body_, *samples, limits_, b, told_on_top());
    take(made, samples->name());
    if (!made.found) return false;
    counts_ = made.counts;
    return true;
  }

  void learn() {
    if (!known_) known_ = profile_of(run_, body_, limits_, options_.seed, share(for_look).seconds);
  }

  bool fits() {
    // Of a small budget less is spent on finding out what fits into it.
    std::uint64_t events = estimate_events;
    if (budget_.runs != 0 && budget_.runs < events) {
      events = std::min(events, budget_.runs * (counts_.longest + 1));
    }
    estimated_ = estimate_size(run_, body_, limits_, most_probes, options_.seed,
                               {.blind = options_.blind,
                                .spurious_failures = options_.spurious_failures,
                                .walk = whole() ? 1 : options_.first_runs,
                                .seconds = for_estimate * budget_.seconds,
                                .events = events,
                                .known = searched_});
    const budget most = share(for_search);
    const double runs = estimated_->runs / options_.parts;
    return (most.runs == 0 || runs <= static_cast<double>(most.runs)) &&
           (most.seconds <= 0 || runs * estimated_->events_per_run <= most.seconds * nominal_speed);
  }

  void search_bounded() {
    if (!whole()) return;
    const budget all = share(for_bounded);
    const std::uint64_t until_runs = counts_.runs() + all.runs;
    const double until = spent() + all.seconds;
    for (std::uint32_t p = 0; p <= options_.most_preemptions && may_go_on(); ++p) {
      budget b;
      if (budget_.runs != 0) b.runs = until_runs - counts_.runs();
      if (budget_.seconds > 0) b.seconds = until - spent();
      if ((budget_.runs != 0 && b.runs == 0) || (budget_.seconds > 0 && b.seconds <= 0)) break;
      const std::string name = fmt::format("bounded:{}", p);
      const exploration made = explore(name, b);
      if (!made.exhausted) break;
      finished_ = named(name)->bound();
      cut_off_ = made.counts.bounded;
      if (!made.found) result_.used = name;
    }
  }

  void sample() {
    budget b = share(1);
    if (b.runs == 0) {
      b.runs = limited() && !mutated("the_budget_is_used")
                   ? std::numeric_limits<std::uint64_t>::max()
                   : options_.samples;
    }
    if (!options_.explore) learn();
    const exploration made = explore("mixture", b);
    result_.samples = samples_ = made.counts.runs();
    if (made.found) return;
    result_.used += result_.used.empty() ? "" : ", ";
    result_.used += "mixture";
  }

  std::string guarantee() const {
    if (result_.explored.found) {
      return fmt::format("found by {} in run {}", result_.used, result_.found_in);
    }
    if (result_.verified) return fmt::format("every execution ({} runs)", counts_.runs());
    if (result_.explored.exhausted) {
      return counts_.bounded == 0 ? "no execution comes to its end" : bounded_text();
    }
    std::string known = finished_.empty() ? "" : fmt::format("every execution with {}", finished_);
    if (cut_off_ != 0) known += fmt::format(", of which {} were cut off", cut_off_);
    if (samples_ != 0) {
      known += fmt::format("{}{} random runs (seed {}), a sample and no proof",
                           known.empty() ? "" : ", and ", samples_, options_.seed);
    }
    if (known.empty()) known = fmt::format("{} runs, no proof", counts_.runs());
    return known + reason();
  }

  std::string bounded_text() const {
    return fmt::format(
        "every execution up to a bound, which cut off {} of {} runs: {} events, {} rounds of a "
        "loop that counts and has no other effect (sync::spin_until waits without a bound), or the "
        "time-outs, chance failures and rounds to look at that are allowed",
        counts_.bounded, counts_.runs(), limits_.events, limits_.spins);
  }

  // Why there is no more than that.
  std::string reason() const {
    if (stopped_) return "; stopped before its end";
    if (!estimated_) return "; the budget did not suffice for more";
    estimate now = *estimated_;
    now.at_least(static_cast<double>(searched_));
    return fmt::format("; every execution would take {} runs, more than the budget",
                       size_text(now));
  }

  execution& run_;
  const std::function<void()>& body_;
  const limits& limits_;
  const budget budget_;
  const portfolio_options& options_;
  const progress_callback& progress_;
  std::shared_ptr<const profile> known_;    // once samples are made; before what named() makes
  const std::unique_ptr<strategy> search_;  // alone
  const steady::time_point begin_ = steady::now();
  statistics counts_;
  first_run first_;             // of search_
  std::uint64_t searched_ = 0;  // runs of the exhaustive search: so many there are for certain
  bool stopped_ = false;        // by the progress callback
  bool cut_short_ = false;      // search_, in a run: it is not to be gone on with
  std::optional<estimate> estimated_;
  std::string finished_;       // the bound of the last bounded search that came to its end,
  std::uint64_t cut_off_ = 0;  // and how many of its runs met a limit
  std::uint64_t samples_ = 0;
  std::string stuck_at_;
  portfolio_result result_;
};

}  // namespace

portfolio_result explore_portfolio(execution& run, const std::function<void()>& body,
                                   const limits& l, const budget& b,
                                   const portfolio_options& options,
                                   const progress_callback& progress) {
  return portfolio(run, body, l, b, options, progress).go();
}

}  // namespace suture
