#include "tests/support/page.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace suture {

namespace fs = std::filesystem;

std::string text_of_file(const std::string& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in) << "there is no " << path;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> blocks_of(const std::string& page, const std::string& language) {
  std::istringstream lines(page);
  std::vector<std::string> found;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (!inside && line == "```" + language) {
      inside = true;
      found.emplace_back();
    } else if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      found.back() += line + "\n";
    }
  }
  return found;
}

work_folder::work_folder() { fs::create_directory(folder_.path() / ".git"); }

std::string output_of(const std::string& command, const std::string& folder) {
  const std::string in_place =
      "cd '" + folder + "' && PATH='" SUTURE_PROGRAMS "':$PATH && { " + command + "\n} 2>&1";
  std::string output;
  FILE* pipe = popen(in_place.c_str(), "r");
  if (pipe == nullptr) return output;
  std::array<char, 4096> part{};
  while (const std::size_t n = fread(part.data(), 1, part.size(), pipe))
    output.append(part.data(), n);
  pclose(pipe);
  return output;
}

void expect_as_shown(const std::string& block, const std::string& folder) {
  std::istringstream lines(block);
  std::string command, output;
  std::size_t at = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("$ ")) {
      command = line.substr(2);
      output = output_of(command, folder);
      at = 0;
    } else if (!line.empty() && line != "…") {
      const std::size_t found = output.find(line, at);
      EXPECT_NE(found, std::string::npos) << "$ " << command << "\ndoes not print\n"
                                          << line << "\nbut\n"
                                          << output;
      if (found != std::string::npos) at = found + line.size();
    }
  }
}

}  // namespace suture
