#include "cli/isolated.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <memory>
#include <string_view>
#include <system_error>

namespace cli {

namespace {

using steady = std::chrono::steady_clock;

constexpr int failed_with_exception = 113;
constexpr std::size_t output_kept = 4096;

struct pipe_ends {
  int read = -1;
  int write = -1;
};

pipe_ends make_pipe() {
  int ends[2];
  if (pipe(ends) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  return {ends[0], ends[1]};
}

void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;  // nobody listens any more
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

// What the child does from its first instruction to its last. No destructors of the parent's
// objects and no exit handlers run here.
[[noreturn]] void be_the_child(const isolated_work& work, int lines, int output) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  signal(SIGPIPE, SIG_DFL);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  int status = 0;
  try {
    work.run([lines](const std::string& line) { write_all(lines, line + '\n'); });
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}", e.what());
    status = failed_with_exception;
  } catch (...) {
    status = failed_with_exception;
  }
  std::fflush(nullptr);
  _exit(status);
}

// A child as its parent sees it.
class child {
 public:
  child(std::size_t index, const isolated_work& work) : index_(index), work_(work) {
    const pipe_ends lines = make_pipe();
    const pipe_ends output = make_pipe();
    std::fflush(nullptr);
    process_ = fork();
    if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (process_ == 0) {
      close(lines.read);
      close(output.read);
      be_the_child(work_, lines.write, output.write);
    }
    close(lines.write);
    close(output.write);
    lines_ = lines.read;
    output_ = output.read;
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child() { shut(); }

  std::size_t index() const { return index_; }
  int lines() const { return lines_; }
  int output() const { return output_; }
  bool open() const { return lines_ >= 0 || output_ >= 0; }

  void read_lines(const isolated_events& events) {
    if (!read_some(lines_, unfinished_line_)) return;
    heard_ = steady::now();
    for (std::size_t end; (end = unfinished_line_.find('\n')) != std::string::npos;) {
      events.line(index_, unfinished_line_.substr(0, end));
      unfinished_line_.erase(0, end + 1);
    }
  }
  void read_output() {
    if (!read_some(output_, said_)) return;
    if (said_.size() > output_kept) said_.erase(0, said_.size() - output_kept);
  }

  // A grandchild may still hold the pipes, so nobody waits for their end.
  void kill_if_silent() {
    const std::chrono::duration<double> silence = steady::now() - heard_;
    if (killed_ || silence.count() < work_.patience_seconds) return;
    killed_ = true;
    ::kill(process_, SIGKILL);
    shut();
  }

  isolated_end wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    isolated_end end;
    end.output = said_;
    end.killed = killed_;
    end.well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (WIFSIGNALED(status)) {
      const int signal = WTERMSIG(status);
      end.words = fmt::format("killed by signal {} ({})", signal, strsignal(signal));
    } else if (WIFEXITED(status) && !end.well) {
      end.words = WEXITSTATUS(status) == failed_with_exception
                      ? "an error: " + said_
                      : fmt::format("exit with status {}", WEXITSTATUS(status));
    }
    return end;
  }

 private:
  void shut() {
    for (int* file : {&lines_, &output_}) {
      if (*file >= 0) close(*file);
      *file = -1;
    }
  }
  // False at the end of the file, which is then closed.
  static bool read_some(int& file, std::string& into) {
    char buffer[65536];
    const ssize_t n = read(file, buffer, sizeof buffer);
    if (n > 0) {
      into.append(buffer, static_cast<std::size_t>(n));
      return true;
    }
    if (n < 0 && errno == EINTR) return true;
    close(file);
    file = -1;
    return false;
  }

  std::size_t index_;
  const isolated_work& work_;
  pid_t process_ = -1;
  int lines_ = -1;
  int output_ = -1;
  std::string unfinished_line_;
  std::string said_;
  bool killed_ = false;
  steady::time_point heard_ = steady::now();
};

// Waits until some child has something to say, but not for long.
void listen(const std::vector<std::unique_ptr<child>>& children, const isolated_events& events) {
  std::vector<pollfd> files;
  for (const auto& c : children) {
    files.push_back({c->lines(), POLLIN, 0});
    files.push_back({c->output(), POLLIN, 0});
  }
  poll(files.data(), files.size(), 100);
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (files[2 * i].revents != 0) children[i]->read_lines(events);
    if (files[2 * i + 1].revents != 0) children[i]->read_output();
    children[i]->kill_if_silent();
  }
}

}  // namespace

void run_isolated(const std::vector<isolated_work>& work, unsigned jobs,
                  const isolated_events& events) {
  std::vector<std::unique_ptr<child>> children;
  std::size_t next = 0;
  while (next < work.size() || !children.empty()) {
    while (next < work.size() && children.size() < jobs) {
      events.begin(next);
      children.push_back(std::make_unique<child>(next, work[next]));
      ++next;
    }
    listen(children, events);
    std::erase_if(children, [&](const std::unique_ptr<child>& c) {
      if (c->open()) return false;
      events.end(c->index(), c->wait());
      return true;
    });
  }
}

}  // namespace cli
