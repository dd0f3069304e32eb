// A finding: one thing wrong in one run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/sync/site.hpp"

namespace suture {

// The kinds a finding may be of, as they appear in reports, tokens and expectations.
namespace finding_kind {
inline constexpr std::string_view race = "race";
inline constexpr std::string_view use_after_free = "use-after-free";
inline constexpr std::string_view double_free = "double-free";
inline constexpr std::string_view leak = "leak";
inline constexpr std::string_view uninitialised_read = "uninitialised-read";
inline constexpr std::string_view retired_access = "retired-access";
inline constexpr std::string_view deadlock = "deadlock";
inline constexpr std::string_view lost_wakeup = "lost-wakeup";
inline constexpr std::string_view check = "check";
inline constexpr std::string_view exception = "exception";
inline constexpr std::string_view crash = "crash";
inline constexpr std::string_view timeout = "timeout";  // a run that does not end
inline constexpr std::string_view misuse = "misuse";    // of the abstraction itself
inline constexpr std::string_view nondeterminism = "nondeterminism";
inline constexpr std::string_view not_linearizable = "not-linearizable";
inline constexpr std::string_view lock_imbalance = "lock-imbalance";
inline constexpr std::string_view no_common_lock = "no-common-lock";
}  // namespace finding_kind

struct finding {
  struct place {
    std::string what;  // "thread 1 writes"
    sync::site where;
  };
  std::string kind;
  std::string message;        // one line; names threads, objects and places, no addresses
  std::vector<place> places;  // what it rests on, the decisive one first
  std::string token;          // reproduces it; empty until the run's decisions are known
  std::string detail = {};    // what takes more than a line to show; each line ends with \n
  // Kind and functions it rests on: the same bug found by another order has the same signature.
  std::string signature() const;
};

// "str.cpp:118" — the file's name without folders, so that it is the same on every machine. Where
// the place is only the nearest known: "after str.cpp:118", "made at …", "scope of …".
std::string to_string(const sync::site& where);

}  // namespace suture
