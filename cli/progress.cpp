#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace cli {

namespace {

using steady = std::chrono::steady_clock;
constexpr auto show_every = std::chrono::milliseconds(200);
constexpr const char* clear_line = "\r\x1b[K";

}  // namespace

progress_line::progress_line(std::size_t total) : on_(isatty(STDERR_FILENO) != 0), total_(total) {}

void progress_line::begin(std::size_t work, const std::string& name) {
  under_way_[work] = {name, 0, steady::now()};
  show(true);
}

void progress_line::runs(std::size_t work, std::uint64_t count) {
  under_way_[work].runs = count;
  show(false);
}

void progress_line::end(std::size_t work) {
  under_way_.erase(work);
  ++done_;
}

void progress_line::clear() {
  if (shown_) std::fputs(clear_line, stderr);
  shown_ = false;
}

// Shows the piece of work that has been going on for longest.
void progress_line::show(bool at_once) {
  if (!on_ || under_way_.empty()) return;
  const auto now = steady::now();
  if (!at_once && now - last_ < show_every) return;
  last_ = now;
  shown_ = true;
  const piece& p = under_way_.begin()->second;
  const double seconds = std::chrono::duration<double>(now - p.begun).count();
  std::string speed;
  if (p.runs != 0 && seconds > 0) {
    speed = fmt::format("  {} runs, {:.0f}/s", p.runs, static_cast<double>(p.runs) / seconds);
  }
  fmt::print(stderr, "{}[{}/{}] {}{}", clear_line, done_ + 1, total_, p.name, speed);
  std::fflush(stderr);
}

}  // namespace cli
