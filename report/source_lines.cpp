#include "report/source_lines.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace suture::report {

namespace {

constexpr off_t largest_file = off_t{4} << 20U;  // bytes: more is no source

// Of the program and all that it has loaded the newest: a module may be younger than the command.
time_t compiled_at() {
  time_t newest = 0;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const std::size_t path = line.find('/');
    const std::size_t space = line.find(' ');
    const bool code = space != std::string::npos && line.compare(space + 3, 1, "x") == 0;
    struct stat about {};
    if (!code || path == std::string::npos || stat(line.c_str() + path, &about) != 0) continue;
    newest = std::max(newest, about.st_mtime);
  }
  return newest;
}

bool is_readable_source(const std::string& name) {
  struct stat about {};
  return stat(name.c_str(), &about) == 0 && S_ISREG(about.st_mode) &&
         about.st_size <= largest_file && about.st_mtime <= compiled_at();
}

// A program may be built so that it names files from the root of its sources. That is looked for
// upwards from where the command runs, and from where the program is.
std::string found(const std::string& path) {
  if (is_readable_source(path)) return path;
  if (path.starts_with('/')) return {};
  std::error_code ignored;
  for (std::filesystem::path from : {std::filesystem::current_path(ignored),
                                     std::filesystem::read_symlink("/proc/self/exe", ignored)}) {
    for (; from.has_relative_path(); from = from.parent_path()) {
      const std::string name = (from / path).string();
      if (is_readable_source(name)) return name;
    }
  }
  return {};
}

std::string trimmed(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

const std::vector<std::string>& source_lines::file(std::string_view path) {
  if (const auto known = files_.find(path); known != files_.end()) return known->second;
  std::vector<std::string>& lines = files_[std::string(path)];
  const std::string name = found(std::string(path));
  if (name.empty()) return lines;
  std::ifstream in(name);
  for (std::string line; std::getline(in, line);) lines.push_back(trimmed(line));
  return lines;
}

std::string source_lines::at(const sync::site& where) {
  if (!where.known() || where.near != sync::nearness::here || where.line == 0) return {};
  const std::vector<std::string>& lines = file(where.file);
  return where.line <= lines.size() ? lines[where.line - 1] : std::string();
}

}  // namespace suture::report
