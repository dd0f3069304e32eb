// Pages of the documentation held to their word: the blocks of a page, and its commands run.
#pragma once

#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace suture {

std::string text_of_file(const std::string& path);

// The fenced blocks of the page that are marked `language`.
std::vector<std::string> blocks_of(const std::string& page, const std::string& language);

// A folder for what commands write, gone with the test. It is a repository, as far as looks go.
class work_folder {
 public:
  work_folder();

  std::string path() const { return folder_.path().string(); }

 private:
  temporary_folder folder_;
};

// What a shell prints for the command, in that folder, with the programs of this build at hand.
std::string output_of(const std::string& command, const std::string& folder);

// Runs the commands of a console block ("$ …") and looks for the lines below each, in that order; a
// line "…" stands for any number of them.
void expect_as_shown(const std::string& block, const std::string& folder);

}  // namespace suture
