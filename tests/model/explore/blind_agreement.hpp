// The properties that counting refcounts blind is held to, on random programs. Each is to be
// checked by RapidCheck.
#pragma once

#include "tests/support/all_runs.hpp"

namespace suture::testing {

// Refcounts on counters that nothing else touches, changed by one or two.
oracle::program counting_program();
// Refcounts on words that are otherwise used too, so that blind counting must be given up.
oracle::program mixed_program();

// The search of a program, counting blind or one by one.
runs_seen search(program_runner& runner, const oracle::program& p, bool blind,
                 refcounts shown = refcounts::as_they_are);

// The executions that counting one by one tells apart and their outcomes: all of them are seen, and
// under sc no other.
void counts_blind_as_one_by_one(program_runner& runner);
// None of them is seen twice.
void counts_blind_none_twice(program_runner& runner);
// The outcomes are the same where blind counting must be given up.
void counts_mixed_as_one_by_one(program_runner& runner);

}  // namespace suture::testing
