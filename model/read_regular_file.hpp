// Files that somebody names, read whole.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <system_error>

namespace suture {

// The content of a regular file. Throws std::runtime_error that says why it cannot be read: "cannot
// be read: No such file or directory", "is a directory", "is no regular file …", "is larger than
// …". What has no end or makes its reader wait, a device or a pipe, is refused before it is read.
inline std::string read_regular_file(const std::string& name,
                                     std::size_t most_bytes = std::size_t{1} << 30) {
  struct descriptor {
    int number;
    ~descriptor() {
      if (number >= 0) ::close(number);
    }
  };
  const auto failed = [] { return std::runtime_error(std::generic_category().message(errno)); };
  const auto too_large = [most_bytes] {
    return std::runtime_error("Is larger than the " + std::to_string(most_bytes >> 20) +
                              " MiB that are read");
  };
  const descriptor file{::open(name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat about {};
  if (file.number < 0 || ::fstat(file.number, &about) != 0) throw failed();
  if (S_ISDIR(about.st_mode)) throw std::runtime_error("Is a directory");
  if (!S_ISREG(about.st_mode)) {
    throw std::runtime_error("Is no regular file: a pipe or a device may have no end");
  }
  if (static_cast<std::size_t>(about.st_size) > most_bytes) throw too_large();
  std::string content;
  std::string piece(std::size_t{1} << 16, '\0');
  for (;;) {
    const ssize_t got = ::read(file.number, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw failed();
    if (got == 0) return content;
    content.append(piece.data(), static_cast<std::size_t>(got));
    if (content.size() > most_bytes) throw too_large();
  }
}

}  // namespace suture
