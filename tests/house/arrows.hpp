// The house's arrows: which folder may include which, read off the #include lines.
//
// The architecture (docs/architecture.md) is a house whose arrows point downwards only. This is
// the same picture as a table, and a reader that compares the sources with it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace house {

// A folder and what its files may include besides their own folder.
struct arrows {
  std::string folder;
  // "model/**" is every file below model; "model/sync/*" only files directly in model/sync.
  std::vector<std::string> may_include;
};

// The table. A file belongs to the longest folder that holds it; a folder with sources that is
// missing here is itself a violation, so the table cannot fall behind the tree.
const std::vector<arrows>& house_arrows();

// No source is longer than this.
inline constexpr std::size_t longest_file = 500;

// One thing that is not as it should be; prints as file:line: message, which editors can jump to.
struct violation {
  std::string file;  // relative to the root, with forward slashes
  std::size_t line;
  std::string message;
};
std::string to_string(const violation& v);

// What a reading has seen and what it objects to, both in the order of the file names.
struct reading {
  std::vector<std::string> files;
  std::size_t includes = 0;  // those that name a file of this repository
  std::vector<violation> violations;
};

// Reads every source below `root`. Hidden folders and those that start with `build` are skipped.
// Throws std::filesystem::filesystem_error if root cannot be read.
reading read_house(const std::filesystem::path& root);

}  // namespace house
