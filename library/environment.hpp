// What the environment asks of every check of a program, so that nobody must edit a test for that:
//
//   SUTURE_REPLAY=TOKEN    the check that the token is of repeats its run instead; @FILE has it
//   SUTURE_BUDGET=SECONDS  options::max_seconds
//   SUTURE_STRATEGY=NAME   options::strategy
//   SUTURE_SEED=N          options::seed
//
// and what a test framework tells of the test in which a check is made. Internal.
#pragma once

#include <optional>
#include <string>

#include "library/session.hpp"
#include "library/suture.hpp"

namespace suture {

// The test that is under way, where there is one.
struct test_under_way {
  std::string name;       // for reports and tokens
  std::string arguments;  // of the program, to run this test alone
};
using test_source = std::optional<test_under_way> (*)();

// Asks `source` at the beginning of each check that has no name of its own.
void name_checks_by(test_source source);
// Name, and how to see a finding again, by the test that is under way.
void name_by_test(options& how, presentation& shown);

// Throws std::invalid_argument, naming the variable, for a value that makes no sense or does not go
// with the other options. `how` is right by itself.
void apply_environment(options& how);

// The run of the token in SUTURE_REPLAY, where that is of a check of this name and `body` follows
// it. A test may make several checks of its name; where there are no tests, the run is the result
// even if it goes another way. Throws token_error.
std::optional<result> replay_asked_for(const std::function<void()>& body, const std::string& name,
                                       const presentation& shown);

// Why there is a token in SUTURE_REPLAY and no check has repeated its run; else empty.
std::string why_not_replayed();

}  // namespace suture
