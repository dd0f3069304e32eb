#include "tests/cli/command.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace cli {

namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

void redirect(int to, const std::string& path, int flags) {
  const int file = open(path.c_str(), flags, 0600);
  if (file < 0 || dup2(file, to) < 0) _exit(126);
}

}  // namespace

finished run_program(const std::string& program, const std::vector<std::string>& arguments,
                     const std::string& input) {
  const temporary_folder files;  // for the three streams
  std::ofstream(files.path("in")) << input;
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (const std::string& a : arguments) words.push_back(const_cast<char*>(a.c_str()));
  words.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    redirect(STDIN_FILENO, files.path("in"), O_RDONLY);
    redirect(STDOUT_FILENO, files.path("out"), O_WRONLY | O_CREAT);
    redirect(STDERR_FILENO, files.path("err"), O_WRONLY | O_CREAT);
    execv(program.c_str(), words.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(files.path("out")),
          text_of(files.path("err"))};
}

finished suture(const std::vector<std::string>& arguments, const std::string& input) {
  return run_program(SUTURE_COMMAND, arguments, input);
}

finished suture_badly(const std::vector<std::string>& arguments) {
  return run_program(SUTURE_BADLY, arguments);
}

}  // namespace cli
