// --shard: which part of each check this process is to make.
#pragma once

#include <cstdint>
#include <string>

namespace cli {

struct shard {
  std::uint32_t index = 1;  // counted from 1
  std::uint32_t count = 1;
};

// "2/5"; or "env": as the environment says that this is one of several machines or processes, in
// the variables of GoogleTest, Bazel, GitLab, CircleCI, Buildkite or Azure Pipelines. Throws
// wrong_use for anything else, and where the environment says nothing or contradicts itself.
shard parse_shard(const std::string& text);

}  // namespace cli
