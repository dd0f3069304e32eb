#include "library/environment.hpp"

#include <fmt/format.h>

#include <atomic>
#include <cerrno>  // program_invocation_short_name
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <mutex>
#include <string_view>

namespace suture {

namespace {

std::atomic<test_source> source_of_tests{nullptr};

// What came of the token in SUTURE_REPLAY so far.
struct replay_outcome {
  std::mutex guard;
  bool done = false;
  std::string divergence;  // of the last check of the right name that went another way
};
replay_outcome outcome_of_replay;

constexpr const char* replay_variable = "SUTURE_REPLAY";

// Set to nothing is not set: that is what a CI service makes of a variable without a value.
std::optional<std::string> value_of(const char* variable) {
  const char* const value = std::getenv(variable);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

[[noreturn]] void refuse(const char* variable, std::string_view value, std::string_view right) {
  throw std::invalid_argument(fmt::format("{} is '{}'; it must be {}", variable, value, right));
}

template <class T>
T number(const char* variable, std::string_view value, std::string_view right) {
  T n{};
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, n);
  if (error != std::errc() || stop != end) refuse(variable, value, right);
  return n;
}

double seconds(const char* variable, std::string_view value) {
  constexpr std::string_view right = "a positive number of seconds, such as 10 or 0.5";
  const auto s = number<double>(variable, value, right);
  if (!std::isfinite(s) || s <= 0) refuse(variable, value, right);
  return s;
}

// Tokens are pasted, with line ends and all.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

// "@FILE" is what the file holds.
std::string named_text(const std::string& value) {
  if (value.front() != '@') return value;
  std::ifstream in(value.substr(1));
  std::string token;
  if (!(in >> token)) {
    refuse(replay_variable, value, "a token, or @ and a file that holds one");
  }
  return token;
}

std::optional<token> token_in_environment() {
  auto text = value_of(replay_variable);
  if (!text) return std::nullopt;
  text = named_text(*text);
  try {
    return decode_token(trimmed(*text));
  } catch (const token_error& e) {
    throw token_error(fmt::format("{}: {}", replay_variable, e.what()));
  }
}

// For fmt, in which a brace begins a field.
std::string without_fields(std::string_view text) {
  std::string all;
  for (const char c : text) all.append(c == '{' || c == '}' ? 2 : 1, c);
  return all;
}

}  // namespace

void name_checks_by(test_source source) { source_of_tests = source; }

void name_by_test(options& how, presentation& shown) {
  const test_source source = source_of_tests;
  if (source == nullptr || how.name != options().name) return;
  const std::optional<test_under_way> test = source();
  if (!test) return;
  how.name = test->name;
  shown.again =
      fmt::format("{}={{}} ./{} {}", replay_variable, without_fields(program_invocation_short_name),
                  without_fields(test->arguments));
}

void apply_environment(options& how) {
  std::string set;
  if (const auto seed = value_of("SUTURE_SEED")) {
    how.seed = number<std::uint64_t>("SUTURE_SEED", *seed, "a number, not below 0");
  }
  if (const auto strategy = value_of("SUTURE_STRATEGY")) {
    how.strategy = *strategy;
    set = "SUTURE_STRATEGY: ";
  }
  try {
    validate(how);
  } catch (const std::invalid_argument& e) {
    throw std::invalid_argument(set + e.what());
  }
  if (const auto budget = value_of("SUTURE_BUDGET")) {
    how.max_seconds = seconds("SUTURE_BUDGET", *budget);
    // Who gives a time to a strategy that samples wants all of it used.
    if (how.max_executions == 0 && traits_of(how.strategy).samples) {
      how.max_executions = std::numeric_limits<std::uint64_t>::max();
    }
  }
}

std::optional<result> replay_asked_for(const std::function<void()>& body, const std::string& name,
                                       const presentation& shown) {
  const std::optional<token> t = token_in_environment();
  if (!t || t->scenario != name) return std::nullopt;
  result r = replay(body, *t, shown);
  r.replayed = true;
  const bool one_of_many = source_of_tests != nullptr;
  const std::scoped_lock held(outcome_of_replay.guard);
  if (r.divergence.empty()) {
    outcome_of_replay.done = true;
  } else if (one_of_many) {
    outcome_of_replay.divergence = r.divergence;
    return std::nullopt;
  }
  return r;
}

std::string why_not_replayed() {
  const std::optional<token> t = token_in_environment();
  const std::scoped_lock held(outcome_of_replay.guard);
  if (!t || outcome_of_replay.done) return {};
  return fmt::format("the token is for '{}'{}", t->scenario,
                     outcome_of_replay.divergence.empty()
                         ? ", and no test that ran makes a check of that name"
                         : ": " + outcome_of_replay.divergence);
}

}  // namespace suture
