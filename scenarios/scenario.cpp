#include "scenarios/scenario.hpp"

#include <algorithm>

namespace scenarios {

std::string_view variant::situation() const {
  const std::string_view whole = id;
  return whole.substr(0, whole.find('/'));
}

std::string_view variant::axes() const {
  const std::size_t slash = id.find('/');
  return slash == std::string::npos ? std::string_view{} : std::string_view(id).substr(slash + 1);
}

std::string_view variant::family() const {
  const std::string_view whole = id;
  return whole.substr(0, whole.find('.'));
}

std::string_view variant::expected_under(std::string_view memory) const {
  const auto other = std::ranges::find(otherwise, memory, &other_verdict::memory);
  return other == otherwise.end() ? expected : other->expected;
}

bool is_verdict(std::string_view text) {
  static constexpr std::string_view verdicts[] = {
      "verified",           "race",           "use-after-free", "double-free", "leak",
      "uninitialised-read", "retired-access", "deadlock",       "lost-wakeup", "check",
      "exception",          "crash",          "timeout",        "misuse",      "not-linearizable",
      "lock-imbalance",     "no-common-lock"};
  return std::ranges::find(verdicts, text) != std::end(verdicts);
}

}  // namespace scenarios
