#include <fmt/format.h>

#include <optional>
#include <stdexcept>

#include "library/environment.hpp"
#include "library/kept_search.hpp"
#include "library/meaning.hpp"
#include "library/sampling.hpp"
#include "library/session.hpp"
#include "library/workers.hpp"
#include "model/engine/loops/state_elsewhere.hpp"
#include "model/engine/process/engine_work.hpp"
#include "model/engine/process/leaks_untold.hpp"
#include "model/explore/portfolio.hpp"
#include "report/table.hpp"

namespace suture {

namespace {

// Runs of a strategy that would never stop by itself.
constexpr std::uint64_t usual_sample = 10'000;

// "rc11; at most 1 spurious wake-up, 0 failing allocations, 1 clock jump and 2 time-outs of each
// thread in a run"
std::string bounds_text(const options& how) {
  const auto some = [](std::uint32_t n, std::string_view what) {
    return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s");
  };
  return fmt::format("{}; at most {}, {}, {}, {} and {} of each thread in a run", how.memory,
                     some(how.spurious_wakeups, "spurious wake-up"),
                     some(strategy_options{}.spurious_failures, "chance failure of a weak CAS"),
                     some(how.allocation_failures, "failing allocation"),
                     some(how.clock_jumps, "clock jump"), some(how.time_outs, "time-out"));
}

// A check under way: its searches, and what they came to.
class checking {
 public:
  checking(const std::function<void()>& body, const options& how, const presentation& shown,
           const attendance& attended)
      : body_(body),
        how_(how),
        shown_(shown),
        attended_(attended),
        session_(how.memory, limits_of(how)) {}

  result run() {
    search();
    take_counts();
    judge();
    look_at_what_was_seen();
    return std::move(result_);
  }

 private:
  bool whole() const { return how_.shards == 1; }
  bool divided() const {
    return how_.jobs > 1 || !whole() || attended_.from != nullptr || attended_.keep != nullptr;
  }
  // Was a search asked for, and nothing else?
  bool searches() const {
    return how_.strategy != "portfolio" && !traits_of(how_.strategy).samples;
  }

  void search() {
    const budget b{how_.max_executions, how_.max_seconds, true};
    // Also of a part that does not come to its search.
    if (!whole() || attended_.keep) result_.divided.code = code_mark(body_, how_);
    if (how_.strategy == "portfolio") {
      portfolio_options o;
      o.seed = how_.seed;
      o.blind = how_.blind;
      o.samples = usual_sample;
      o.part = how_.shard - 1;
      o.parts = how_.shards;
      if (divided()) {
        o.explore = [this](std::string_view strategy, const budget& share,
                           const progress_callback& told) {
          return explore(strategy, share, told);
        };
      }
      made_ =
          explore_portfolio(session_.exploring(), body_, limits_of(how_), b, o, attended_.progress);
    } else {
      made_.explored = explore(how_.strategy, b, attended_.progress);
      made_.used = how_.strategy;
      made_.found_in = made_.explored.found_in;
      if (traits_of(how_.strategy).samples) made_.samples = made_.explored.counts.runs();
      made_.guarantee =
          searches() ? fmt::format("no finding in {} runs ({}), after which the budget was used up",
                                   made_.explored.counts.runs(), how_.strategy)
                     : fmt::format("no finding in {} runs ({}), a sample and no proof",
                                   made_.explored.counts.runs(), strategy_text(how_.strategy));
    }
  }

  exploration explore(std::string_view strategy, const budget& b, const progress_callback& told) {
    budget limited = b;
    if (traits_of(strategy).samples) {
      if (limited.runs == 0) limited.runs = usual_sample;
      if (how_.jobs > 1) return sample(body_, how_, strategy, limited, told);
    }
    if (!traits_of(strategy).resumable || !divided()) {
      return session_.explore(body_, strategy, strategy_options_of(how_), limited, told);
    }
    first_run first;
    limited.first = &first;
    std::string& code = result_.divided.code;
    divided_exploration d = search_divided(body_, how_, limited, attended_, code, told);
    result_.divided = {d.state.depth, std::move(code), std::move(d.state.refused), d.item};
    return std::move(d.result);
  }

  void take_counts() {
    const statistics& counts = made_.explored.counts;
    result_.executions = counts.complete;
    result_.blocked = counts.blocked;
    result_.moot = counts.moot;
    result_.cut_off = counts.bounded;
    result_.abandoned = counts.abandoned;
    result_.exhausted = made_.explored.exhausted;
    result_.plain_objects = counts.watched;
    result_.events = counts.events;
    result_.longest_run = counts.longest;
    result_.depth = counts.held;
    result_.seconds = counts.seconds;
    result_.peak_bytes = made_.explored.peak_bytes;
    result_.sampled = traits_of(how_.strategy).samples;
  }

  void judge() {
    const exploration& all = made_.explored;
    if (all.found) {
      result_.verdict = verdict::found;
      result_.guarantee = found_text();
      explain();
    } else if (all.counts.complete == 0 && whole()) {
      result_.verdict = verdict::inconclusive;
      result_.guarantee =
          "no run came to its end: each was blocked, cut off or abandoned" + stuck_text();
    } else if (!all.exhausted) {
      result_.verdict = searches() ? verdict::bounded : verdict::passed;
      result_.guarantee = fmt::format("{}{}; {}", made_.guarantee, stuck_text(), bounds_text(how_));
    } else {
      judge_exhausted();
    }
  }

