#include "model/explore/explorer.hpp"

#include <sys/resource.h>

#include <algorithm>

#include "model/explore/judge.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;

// How many runs go by between two looks at the clock.
constexpr std::uint64_t look_every = 64;

double seconds_since(steady::time_point begin) {
  return std::chrono::duration<double>(steady::now() - begin).count();
}

stop_reason used_up(const budget& b, std::uint64_t made, steady::time_point begin) {
  if (b.runs != 0 && made == b.runs) return stop_reason::runs;
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

void statistics::count(run_end end, std::uint64_t run_events, std::uint64_t graphs) {
  switch (end) {
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
  events += run_events;
  longest = std::max(longest, run_events);
  held = std::max(held, graphs);
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
  seconds = std::max(seconds, other.seconds);
}

void exploration::take(discovery&& first) {
  found = std::move(first.what);
  decisions = std::move(first.decisions);
  questions = first.questions;
  fingerprint = std::move(first.fingerprint);
}

void exploration::finish(double seconds) {
  counts.seconds = seconds;
  peak_bytes = peak_memory();
}

exploration explore(execution& run, const std::function<void()>& body, strategy& s, const limits& l,
                    const budget& b, const progress_callback& progress) {
  exploration result;
  judge judging(run, body, s, l);
  const auto begin = steady::now();
  for (std::uint64_t made = 0;; ++made) {
    result.why = used_up(b, made, begin);
    if (result.why != stop_reason::nothing_left) break;
    graph* g = s.next_run();
    if (g == nullptr) {
      result.exhausted = s.complete();
      break;
    }
    judgement judged = judging.make(*g, !result.found);
    if (judged.restart) {
      result = {};
      continue;
    }
    result.counts.count(judged.end, judged.events, judged.held);
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
