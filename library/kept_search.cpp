#include "library/kept_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "library/build_mark.hpp"
#include "model/schedule/crc32.hpp"
#include "report/search_state_json.hpp"

namespace suture {

namespace {

constexpr std::string_view format = "suture search 1";

// The budget and the number of jobs need not be the same.
std::string asked_for(const options& how) {
  return fmt::format("{} {} seed={} blind={} part={}/{} {} {} {} {} {} {} {} {} {}", how.strategy,
                     how.memory, how.seed, how.blind, how.shard, how.shards, how.spurious_wakeups,
                     how.allocation_failures, how.clock_jumps, how.time_outs, how.writers_first,
                     how.reuse, how.max_events, how.stack_bytes, how.name);
}

[[noreturn]] void refuse(const std::string& file, std::string_view why) {
  throw std::invalid_argument(
      fmt::format("checkpoint is '{}', which {}; give another file, or remove it", file, why));
}

// The text up to the line end at `from`, which then stands after it.
std::string_view line_of(std::string_view text, std::size_t& from) {
  const std::size_t end = std::min(text.find('\n', from), text.size());
  const std::string_view line = text.substr(from, end - from);
  from = std::min(end + 1, text.size());
  return line;
}

}  // namespace

kept_search::kept_search(const options& how) : file_(how.checkpoint), asked_(asked_for(how)) {
  std::error_code failure;
  const auto status = std::filesystem::status(file_, failure);
  if (!std::filesystem::exists(status)) return;
  if (!std::filesystem::is_regular_file(status)) refuse(file_, "is no regular file");
  read();
}

std::string kept_search::head() const {
  return fmt::format("{}\n{}\n{}\n", format, mark_of_this_build(), asked_);
}

void kept_search::read() {
  std::ifstream in(file_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::size_t at = 0;
  if (!in || line_of(text, at) != format) refuse(file_, "holds no search");
  const std::string_view build = line_of(text, at);
  const std::string_view asked = line_of(text, at);
  const std::string_view state = line_of(text, at);
  const std::string_view checksum = line_of(text, at);
  const std::size_t summed =
      static_cast<std::size_t>(state.data() + state.size() - text.data()) + 1;
  if (checksum != fmt::format("{:08x}", crc32(std::string_view(text).substr(0, summed)))) {
    refuse(file_, "is damaged: its checksum does not match");
  }
  if (build != mark_of_this_build()) refuse(file_, "was written by another build of the program");
  if (asked != asked_) refuse(file_, fmt::format("is of another check ({})", asked));
  from_ = report::search_state_from_line(state);
}

void kept_search::keep(const search_state& now) const {
  const std::string text = fmt::format("{}{}\n", head(), report::to_line(now));
  const std::string fresh = file_ + ".new";
  std::ofstream out(fresh, std::ios::binary);
  out << text << fmt::format("{:08x}\n", crc32(text));
  out.close();
  if (!out || std::rename(fresh.c_str(), file_.c_str()) != 0) {
    throw std::runtime_error(fmt::format("checkpoint: cannot write {}", file_));
  }
}

}  // namespace suture
