#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

namespace cli {

namespace {

int first_error = 0;  // of what was written to stdout

std::string words(int error) { return std::strerror(error); }

int open_for_writing(const std::string& file, int flags) {
  for (;;) {
    const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0666);
    if (opened >= 0 || errno != EINTR) return opened;
  }
}

}  // namespace

void outlive_closed_pipes() { signal(SIGPIPE, SIG_IGN); }

void say(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return;
  if (first_error == 0) first_error = errno != 0 ? errno : EIO;
}

std::string fault_of_output() {
  errno = 0;
  if (std::fflush(stdout) != 0 && first_error == 0) first_error = errno;
  if (std::ferror(stdout) != 0 && first_error == 0) first_error = EIO;
  return first_error == 0 ? std::string() : words(first_error);
}

std::string fault_of_opening(const std::string& file) {
  // A check that is killed leaves no empty report behind, which its reader would stumble over.
  int opened = open_for_writing(file, O_EXCL);
  if (opened >= 0) {
    unlink(file.c_str());
  } else if (errno == EEXIST) {
    opened = open_for_writing(file, O_APPEND);
  }
  if (opened < 0) return words(errno);
  close(opened);
  return {};
}

std::string write_file(const std::string& file, std::string_view text) {
  const int opened = open_for_writing(file, O_TRUNC);
  if (opened < 0) return words(errno);
  int error = 0;
  while (!text.empty() && error == 0) {
    const ssize_t n = write(opened, text.data(), text.size());
    if (n > 0) text.remove_prefix(static_cast<std::size_t>(n));
    if (n < 0 && errno != EINTR) error = errno;
  }
  // Some file systems tell only here that the disk is full.
  if (close(opened) != 0 && error == 0) error = errno;
  return error == 0 ? std::string() : words(error);
}

}  // namespace cli
