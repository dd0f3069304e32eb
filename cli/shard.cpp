#include "cli/shard.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "cli/exit_status.hpp"

namespace cli {

namespace {

// Where a test runner or a CI service says which of how many jobs this is.
struct variables {
  const char* index;
  const char* count;
  std::uint32_t first;  // what the index is counted from
};
constexpr variables known[] = {
    {"GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", 0},
    {"TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0},  // Bazel
    {"CI_NODE_INDEX", "CI_NODE_TOTAL", 1},         // GitLab
    {"CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0},
    {"BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0},
    {"SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", 1},  // Azure Pipelines
};

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t n = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, n);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return n;
}

// Names of the variables, for a message.
std::string pair_of(const variables& v) { return fmt::format("{} and {}", v.index, v.count); }

// What one service's variables say; nothing where they are not set.
std::optional<shard> said_by(const variables& v) {
  const char* const index = std::getenv(v.index);
  const char* const count = std::getenv(v.count);
  if (index == nullptr && count == nullptr) return std::nullopt;
  const auto i = number(index == nullptr ? "" : index);
  const auto n = number(count == nullptr ? "" : count);
  if (!i || !n || *i < v.first || *i - v.first >= *n) {
    throw wrong_use(
        fmt::format("--shard env: {} are '{}' and '{}'; they must be numbers, the "
                    "first from {} to {}",
                    pair_of(v), index == nullptr ? "" : index, count == nullptr ? "" : count,
                    v.first, v.first == 0 ? "one less than the second" : "the second"));
  }
  return shard{*i - v.first + 1, *n};
}

shard from_environment() {
  std::optional<shard> found;
  const variables* by = nullptr;
  for (const variables& v : known) {
    const std::optional<shard> said = said_by(v);
    if (!said) continue;
    if (found && (found->index != said->index || found->count != said->count)) {
      throw wrong_use(fmt::format("--shard env: {} say {}/{}, but {} say {}/{}", pair_of(*by),
                                  found->index, found->count, pair_of(v), said->index,
                                  said->count));
    }
    found = said;
    by = &v;
  }
  if (found) return *found;
  std::string names;
  for (const variables& v : known) names += fmt::format("{}{}", names.empty() ? "" : ", ", v.index);
  throw wrong_use(fmt::format("--shard env: none of {} is set; give the part as in 2/5", names));
}

}  // namespace

shard parse_shard(const std::string& text) {
  if (text == "env") return from_environment();
  const std::size_t slash = text.find('/');
  const auto index = number(std::string_view(text).substr(0, slash));
  const auto count =
      slash == std::string::npos ? std::nullopt : number(std::string_view(text).substr(slash + 1));
  if (!index || !count || *index == 0 || *index > *count) {
    throw wrong_use(fmt::format(
        "--shard is '{}'; it must be a part and how many there are, such as 2/5, or env", text));
  }
  return {*index, *count};
}

}  // namespace cli
