// What a scenario is: a named situation over interp_core, in variants with an expected verdict.
//
// Plain data, free of any backend: whoever runs scenarios needs only this header and catalog.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace scenarios {

// The backends of model/sync a body can be compiled for.
enum class backend { engine, relacy, native };
inline constexpr std::size_t backend_count = 3;

// A whole run: creates what it uses, starts its threads, joins them, checks the end state and
// releases everything. It keeps nothing from one call to the next, and several calls may be under
// way in one process.
using body = void (*)();

// What may happen around a run, where a variant needs other than the usual. See suture::options.
struct surroundings {
  unsigned spurious_wakeups = 1;
  unsigned allocation_failures = 0;
  unsigned clock_jumps = 1;
  unsigned time_outs = 2;
  bool writers_first = false;
  bool reuse = false;  // freed memory is used again
  std::uint32_t max_events = 200'000;
  std::size_t stack_bytes = std::size_t{256} << 10U;

  friend bool operator==(const surroundings&, const surroundings&) = default;
};

// What is expected under one memory model (model/graph/memory_model.hpp lists them) where that
// is something else than under the weakest, `rc11`.
struct other_verdict {
  std::string_view memory;
  std::string_view expected;
  friend bool operator==(const other_verdict&, const other_verdict&) = default;
};
// Of mutants that only weak memory exposes, and only memory weaker than that of x86.
inline constexpr other_verdict verified_under_sc[] = {{"sc", "verified"}};
inline constexpr other_verdict verified_up_to_tso[] = {{"sc", "verified"}, {"tso", "verified"}};

// Finding kinds, as verdicts name them: race, use-after-free, double-free, leak,
// uninitialised-read, retired-access, deadlock, lost-wakeup, check, exception, crash, timeout,
// misuse, not-linearizable, lock-imbalance, no-common-lock.
struct variant {
  // `family.situation`, or `family.situation/axis=value,axis=value`; the parts are lower case
  // letters, digits and underscores, and only a value may start with a digit. Unique in a registry.
  std::string id;
  std::string summary = {};     // what it shows, in one line
  std::string provenance = {};  // where it comes from: the talk's row, the bug, the CPython issue
  // "verified" or the one finding kind that some run must show, and no run a different one.
  std::string expected = "verified";
  // The memory models under which it differs; of static storage.
  std::span<const other_verdict> otherwise = {};
  unsigned threads = 2;  // how many it starts besides the main one
  surroundings around = {};
  std::array<body, backend_count> bodies = {};

  // The part before the slash, `family.situation`, and the part after it (empty if there is none).
  std::string_view situation() const;
  std::string_view axes() const;
  // The part before the dot.
  std::string_view family() const;

  // "verified" or the finding kind under the memory model of that name.
  std::string_view expected_under(std::string_view memory) const;

  // Null where the variant has no body for that backend.
  body on(backend where) const { return bodies[static_cast<std::size_t>(where)]; }
};

// True for "verified" and for each finding kind above.
bool is_verdict(std::string_view text);

}  // namespace scenarios
