// Paths in reports are relative to the repository, so that whoever reads the report finds the file
// in a checkout of his own.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace suture::report {

// The nearest of `from` and the folders around it that has a .git (a folder, or the file of a
// worktree); empty where there is none.
std::filesystem::path source_root(const std::filesystem::path& from);

// `file` relative to `root`, where it is an absolute path below it; as it is otherwise.
std::string relative_to(const std::filesystem::path& root, std::string_view file);

}  // namespace suture::report
