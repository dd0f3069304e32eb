#include "model/explore/explorer.hpp"

#include <sys/resource.h>

#include <algorithm>

#include "model/engine/process/watchdog.hpp"
#include "model/explore/judge.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

// How many runs go by between two looks at the clock.
constexpr std::uint64_t look_every = 64;

double seconds_since(steady::time_point begin) {
  return std::chrono::duration<double>(steady::now() - begin).count();
}

// The watchdog looks after the time; but a process may have come by its thread without one.
stop_reason used_up(const budget& b, std::uint64_t made, const statistics& counts,
                    const deadline& end, steady::time_point begin) {
  if (b.runs != 0 && made == b.runs) return stop_reason::runs;
  if (b.events != 0 && counts.events >= b.events) return stop_reason::runs;
  if (end.passed()) return stop_reason::seconds;
  const bool looks = b.seconds > 0 && made % look_every == 0;
  return looks && seconds_since(begin) >= b.seconds ? stop_reason::seconds
                                                    : stop_reason::nothing_left;
}

std::uint64_t peak_memory() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

}  // namespace

void statistics::count(const judgement& of_a_run) {
  switch (of_a_run.end) {
    case run_end::complete:
      ++complete;
      break;
    case run_end::blocked:
      ++blocked;
      break;
    case run_end::moot:
      ++moot;
      break;
    case run_end::abandoned:
      ++abandoned;
      break;
    case run_end::bounded:
      ++bounded;
      break;
    case run_end::failed:
      ++failed;
      break;
  }
  events += of_a_run.events;
  longest = std::max<std::uint64_t>(longest, of_a_run.events);
  held = std::max<std::uint64_t>(held, of_a_run.held);
  watched = std::max<std::uint64_t>(watched, of_a_run.watched);
}

void statistics::add(const statistics& other) {
  complete += other.complete;
  blocked += other.blocked;
  moot += other.moot;
  abandoned += other.abandoned;
  bounded += other.bounded;
  failed += other.failed;
  events += other.events;
  longest = std::max(longest, other.longest);
  held = std::max(held, other.held);
  watched = std::max(watched, other.watched);
  seconds = std::max(seconds, other.seconds);
}

void exploration::take(discovery&& first) {
  found = std::move(first.what);
  decisions = std::move(first.decisions);
  questions = first.questions;
  fingerprint = std::move(first.fingerprint);
  stuck_after = first.stuck_after;
}

void exploration::finish(double seconds) {
  counts.seconds = seconds;
  peak_bytes = peak_memory();
}

namespace {

// The first run once more. A search that found something has repeated that.
void repeat(first_run& first, execution& run, const std::function<void()>& body, strategy& s,
            const limits& l, exploration& result) {
  if (result.found || !s.decides_by_graph() || mutated("the_first_run_is_repeated")) return;
  result.found = first.repeat(run, body, s, l);
  if (!result.found) return;
  ++result.counts.failed;
  result.exhausted = false;
  result.found_in = result.counts.runs();
  result.why = stop_reason::finding;
}

}  // namespace

exploration explore(execution& run, const std::function<void()>& body, strategy& s, const limits& l,
                    const budget& b, const progress_callback& progress) {
  exploration result;
  judge judging(run, body, s, l);
  const auto begin = steady::now();
  const deadline end(run.vital_signs(), b.seconds);
  for (std::uint64_t made = 0;; ++made) {
    result.why = used_up(b, made, result.counts, end, begin);
    if (result.why != stop_reason::nothing_left) break;
    graph* g = s.next_run();
    if (g == nullptr) {
      result.exhausted = s.complete();
      if (!result.exhausted && end.passed()) result.why = stop_reason::seconds;
      if (result.exhausted && b.first != nullptr) repeat(*b.first, run, body, s, l, result);
      break;
    }
    judgement judged = judging.make(*g, !result.found);
    if (judged.interrupted) {
      result.why = stop_reason::seconds;
      result.stuck_at = run.stuck_at();
      break;
    }
    if (judged.restart) {
      result = {};
      result.restarted = true;
      if (b.first != nullptr) b.first->forget();
      continue;
    }
    result.counts.count(judged);
    if (b.first != nullptr && !b.first->kept()) b.first->keep(run, *g, judged.end);
    if (judged.found) {
      result.take(std::move(*judged.found));
      result.found_in = result.counts.runs();
      if (b.stop_at_first) {
        result.why = stop_reason::finding;
        break;
      }
    }
    if (progress && made % look_every == 0) {
      result.counts.seconds = seconds_since(begin);
      if (!progress(result.counts)) {
        result.why = stop_reason::asked;
        break;
      }
    }
  }
  result.finish(seconds_since(begin));
  return result;
}

}  // namespace suture
