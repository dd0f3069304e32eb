#include "library/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "checkers/standard.hpp"
#include "library/extra_checkers.hpp"
#include "model/engine/process/watchdog.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/sampling/profile.hpp"
#include "model/schedule/shape.hpp"
#include "report/almost_ordered.hpp"
#include "report/trace_recorder.hpp"

namespace suture {

namespace {

// Writes down the steps that a token's shape consists of.
class step_recorder final : public observer {
 public:
  step_recorder(repetition& out, const report::trace_recorder& lines, const class replay& asked)
      : out_(out), lines_(lines), asked_(asked) {}

  void on_event(run_view& run, event_id id) override {
    const event& e = run.events()[id];
    if (e.has(event_flag::internal)) return;
    out_.shape += shape_step(static_cast<unsigned>(e.kind), e.thread, e.where.function);
    out_.steps.push_back({e.thread, e.kind, e.where, lines_.size() + 1, asked_.questions()});
  }

 private:
  repetition& out_;
  const report::trace_recorder& lines_;
  const class replay& asked_;
};

}  // namespace

// An execution whose every run is checked.
struct session::engine {
  execution run;
  standard_checkers checkers;
  extra_checkers extra;

  engine(memory_model& model, unsigned arena) : run(model, arena) {}
  void attach_checkers() {
    checkers.attach(run);
    extra.attach(run);
  }
};

session::session(std::string_view memory, const limits& l)
    : model_(make_memory_model(memory)), limits_(l) {
  if (!model_) throw std::invalid_argument(fmt::format("'{}' is no memory model", memory));
}

session::~session() = default;

exploration session::explore(const std::function<void()>& body, std::string_view strategy_text,
                             const strategy_options& options, const budget& b,
                             const progress_callback& progress) {
  budget with_first = b;
  strategy_options informed = options;
  if (strategy_kind_of(strategy_text).traits.learns && !options.known) {
    learn(body, options.seed, with_first);
    informed.known = known_;
  }
  const auto chosen = make_strategy(strategy_text, *model_, informed);
  first_run first;
  if (with_first.first == nullptr) with_first.first = &first;
  return suture::explore(exploring(), body, *chosen, limits_, with_first, progress);
}

void session::learn(const std::function<void()>& body, std::uint64_t seed, budget& b) {
  if (known_ && known_under_ == seed) return;
  using steady = std::chrono::steady_clock;
  const auto begin = steady::now();
  known_ = profile_of(exploring(), body, limits_, seed, b.seconds);
  known_under_ = seed;
  if (b.seconds <= 0) return;
  constexpr double least = 1e-3;
  const std::chrono::duration<double> spent = steady::now() - begin;
  b.seconds = std::max(b.seconds - spent.count(), least);
}

execution& session::exploring() {
  if (!exploring_) {
    exploring_ = std::make_unique<engine>(*model_, arena_.number());
    exploring_->attach_checkers();
  }
  return exploring_->run;
}

repetition session::repeat(const std::function<void()>& body, const schedule& decisions,
                           std::uint64_t stuck_after, double seconds,
                           const std::function<void(execution&, const repetition&)>& look) {
  // Observers are told in the order of attachment, and a step must be in the trace before a checker
  // objects to it. So this takes an execution of its own, at the same addresses.
  exploring_.reset();
  engine repeating(*model_, arena_.number());
  repetition result;
  report::trace_recorder lines;
  class replay strategy(decisions);
  step_recorder steps(result, lines, strategy);
  repeating.run.observe_events(steps);
  lines.attach(repeating.run);
  repeating.attach_checkers();
  const hurry soon(repeating.run.vital_signs(), stuck_after);
  const deadline end(repeating.run.vital_signs(), seconds);
  repeating.run.run(body, *strategy.next_run(), strategy, limits_);
  result.found = repeating.run.found();
  result.how = lines.take(repeating.run);
  result.remarks = report::almost_ordered(repeating.run, result.how);
  result.left_at = strategy.diverged();
  result.followed = result.left_at == replay::never;
  if (look) look(repeating.run, result);
  return result;
}

limits limits_of(const options& how) {
  limits l;
  l.events = how.max_events;
  l.spurious_wakeups = how.spurious_wakeups;
  l.allocation_failures = how.allocation_failures;
  l.clock_jumps = how.clock_jumps;
  l.time_outs = how.time_outs;
  l.writers_first = how.writers_first;
  l.reuse = how.reuse == "lifo" ? reuse_policy::lifo : reuse_policy::none;
  l.stack_bytes = how.stack_bytes;
  return l;
}

strategy_options strategy_options_of(const options& how) {
  return {.seed = how.seed,
          .first_sample = how.shard - 1,
          .sample_step = how.shards,
          .blind = how.blind};
}

limits limits_of(const token& t) {
  limits l;
  l.events = t.events;
  l.spurious_wakeups = t.spurious_wakeups;
  l.allocation_failures = t.allocation_failures;
  l.clock_jumps = t.clock_jumps;
  l.time_outs = t.time_outs;
  l.writers_first = t.writers_first;
  l.reuse = t.reuse ? reuse_policy::lifo : reuse_policy::none;
  l.stack_bytes = t.stack_bytes;
  return l;
}

}  // namespace suture
