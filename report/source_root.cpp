#include "report/source_root.hpp"

#include <system_error>

namespace suture::report {

namespace fs = std::filesystem;

fs::path source_root(const fs::path& from) {
  for (fs::path folder = from; !folder.empty(); folder = folder.parent_path()) {
    std::error_code ignored;
    if (fs::exists(folder / ".git", ignored)) return folder;
    if (folder == folder.parent_path()) break;
  }
  return {};
}

std::string relative_to(const fs::path& root, std::string_view file) {
  const fs::path path = fs::path(file).lexically_normal();
  if (root.empty() || !path.is_absolute()) return std::string(file);
  const fs::path relative = path.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") return std::string(file);
  return relative.string();
}

}  // namespace suture::report