  void look_at_what_was_seen() {
    if (result_.verdict == verdict::verified) {
      result_.meaning.exhaustive = true;
      result_.meaning.orders = result_.executions;
      result_.meaning.unseen = result_.meaning.unseen_high = 0;
    } else if (result_.verdict == verdict::passed && made_.samples != 0) {
      const std::string drawn_by = how_.strategy == "portfolio" ? "mixture" : how_.strategy;
      result_.meaning = meaning_of(session_, body_, how_, drawn_by, made_.samples);
    }
  }

  // Where time ran out in a run that had come to a standstill.
  std::string stuck_text() const {
    const std::string& at = made_.explored.stuck_at;
    return at.empty() ? at : fmt::format("; the time was over while in the last run {}", at);
  }

  void judge_exhausted() {
    const std::uint64_t cut = made_.explored.counts.bounded;
    std::string what = "every execution";
    if (traits_of(made_.used).bounded) {
      result_.verdict = verdict::bounded;
      what += fmt::format(" with {}", bound_of(made_.used));
    } else if (!whole()) {
      result_.verdict = verdict::part;
    } else {
      result_.verdict = cut != 0 ? verdict::bounded : verdict::verified;
    }
    if (!whole()) what += fmt::format(" of part {} of {}", how_.shard, how_.shards);
    if (cut != 0) {
      what += fmt::format(
          " up to a bound, which cut off {} of {} runs ({} events, {} rounds of a loop that counts "
          "and has no other effect, or the time-outs, chance failures and rounds to look at that "
          "are "
          "allowed; "
          "sync::spin_until waits without a bound)",
          cut, made_.explored.counts.runs(), how_.max_events, limits_of(how_).spins);
    }
    result_.guarantee =
        fmt::format("{} under {}; {} watched for races", what, bounds_text(how_), watched_text());
  }

  // Nothing is said of what is shared by other means than `sync`: with none watched that may be
  // all.
  std::string watched_text() const {
    const std::uint64_t n = result_.plain_objects;
    return n == 1 ? "1 plain object"
                  : fmt::format("{} plain objects", n == 0 ? "no" : std::to_string(n));
  }

  std::string bound_of(const std::string& strategy) const {
    return make_strategy(strategy, session_.model(), {})->bound();
  }

  std::string strategy_text(const std::string& strategy) const {
    return traits_of(strategy).samples ? fmt::format("{}, seed {}", strategy, how_.seed) : strategy;
  }

  std::string found_text() const {
    return fmt::format(
        "found in run {} by {}{}; memory model {}", made_.found_in, strategy_text(made_.used),
        whole() ? "" : fmt::format(", part {} of {}", how_.shard, how_.shards), how_.memory);
  }

  // Repeats the run that has the finding, for its trace and its token.
  void explain() {
    finding f = *made_.explored.found;
    schedule decisions = made_.explored.decisions;
    if (how_.shrink_runs > 0 && made_.explored.stuck_after == pulse::never) {
      shrunk simple = shrink(session_.exploring(), body_, limits_of(how_), decisions,
                             {.runs = how_.shrink_runs});
      if (same_bug(simple.what, f)) {
        decisions = std::move(simple.decisions);
        f = std::move(simple.what);
      }
    }
    const leaks_untold known_already;
    const repetition again = session_.repeat(body_, decisions, made_.explored.stuck_after);
    f.token = encode_token(token_of(how_, f.kind, decisions, again));
    result_.explanation =
        report::to_text({.name = how_.name,
                         .verdict = "FOUND " + f.kind,
                         .expected = shown_.expected,
                         .what = f,
                         .how = again.how,
                         .summary = result_.guarantee,
                         .replay = fmt::format(fmt::runtime(shown_.again), f.token),
                         .remarks = again.remarks,
                         .page = shown_.page});
    result_.findings.push_back(std::move(f));
  }

  const std::function<void()>& body_;
  const options& how_;
  const presentation& shown_;
  const attendance& attended_;
  session session_;
  portfolio_result made_;
  result result_;
};

}  // namespace

result check(const std::function<void()>& body, const options& how) {
  validate(how);
  const callers_memory frames(__builtin_frame_address(0));
  options asked = how;
  presentation shown;
  name_by_test(asked, shown);
  if (auto repeated = replay_asked_for(body, asked.name, shown)) return *std::move(repeated);
  apply_environment(asked);
  attendance attended;
  std::optional<kept_search> kept;
  if (!asked.checkpoint.empty()) {
    kept.emplace(asked);
    attended.from = kept->from();
    attended.keep = [&](const std::string&, const search_state& now) { kept->keep(now); };
  }
  return check(body, asked, shown, attended);
}

result check(const std::function<void()>& body, const options& how, const presentation& shown,
             const attendance& attended) {
  validate(how);
  if (!body) throw std::invalid_argument("there is no body to check");
  const engine_work own;
  return checking(body, how, shown, attended).run();
}

}  // namespace suture
