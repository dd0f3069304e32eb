// docs/tutorial.md held to its word: its listings are the programs here, to the letter, and every
// command in it is run and prints the lines the page shows, in that order.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string read(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The fenced blocks of the page that are marked `language`.
std::vector<std::string> blocks(const std::string& language) {
  std::istringstream page(read(SUTURE_TUTORIAL));
  std::vector<std::string> found;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
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

// A folder for what the commands write, gone with the test.
class work_folder {
 public:
  work_folder() { std::filesystem::create_directories(path_); }
  ~work_folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = testing::TempDir() + "suture-tutorial";
};

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

// Runs the commands of a console block ("$ …") and looks for the lines below each; a line "…"
// stands for any number of them.
void run_block(const std::string& block, const std::string& folder) {
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

TEST(tutorial, its_listings_are_the_programs_that_are_built) {
  const std::vector<std::string> listings = blocks("cpp");
  ASSERT_EQ(listings.size(), 3U);
  EXPECT_EQ(listings[0], read(SUTURE_LISTINGS "/counter_broken.cpp"));
  EXPECT_EQ(listings[1], read(SUTURE_LISTINGS "/counter_fixed.cpp"));
  EXPECT_EQ(listings[2], read(SUTURE_LISTINGS "/counter_unwatched.cpp"));
}

TEST(tutorial, its_commands_print_what_it_shows) {
  const std::vector<std::string> consoles = blocks("console");
  ASSERT_GE(consoles.size(), 4U);
  const work_folder folder;
  for (const std::string& block : consoles) run_block(block, folder.path());
}

}  // namespace
