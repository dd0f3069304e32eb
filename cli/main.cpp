// The command `suture`: see `suture --help`, and docs/tutorial.md.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <stdexcept>

#include "cli/command_line.hpp"
#include "cli/exit_status.hpp"
#include "cli/output.hpp"
#include "report/width.hpp"

namespace {

// Where nobody listens the exit status must do.
int complain(std::string_view message, int status) {
  std::fputs(fmt::format("suture: {}\n", suture::report::one_line(message)).c_str(), stderr);
  return status;
}

// Whoever was started without a standard stream would give its number to the first file it opens,
// and print into that.
void open_standard_streams() {
  for (int file = 0; file <= STDERR_FILENO; ++file) {
    if (fcntl(file, F_GETFD) >= 0) continue;
    const int opened = open("/dev/null", O_RDWR);
    if (opened >= 0 && opened != file) close(opened);
  }
}

// What was to be read on stdout and cannot be is no verdict.
int told(int status) {
  const std::string fault = cli::fault_of_output();
  if (fault.empty()) return status;
  return complain("cannot write to standard output: " + fault, cli::exit_status::not_written);
}

int run(int argc, char** argv) {
  cli::command_line line;
  try {
    line.app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return line.app.exit(e);  // --help
    return complain(e.what(), cli::exit_status::wrong_use);
  }
  return told(line.chosen()());
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  try {
    return run(argc, argv);
  } catch (const cli::wrong_use& e) {
    return complain(e.what(), cli::exit_status::wrong_use);
  } catch (const std::invalid_argument& e) {
    return complain(e.what(), cli::exit_status::wrong_use);
  } catch (const std::exception& e) {
    if (std::ferror(stdout) != 0) return told(cli::exit_status::not_written);
    return complain(std::string("internal error: ") + e.what(), cli::exit_status::internal_error);
  }
}
