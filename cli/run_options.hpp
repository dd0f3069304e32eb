// What of a run's surroundings can be chosen on the command line, for `check` and `estimate`.
#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "library/suture.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

// Only what was given; the rest is as the variant says.
struct run_options {
  std::optional<unsigned> spurious_wakeups;
  std::optional<unsigned> allocation_failures;
  std::optional<unsigned> clock_jumps;
  std::optional<unsigned> time_outs;
  bool writers_first = false;
  std::optional<std::string> reuse;
  std::optional<std::uint32_t> max_events;
  std::optional<std::size_t> stack_kib;
};

void add_run_options(CLI::App& app, run_options& to);

// Into the options of a check: what the variant needs, and then what was asked for.
void apply(const scenarios::surroundings& of_variant, const run_options& given,
           suture::options& to);

// "spurious-wakeups=1 allocation-failures=0 …": what runs of two checks must have had in common.
std::string text_of(const suture::options& how);

// As above, of what was given only; empty where nothing was.
std::string text_of(const run_options& given);

}  // namespace cli
