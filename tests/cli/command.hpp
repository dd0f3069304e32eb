// Running the command, as a shell would.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cli {

// A folder that goes with all that is in it.
class temporary_folder {
 public:
  temporary_folder();
  ~temporary_folder() { std::filesystem::remove_all(folder_); }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  std::string path(const std::string& file) const { return (folder_ / file).string(); }

 private:
  std::filesystem::path folder_;
};

struct finished {
  int status = -1;  // exit status; -1: it did not exit by itself
  std::string out;
  std::string err;
};

// Runs `program` with these arguments and this on its standard input.
finished run_program(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& input = {});

// The command of this build; and the one whose scenarios misbehave.
finished suture(const std::vector<std::string>& arguments, const std::string& input = {});
finished suture_badly(const std::vector<std::string>& arguments);

}  // namespace cli
