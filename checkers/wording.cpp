#include "checkers/wording.hpp"

#include <fmt/format.h>

#include <string_view>
#include <tuple>

namespace suture::wording {

namespace {

std::string_view file_name(const sync::site& where) {
  const std::string_view path = where.file;
  return path.substr(path.find_last_of('/') + 1);
}

}  // namespace

std::string at(const sync::site& where) {
  if (!where.known()) return {};
  if (where.near == sync::nearness::here) return " at " + to_string(where);
  return fmt::format(" ({})", to_string(where));
}

std::string since(const sync::site& where) {
  return where.known() ? " since " + to_string(where) : std::string();
}

std::string thread(thread_id t) { return fmt::format("thread {}", t); }

std::string data(const run_view& run, const void* address, const sync::site& made) {
  if (std::string name = run.objects().name_at(address); !name.empty()) return name;
  return made.known() ? "the data of " + to_string(made) : std::string("plain data");
}

std::string extent(const suture::block& b) {
  return fmt::format("{} byte{} allocated{} by {}", b.bytes, b.bytes == 1 ? "" : "s",
                     at(b.allocated_at), thread(b.allocated.thread));
}

std::string block(const suture::block& b) {
  return b.name != nullptr ? std::string(b.name) : "the " + extent(b);
}

bool stands_before(const sync::site& a, const sync::site& b) {
  const auto rank = [](const sync::site& s) {
    return std::tuple(file_name(s), s.line, std::string_view(s.function));
  };
  return rank(a) < rank(b);
}

}  // namespace suture::wording
