#include "model/explore/portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "model/explore/estimate.hpp"
#include "model/explore/make_strategy.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

// Shares of the budget.
constexpr double before_estimate = 0.2;
constexpr double for_estimate = 0.05;
constexpr double for_search = 0.8;   // at most; the rest is for samples if it does not come through
constexpr double for_bounded = 0.4;  // of what the exhaustive search leaves

constexpr unsigned most_probes = 200;
constexpr unsigned least_probes = 10;

class portfolio {
 public:
  portfolio(execution& run, const std::function<void()>& body, const limits& l, const budget& b,
            const portfolio_options& options, const progress_callback& progress)
      : run_(run), body_(body), limits_(l), budget_(b), options_(options), progress_(progress) {}

  portfolio_result go() {
    if (!search_all() && may_go_on()) {
      search_bounded();
      if (may_go_on()) sample();
    }
    exploration& all = result_.explored;
    all.counts = counts_;
    all.counts.seconds = spent();
    result_.verified = all.exhausted && !all.found && counts_.bounded == 0 && counts_.complete > 0;
    result_.guarantee = guarantee();
    return std::move(result_);
  }

 private:
  bool limited() const { return budget_.runs != 0 || budget_.seconds > 0; }
  double spent() const { return std::chrono::duration<double>(steady::now() - begin_).count(); }
  bool may_go_on() const {
    return !stopped_ && !result_.explored.found &&
           (budget_.runs == 0 || counts_.runs() < budget_.runs) &&
           (budget_.seconds <= 0 || spent() < budget_.seconds);
  }
  // That part of what is left of the budget.
  budget share(double part) const {
    budget b;
    if (budget_.runs != 0) {
      const auto left = static_cast<double>(budget_.runs - counts_.runs());
      b.runs = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(part * left));
    }
    if (budget_.seconds > 0) b.seconds = part * (budget_.seconds - spent());
    return b;
  }

  std::unique_ptr<strategy> named(std::string_view name) const {
    return make_strategy(name, run_.model(),
                         {.seed = options_.seed,
                          .spurious_failures = options_.spurious_failures,
                          .blind = options_.blind});
  }
  exploration explore_alone(std::string_view name, const budget& b, const progress_callback& told) {
    return suture::explore(run_, body_, *named(name), limits_, b, told);
  }

  // Makes runs, counts them, and keeps a finding.
  exploration explore(std::string_view name, const budget& b,
                      const std::function<bool(const statistics&)>& on) {
    const statistics before = counts_;
    const progress_callback told = [&](const statistics& now) {
      statistics all = before;
      all.add(now);
      all.seconds = spent();
      stopped_ = progress_ && !progress_(all);
      return !stopped_ && on(now);
    };
    exploration made =
        options_.explore ? options_.explore(name, b, told) : explore_alone(name, b, told);
    counts_.add(made.counts);
    if (made.found) {
      result_.used = name;
      result_.found_in = made.found_in;
      result_.explored = made;
      result_.explored.exhausted = false;
    }
    return made;
  }

  // True where it came to its end.
  bool search_all() {
    bool decided = !limited();
    const budget whole = share(for_search);
    const exploration made = explore("exhaustive", whole, [&](const statistics& now) {
      if (decided || !begins_to_cost(now)) return true;
      decided = true;
      return fits(now, whole);
    });
    if (made.exhausted) {
      result_.used = "exhaustive";
      result_.explored = made;
    }
    return made.exhausted;
  }

  bool begins_to_cost(const statistics& now) const {
    return now.runs() >= options_.first_runs ||
           (budget_.runs != 0 && static_cast<double>(now.runs()) >=
                                     before_estimate * static_cast<double>(budget_.runs)) ||
           (budget_.seconds > 0 && spent() >= before_estimate * budget_.seconds);
  }

  bool fits(const statistics& now, const budget& whole) {
    const auto probes = budget_.runs == 0 ? most_probes
                                          : static_cast<unsigned>(std::clamp<std::uint64_t>(
                                                budget_.runs / 100, least_probes, most_probes));
    const double per_run = now.seconds / static_cast<double>(now.runs());
    estimated_ = estimate_size(run_, body_, limits_, probes, options_.seed,
                               {.blind = options_.blind,
                                .spurious_failures = options_.spurious_failures,
                                .walk = 1,
                                .seconds = for_estimate * budget_.seconds});
    const double runs = options_.part * estimated_->runs;
    return (whole.runs == 0 || runs <= static_cast<double>(whole.runs)) &&
           (whole.seconds <= 0 || runs * per_run <= whole.seconds);
  }

  void search_bounded() {
    if (options_.part < 1) return;
    const budget whole = share(for_bounded);
    const std::uint64_t until_runs = counts_.runs() + whole.runs;
    const double until = spent() + whole.seconds;
    for (std::uint32_t p = 0; p <= options_.most_preemptions && may_go_on(); ++p) {
      budget b;
      if (budget_.runs != 0) b.runs = until_runs - counts_.runs();
      if (budget_.seconds > 0) b.seconds = until - spent();
      if ((budget_.runs != 0 && b.runs == 0) || (budget_.seconds > 0 && b.seconds <= 0)) break;
      const std::string name = fmt::format("bounded:{}", p);
      const exploration made = explore(name, b, [](const statistics&) { return true; });
      if (!made.exhausted) break;
      finished_ = named(name)->bound();
      cut_off_ = made.counts.bounded;
      if (!made.found) result_.used = name;
    }
  }

  void sample() {
    budget b = share(1);
    if (b.runs == 0) b.runs = options_.samples;
    const exploration made = explore("random", b, [](const statistics&) { return true; });
    samples_ = made.counts.runs();
    if (made.found) return;
    result_.used += result_.used.empty() ? "" : ", ";
    result_.used += "random";
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
        "every execution up to a bound, which cut off {} of {} runs: {} events, or {} rounds of a "
        "loop that counts and has no other effect (sync::spin_until waits without a bound)",
        counts_.bounded, counts_.runs(), limits_.events, limits_.spins);
  }

  // Why there is no more than that.
  std::string reason() const {
    if (stopped_) return "; stopped before its end";
    if (!estimated_) return "; the budget did not suffice for more";
    return fmt::format(
        "; every execution would take about {:.2g} runs (90 %: {:.2g} to {:.2g}), "
        "more than the budget",
        estimated_->runs, estimated_->low, estimated_->high);
  }

  execution& run_;
  const std::function<void()>& body_;
  const limits& limits_;
  const budget budget_;
  const portfolio_options& options_;
  const progress_callback& progress_;
  const steady::time_point begin_ = steady::now();
  statistics counts_;
  bool stopped_ = false;  // by the progress callback
  std::optional<estimate> estimated_;
  std::string finished_;       // the bound of the last bounded search that came to its end,
  std::uint64_t cut_off_ = 0;  // and how many of its runs met a limit
  std::uint64_t samples_ = 0;
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
