// Where a search of Relacy's stands, as the text it reads and writes itself.
//
// It is the number of the execution, which is also the seed under `random`, and for the tree
// searches the path to that execution: a count of decisions and, for each, how many ways there
// were, which was taken, and a type. Relacy can start from such a text but not go to the next, as
// it does within a search; next_state does that for an execution that was stopped (see assume).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace suture::relacy {

// The state from which `random` runs with this seed. Relacy makes use of 40 bits.
inline std::string random_state(std::uint64_t seed) {
  const std::uint64_t first = seed == 0 ? 1 : (seed * 0x9e3779b97f4a7c15U) >> 24;
  return std::to_string(first) + " ";
}

// The state of the execution after the one in `state`; none if that was the last of a tree.
inline std::optional<std::string> next_state(const std::string& state, bool is_tree) {
  struct decision {
    std::uint64_t ways, taken, type;
  };
  std::istringstream in(state);
  std::uint64_t execution = 0;
  in >> execution;
  std::ostringstream out;
  out << execution + 1 << ' ';
  if (!is_tree) return out.str();

  std::size_t depth = 0;
  in >> depth;
  std::vector<decision> path(depth);
  for (decision& d : path) in >> d.ways >> d.taken >> d.type;
  // Depth first: drop what is exhausted at the end, take the next way at the last that is not.
  while (!path.empty() && path.back().taken + 1 == path.back().ways) path.pop_back();
  if (path.empty()) return std::nullopt;
  ++path.back().taken;
  out << path.size() << ' ';
  for (const decision& d : path) out << d.ways << ' ' << d.taken << ' ' << d.type << ' ';
  return out.str();
}

}  // namespace suture::relacy
