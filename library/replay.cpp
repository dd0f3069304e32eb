#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "library/session.hpp"
#include "model/engine/loops/state_elsewhere.hpp"
#include "model/engine/process/engine_work.hpp"
#include "report/table.hpp"

namespace suture {

namespace {

std::string_view verb_of(event_kind kind) {
  switch (kind) {
    case event_kind::read:
      return "reads";
    case event_kind::write:
      return "writes";
    case event_kind::poll:
      return "finds a lock taken";
    case event_kind::fence:
      return "fences";
    case event_kind::create:
      return "creates a thread";
    case event_kind::start:
      return "starts";
    case event_kind::join:
      return "joins a thread";
    case event_kind::end:
      return "ends";
    case event_kind::choice:
      return "chooses";
    case event_kind::count:
      return "counts";
  }
  return "does something";
}

// The kind of operation, as shape_step packs it.
event_kind kind_of(char shape_step) {
  return static_cast<event_kind>(static_cast<std::uint8_t>(shape_step) >> 4U);
}

std::string words(thread_id t, event_kind kind) {
  return fmt::format("{} {}", report::thread_name(t), verb_of(kind));
}

std::vector<std::uint16_t> threads_of(const repetition& run) {
  std::vector<std::uint16_t> threads;
  for (const repetition::step& s : run.steps) {
    threads.push_back(static_cast<std::uint16_t>(s.thread));
  }
  return threads;
}

// The runs differ at step `i` of the shape, which is not the end of the recorded one.
std::string difference(const recorded_shape& expected, const repetition& run, std::size_t i) {
  if (i >= expected.steps.size()) {
    return fmt::format("it does something else after the first {} operations", i);
  }
  const std::string recorded = words(expected.threads[i], kind_of(expected.steps[i]));
  if (i >= run.steps.size()) {
    return fmt::format("before step {}, where the token has '{}', the run is over",
                       run.how.steps.size() + 1, recorded);
  }
  const repetition::step& here = run.steps[i];
  std::string actual = words(here.thread, here.kind);
  const bool elsewhere = actual == recorded;
  actual = fmt::format("'{}'", actual);
  if (elsewhere) actual += fmt::format(" in another function ({})", here.where.function);
  if (*here.where.file != '\0') actual += " at " + to_string(here.where);
  return fmt::format("at step {} the token has '{}', the run {}", here.line, recorded, actual);
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
  t.time_outs = how.time_outs;
  t.writers_first = how.writers_first;
  t.reuse = how.reuse == "lifo";
  t.stack_bytes = how.stack_bytes;
  t.kind = kind;
  t.decisions = decisions;
  t.shape = shape_of(run);
  return t;
}

recorded_shape shape_of(const repetition& run) { return record_shape(run.shape, threads_of(run)); }

std::string code_mark(const std::function<void()>& body, const options& how) {
  token first;
  const repetition run =
      session(how.memory, limits_of(how)).repeat(body, {}, pulse::never, how.max_seconds);
  first.shape = shape_of(run);
  return fmt::format("{:08x}", first.fingerprint());
}

namespace {

// The first step that is not as recorded; none where all are. Beyond the steps that a token keeps
// one by one it is the first of those.
//
// Where the recorded run ends with its finding, this one may go on: then the finding is gone.
std::optional<std::size_t> first_other_step(const token& t, const repetition& run) {
  std::vector<std::uint16_t> threads = threads_of(run);
  const std::size_t compared = std::min<std::size_t>(run.shape.size(), t.shape.length);
  threads.resize(compared);
  const recorded_shape now = record_shape(std::string_view(run.shape).substr(0, compared), threads);
  if (now == t.shape) return std::nullopt;
  std::size_t i = 0;
  while (i < now.steps.size() && i < t.shape.steps.size() && now.steps[i] == t.shape.steps[i] &&
         now.threads[i] == t.shape.threads[i]) {
    ++i;
  }
  return i;
}

// The decisions up to where the run left the token's way. What was recorded for later questions was
// the answer to others.
schedule followed_part(const token& t, const repetition& run) {
  std::uint32_t end = run.left_at;
  if (const auto i = first_other_step(t, run); i && *i < t.shape.steps.size()) {
    end = *i < run.steps.size() ? std::min(end, run.steps[*i].questions) : end;
  }
  schedule kept;
  std::ranges::copy_if(t.decisions, std::back_inserter(kept),
                       [&](const auto& d) { return d.question < end; });
  return kept;
}

std::string gone_on_words(const std::string& divergence) {
  return divergence + "; the run followed it up to there and went on with the base policy";
}

}  // namespace

std::string divergence_from(const token& t, const repetition& run) {
  const std::string changed = "the code is not the one the token was made from: ";
  if (const auto i = first_other_step(t, run)) return changed + difference(t.shape, run, *i);
  return run.followed ? std::string() : changed + "a recorded decision is not possible any more";
}

result replay(const std::function<void()>& body, std::string_view text) {
  const callers_memory frames(__builtin_frame_address(0));
  presentation shown;
  shown.page.all = true;
  return replay(body, decode_token(text), shown);
}

result replay(const std::function<void()>& body, const token& t, const presentation& shown,
              following how) {
  if (!body) throw std::invalid_argument("there is no body to replay");
  if (!make_memory_model(t.memory)) {
    throw token_error(fmt::format("the token is for memory model '{}', unknown here", t.memory));
  }
  const engine_work own;
  session repeating(t.memory, limits_of(t));
  repetition run = repeating.repeat(body, t.decisions);
  result r;
  report::explanation told;
  told.name = t.scenario;
  told.expected = shown.expected;
  told.page = shown.page;
  r.divergence = divergence_from(t, run);
  const bool goes_on = !r.divergence.empty() && how == following::lenient;
  token now = t;  // of the run that is told
  if (goes_on) {
    now.decisions = followed_part(t, run);
    run = repeating.repeat(body, now.decisions);
    now.shape = shape_of(run);
    if (run.found) now.kind = run.found->kind;
  }
  told.how = run.how;
  if (!r.divergence.empty() && !goes_on) {
    r.guarantee = r.divergence;
    told.verdict = "DIVERGED";
    told.what.message = r.divergence;
  } else if (run.found) {
    r.verdict = verdict::found;
    finding f = *run.found;
    r.guarantee = goes_on
                      ? fmt::format("{}; memory model {}", gone_on_words(r.divergence), t.memory)
                      : fmt::format("replayed from its token; memory model {}", t.memory);
    if (!t.kind.empty() && f.kind != t.kind)
      r.guarantee += fmt::format("; the token was made for a {}", t.kind);
    f.token = encode_token(now);
    told.verdict = "FOUND " + f.kind;
    told.what = f;
    told.remarks = run.remarks;
    told.summary = r.guarantee;
    told.replay = fmt::format(fmt::runtime(shown.again), f.token);
    r.findings.push_back(std::move(f));
  } else {
    r.verdict = verdict::passed;
    r.executions = 1;
    r.guarantee = goes_on          ? gone_on_words(r.divergence) + "; it has no finding"
                  : t.kind.empty() ? "the run of the token has no finding"
                                   : fmt::format("the run of the token has no {} any more", t.kind);
    told.verdict = "PASSED";
    told.what.message = r.guarantee;
  }
  r.explanation = report::to_text(told);
  return r;
}

}  // namespace suture
