#include "cli/sibling.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "cli/exit_status.hpp"
#include "scenarios/catalog.hpp"

namespace cli {

namespace {

constexpr const char* sibling = "suture-backends";

std::vector<std::string> own_arguments() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> all;
  for (std::string one; std::getline(in, one, '\0');) all.push_back(one);
  return all;
}

}  // namespace

void become_one_with(scenarios::backend wanted, const std::string& name) {
  const auto& all = scenarios::catalog().all();
  const bool has_it = std::ranges::any_of(
      all, [&](const scenarios::variant& v) { return v.on(wanted) != nullptr; });
  if (has_it) return;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe");
  if (self.filename() == sibling) return;
  const std::string program = self.parent_path() / sibling;
  std::vector<std::string> arguments = own_arguments();
  std::vector<char*> words;
  for (std::string& a : arguments) words.push_back(a.data());
  words.push_back(nullptr);
  execv(program.c_str(), words.data());
  throw wrong_use(
      fmt::format("--backend is '{}', which is a matter of the program {}: {}; build its target, "
                  "suture_backends",
                  name, program, std::generic_category().message(errno)));
}

}  // namespace cli
