// How the command ends, for scripts.
#pragma once

#include <stdexcept>

namespace cli {

namespace exit_status {
inline constexpr int as_expected = 0;
inline constexpr int differs = 1;         // some verdict is not the expected one
inline constexpr int wrong_use = 2;       // of the command: nothing was run
inline constexpr int not_written = 2;     // of a check: it was made, a report or stdout failed
inline constexpr int internal_error = 3;  // of the command itself
}  // namespace exit_status

// What was wrong with the command line, in one line. Thrown before anything runs.
struct wrong_use : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace cli
