#include "scenarios/glob.hpp"

namespace scenarios {
namespace {

[[noreturn]] void fail(std::string_view pattern, const std::string& why) {
  throw bad_glob("bad pattern '" + std::string(pattern) + "': " + why);
}

}  // namespace

glob::glob(std::string_view pattern) {
  if (pattern.empty()) fail(pattern, "it is empty");
  for (std::size_t at = 0; at < pattern.size();) {
    switch (pattern[at]) {
      case '*':
        tokens_.push_back({.kind = token::run});
        ++at;
        break;
      case '?':
        tokens_.push_back({.kind = token::any});
        ++at;
        break;
      case '[':
        tokens_.push_back(parse_set(pattern, at));
        break;
      default:
        tokens_.push_back({.kind = token::one, .members = std::string(1, pattern[at])});
        ++at;
    }
  }
}

// Starts at the `[` and leaves `at` behind the `]`.
glob::token glob::parse_set(std::string_view pattern, std::size_t& at) {
  const std::string where = "the '[' at position " + std::to_string(at + 1);
  const std::size_t close = pattern.find(']', at);
  if (close == std::string_view::npos) fail(pattern, where + " is never closed");
  std::string_view inside = pattern.substr(at + 1, close - at - 1);
  at = close + 1;

  token set{.kind = token::set};
  if (!inside.empty() && (inside.front() == '!' || inside.front() == '^')) {
    set.negated = true;
    inside.remove_prefix(1);
  }
  if (inside.empty()) fail(pattern, where + " opens an empty set");
  while (!inside.empty()) {
    const bool is_range = inside.size() >= 3 && inside[1] == '-';
    const auto first = static_cast<unsigned char>(inside[0]);
    const auto last = is_range ? static_cast<unsigned char>(inside[2]) : first;
    if (last < first)
      fail(pattern, "the range '" + std::string(inside.substr(0, 3)) + "' is written backwards");
    for (unsigned c = first; c <= last; ++c) set.members.push_back(static_cast<char>(c));
    inside.remove_prefix(is_range ? 3 : 1);
  }
  return set;
}

bool glob::token::matches(char c) const {
  return kind == any || (members.find(c) != std::string::npos) != negated;
}

// Greedy with one point to fall back to: after a later `*` an earlier one never has to take more,
// so the time is at most the product of the two lengths.
bool glob::matches(std::string_view name) const {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t token_at = 0, at = 0;
  std::size_t star = none, resume = 0;
  while (at < name.size()) {
    if (token_at < tokens_.size() && tokens_[token_at].kind == token::run) {
      star = token_at++;
      resume = at;
    } else if (token_at < tokens_.size() && tokens_[token_at].matches(name[at])) {
      ++token_at;
      ++at;
    } else if (star != none) {
      token_at = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (token_at < tokens_.size() && tokens_[token_at].kind == token::run) ++token_at;
  return token_at == tokens_.size();
}

bool glob::is_literal(std::string_view pattern) {
  return pattern.find_first_of("*?[") == std::string_view::npos;
}

}  // namespace scenarios
