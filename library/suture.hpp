// Suture as a library: check code under every order and memory behaviour its model allows.
//
//   #include <suture/suture.hpp>
//
//   suture::result r = suture::check([] {
//     sync::atomic<int> n{0};
//     sync::parallel([&] { n.fetch_add(1); }, [&] { n.fetch_add(1); });
//     sync::check(n.load() == 2, "both increments count");
//   });
//
// All names of `sync` (model/sync/sync.hpp) come with this header. With GoogleTest, see
// <suture/gtest.hpp>.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/explore/pass_meaning.hpp"
#include "model/run/finding.hpp"
#include "model/schedule/token.hpp"
#include "model/sync/sync.hpp"

namespace suture {

enum class verdict : std::uint8_t {
  verified,      // every execution there is was tried, and none has a finding
  passed,        // no finding in those that were tried
  found,         // something is wrong: see `findings`
  bounded,       // a bound cut off what was not tried: of preemptions, operations, runs or time
  part,          // every execution of the part that was asked for was tried: see options.shard
  inconclusive,  // no run came to its end, or a replay went another way than the run it repeats
};

// "verified", "passed", "found", "bounded", "part", "inconclusive".
std::string_view to_string(verdict v);

// How a check is made. check() throws std::invalid_argument for a value that makes no sense, naming
// the option, the value and what would be right.
struct options {
  // "exhaustive": each execution once. "bounded:N": each with at most N preemptions; ∞ is
  // a number, too. Those that sample: "random", a uniform random walk; "pct:N", priorities that
  // change N - 1 times, for bugs of depth N; "pos", priorities of events; "urw", each interleaving
  // as likely as the others; "surw", each order of the accesses to one location; "burst", time
  // slices; "mixture", all these in turn. "portfolio": 200 runs of the mixture; then exhaustive if
  // an estimate says that the budget is enough for it, else bounded:0, bounded:1, … as far as they
  // come, and the mixture until the budget is used up.
  std::string strategy = "portfolio";
  // "sc": interleavings only. "tso": what x86 processors do with the code as it stands. "rc11":
  // what C++20 allows (but for reads out of thin air).
  std::string memory = "rc11";
  std::uint64_t seed = 1;  // of what is random; the same seed makes the same runs
  // Runs to make at most. 0: no limit, but for 10,000 of those that sample, which would go on for
  // ever.
  std::uint64_t max_executions = 0;
  // To spend at most; 0: no limit. The run that is under way then is cut short and does not count,
  // even where it computes or blocks without reaching an operation. A finding is repeated for its
  // token and its trace whatever the time.
  double max_seconds = 30;
  // OS threads to search or to sample with (bounded:N uses one). The body is then called from
  // several at once; what it shares with other calls it must synchronise by real means. Verdict,
  // finding, token and counts depend neither on their number nor on their speed, unless time ran
  // out.
  unsigned jobs = 1;
  // Makes part `shard` of `shards`, counted from 1, of the executions or samples, so that several
  // processes can share a check. All parts are the whole, and nothing is in two. The verdict is
  // `part` at best; `suture merge` joins the reports of the command. Not for bounded:N.
  std::uint32_t shard = 1;
  std::uint32_t shards = 1;
  // Exhaustive: let refcount changes whose result nobody looks at (add_unread, sub_and_test)
  // commute. Without it each order of theirs is an execution of its own.
  bool blind = true;
  // How often in a run a sleeper may wake for no reason, an allocation fail, the clock jump.
  unsigned spurious_wakeups = 1;
  unsigned allocation_failures = 0;
  unsigned clock_jumps = 1;
  // How often in a run each thread's timed waits may time out while others could go on.
  unsigned time_outs = 2;
  // A writer that waits for a shared mutex keeps new readers out. Then, and only then, a thread may
  // take it shared again while it holds it shared.
  bool writers_first = false;
  // "none": freed memory is not used again in the run. "lifo": it is, so that ABA can happen.
  std::string reuse = "none";
  // Operations in a run, of all threads together; a run that goes on after them does not end.
  std::uint32_t max_events = 200'000;
  // Of each logical thread, in bytes. A function whose frame does not fit is a finding (crash).
  std::size_t stack_bytes = std::size_t{256} << 10U;
  // Runs to make so that the schedule of a finding becomes simpler: fewer switches between threads,
  // nothing odd that the finding does not need. 0: as it was found. Beside max_seconds.
  std::uint32_t shrink_runs = 600;
  // A file in which the exhaustive search (also that of the portfolio) keeps how far it is, now and
  // then and at its end, and from which the next check with the same options goes on. Of the same
  // build of the program only. Empty: none.
  std::string checkpoint{};
  std::string name = "check";  // for reports and tokens
};

struct result {
  suture::verdict verdict = suture::verdict::inconclusive;
  std::uint64_t executions = 0;  // complete ones
  std::uint64_t blocked = 0;     // ended before their end: who waits would wait for ever
  std::uint64_t moot = 0;        // given up: who waits had not looked at what has happened since
  std::uint64_t cut_off = 0;     // ended before their end by a bound
  std::uint64_t abandoned = 0;   // or because something that is assumed (sync::assume) did not hold
  bool exhausted = false;        // there was nothing left to try
  // sync::var objects in the run that had most. What is shared by other means is not watched: a run
  // with none may have races that nobody sees.
  std::uint64_t plain_objects = 0;
  // Empty, or the first that was found: the check stops there. Each has its token.
  std::vector<finding> findings;
  std::string guarantee;  // what the verdict rests on, in one line
  bool sampled = false;   // the strategy that was asked for only ever samples
  pass_meaning meaning;   // of `verified` and `passed`: what was seen, and how much may not be
  // Not a check: the run of the token in SUTURE_REPLAY.
  bool replayed = false;
  // Of replay(): where the code no longer does what the token recorded. Empty where it does.
  std::string divergence;
  // The finding as a person reads it: the interleaving as a table, a column per thread.
  std::string explanation;
  // What it cost: operations in all runs and in the longest one, execution graphs that were kept at
  // a time, seconds, and the most memory the process has had so far, in bytes.
  std::uint64_t events = 0;
  std::uint64_t longest_run = 0;
  std::uint64_t depth = 0;
  double seconds = 0;
  std::uint64_t peak_bytes = 0;
  // Where the exhaustive search was divided (options.shard): what its parts must agree on to be
  // parts of one search, and in which item of the division the finding is.
  struct division {
    std::uint32_t depth = 0;
    std::string code;  // a hash of what the first run does
    std::vector<std::string> refused;
    std::uint64_t found_in = 0;
  };
  division divided;

  // "1680 executions, 12 blocked; 30.2 operations a run, 34 in the longest; 405,000 runs/s; …"
  std::string coverage() const;
  // Verdict, guarantee and explanation: several lines.
  std::string to_string() const;
};

// Runs `body` again and again as thread 0 of a run, under the orders that the strategy chooses,
// until one has a finding, all are tried, or the budget is used up. The environment may ask for
// another seed (SUTURE_SEED), strategy (SUTURE_STRATEGY) or budget (SUTURE_BUDGET, in seconds), and
// for the run of a token instead (SUTURE_REPLAY), where that is of a check of this name; a value
// that makes no sense is a std::invalid_argument as well. `body` makes what it works on
// and leaves nothing behind; it must do the same whenever it is called. May be called from several
// OS threads at once (up to 64 checks can be under way in a process).
result check(const std::function<void()>& body, const options& how = {});

// Runs `body` once, as the token says; `body` must be what the token was made from. The verdict is
// `found` where the run has a finding, `passed` where it has none, and `inconclusive`, with
// `divergence` set, where the code has changed so much that it can not be followed. Throws
// token_error for a text that is no token, or a damaged one.
result replay(const std::function<void()>& body, std::string_view token);

}  // namespace suture
