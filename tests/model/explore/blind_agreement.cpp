#include "tests/model/explore/blind_agreement.hpp"

#include <rapidcheck.h>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "tests/oracle/generate.hpp"

namespace suture::testing {

namespace {

const oracle::shape counting{.per_thread = 5,
                             .total = 9,
                             .locations = 1,
                             .counters = 1,
                             .load = 2,
                             .store = 2,
                             .update = 1,
                             .cas = 1,
                             .fence = 1,
                             .branch = 2,
                             .refcount = 12};
// Of the decrements the last comes after the others, which two locations are needed to see.
const oracle::shape beside{.min_threads = 3,
                           .per_thread = 4,
                           .total = 9,
                           .locations = 2,
                           .counters = 1,
                           .load = 5,
                           .store = 5,
                           .update = 0,
                           .cas = 0,
                           .fence = 2,
                           .branch = 0,
                           .refcount = 5};
const oracle::shape mixed{.per_thread = 4, .total = 7, .locations = 2, .refcount = 6};

oracle::program program_of(const oracle::shape& s) {
  oracle::program p = *oracle::programs(s);
  const auto twice = *rc::gen::arbitrary<std::vector<bool>>();
  std::size_t next = 0;
  for (auto& thread : p.threads) {
    for (oracle::instruction& i : thread) {
      const bool counts =
          i.what == oracle::action::add_unread || i.what == oracle::action::sub_and_test;
      if (counts && next < twice.size() && twice[next++]) i.operand = 2;
    }
  }
  return p;
}

std::string missing(const std::map<std::string, unsigned>& from,
                    const std::map<std::string, unsigned>& all) {
  for (const auto& [text, times] : all) {
    if (!from.contains(text)) return text;
  }
  return "";
}

bool exact(program_runner& runner) { return runner.model().name() != "rc11"; }

void compare_outcomes(program_runner& runner, const runs_seen& blind, const runs_seen& plain) {
  for (const oracle::outcome& o : plain.outcomes) RC_ASSERT(blind.outcomes.contains(o));
  if (exact(runner)) RC_ASSERT(blind.outcomes == plain.outcomes);
}

}  // namespace

oracle::program counting_program() { return program_of(counting); }
oracle::program mixed_program() { return program_of(mixed); }

runs_seen search(program_runner& runner, const oracle::program& p, bool blind, refcounts shown) {
  exhaustive s(runner.model(), blind);
  runs_seen seen = runner.run(p, s, 100'000, shown);
  RC_ASSERT(seen.trouble == "");
  RC_ASSERT(seen.exhausted);
  return seen;
}

void counts_blind_as_one_by_one(program_runner& runner) {
  const oracle::program p = program_of(*rc::gen::arbitrary<bool>() ? counting : beside);
  const runs_seen plain = search(runner, p, false, refcounts::blind);
  const runs_seen blind = search(runner, p, true, refcounts::blind);
  RC_ASSERT(missing(blind.complete, plain.complete) == "");
  if (exact(runner)) RC_ASSERT(missing(plain.complete, blind.complete) == "");
  compare_outcomes(runner, blind, plain);
  RC_CLASSIFY(blind.runs < plain.runs, "fewer runs");
}

void counts_blind_none_twice(program_runner& runner) {
  const runs_seen blind = search(runner, counting_program(), true);
  for (const auto& [text, times] : blind.complete) {
    RC_ASSERT(std::make_pair(text, times) == std::make_pair(text, 1U));
  }
}

void counts_mixed_as_one_by_one(program_runner& runner) {
  const oracle::program p = mixed_program();
  compare_outcomes(runner, search(runner, p, true), search(runner, p, false));
}

}  // namespace suture::testing
