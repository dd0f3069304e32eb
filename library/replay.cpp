#include <fmt/format.h>

#include <stdexcept>

#include "library/session.hpp"
#include "report/table.hpp"

namespace suture {

namespace {

std::string_view in_words(unsigned kind) {
  switch (static_cast<event_kind>(kind)) {
    case event_kind::read:
      return "a read";
    case event_kind::write:
      return "a write";
    case event_kind::poll:
      return "a look at a lock that is taken";
    case event_kind::fence:
      return "a fence";
    case event_kind::create:
      return "the creation of a thread";
    case event_kind::start:
      return "its start";
    case event_kind::join:
      return "a join";
    case event_kind::end:
      return "its end";
    case event_kind::choice:
      return "a choice";
    case event_kind::count:
      return "a change of a count";
  }
  return "an operation";
}

unsigned kind_of(char shape_step) { return static_cast<std::uint8_t>(shape_step) >> 4U; }

std::string by(std::string_view what, thread_id t) {
  return fmt::format("{} by {}", what, report::thread_name(t));
}

std::vector<std::uint16_t> threads_of(const repetition& run) {
  std::vector<std::uint16_t> threads;
  for (const repetition::step& s : run.steps) {
    threads.push_back(static_cast<std::uint16_t>(s.thread));
  }
  return threads;
}

// The two runs differ at step `i` of the shape, where `expected` may be over or not known any more.
std::string difference(const recorded_shape& expected, const repetition& run, std::size_t i) {
  std::string recorded = "an end";
  if (i < expected.steps.size()) {
    recorded = by(in_words(kind_of(expected.steps[i])), expected.threads[i]);
  } else if (i < expected.length) {
    recorded = "something else";
  }
  if (i >= run.steps.size()) {
    return fmt::format("at step {} the token has {}, but the run ends before it",
                       run.how.steps.size() + 1, recorded);
  }
  const repetition::step& here = run.steps[i];
  const std::string site =
      *here.where.file == '\0' ? std::string() : fmt::format(" at {}", to_string(here.where));
  std::string actual = by(in_words(static_cast<unsigned>(here.kind)), here.thread);
  if (actual == recorded) actual += fmt::format(" in another function, '{}'", here.where.function);
  return fmt::format("at step {} the token has {}, the run {}{}", here.line, recorded, actual,
                     site);
}

}  // namespace

token token_of(const options& how, std::string_view kind, const schedule& decisions,
               const repetition& run) {
  token t;
  t.scenario = how.name;
  t.memory = how.memory;
  t.events = how.max_events;
  t.spurious_wakeups = how.spurious_wakeups;
  t.allocation_failures = how.allocation_failures;
  t.clock_jumps = how.clock_jumps;
  t.reuse = how.reuse == "lifo";
  t.kind = kind;
  t.decisions = decisions;
  t.shape = record_shape(run.shape, threads_of(run));
  return t;
}

std::string divergence_from(const token& t, const repetition& run) {
  const recorded_shape now = record_shape(run.shape, threads_of(run));
  const std::string changed = "the code is not the one the token was made from: ";
  if (now == t.shape) {
    return run.followed ? std::string() : changed + "a recorded decision is not possible any more";
  }
  std::size_t i = 0;
  while (i < now.steps.size() && i < t.shape.steps.size() && now.steps[i] == t.shape.steps[i] &&
         now.threads[i] == t.shape.threads[i]) {
    ++i;
  }
  if (i == token::shape_cap && now.length == t.shape.length) {
    return changed + fmt::format("it does something else after the first {} operations", i);
  }
  return changed + difference(t.shape, run, i);
}

result replay(const std::function<void()>& body, std::string_view text) {
  return replay(body, decode_token(text), presentation{});
}

result replay(const std::function<void()>& body, const token& t, const presentation& shown) {
  if (!body) throw std::invalid_argument("there is no body to replay");
  if (!make_memory_model(t.memory)) {
    throw token_error(fmt::format("the token is for memory model '{}', unknown here", t.memory));
  }
  session repeating(t.memory, limits_of(t));
  const repetition run = repeating.repeat(body, t.decisions);
  result r;
  report::explanation told;
  told.name = t.scenario;
  told.expected = shown.expected;
  told.how = run.how;
  r.divergence = divergence_from(t, run);
  if (!r.divergence.empty()) {
    r.guarantee = r.divergence;
    told.verdict = "DIVERGED";
    told.what.message = r.divergence;
  } else if (run.found) {
    r.verdict = verdict::found;
    r.guarantee = fmt::format("replayed from its token; memory model {}", t.memory);
    finding f = *run.found;
    f.token = encode_token(t);
    told.verdict = "FOUND " + f.kind;
    told.what = f;
    told.summary = r.guarantee;
    told.replay = fmt::format(fmt::runtime(shown.again), f.token);
    r.findings.push_back(std::move(f));
  } else {
    r.verdict = verdict::passed;
    r.executions = 1;
    r.guarantee = t.kind.empty() ? "the run of the token has no finding"
                                 : fmt::format("the run of the token has no {} any more", t.kind);
    told.verdict = "PASSED";
    told.what.message = r.guarantee;
  }
  r.explanation = report::to_text(told);
  return r;
}

}  // namespace suture
