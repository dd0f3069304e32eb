#include "model/execution/memory_watch.hpp"

#include <algorithm>
#include <utility>

namespace suture {

namespace {

using word = memory_image::word;
constexpr std::size_t most_changed = std::size_t{1} << 16U;

}  // namespace

void memory_watch::begin() {
  changed_count_ = 0;
  looked_ = false;
  on_ = changed_.reserve(most_changed) && before_.take(memory_image::scope::program);
}

void memory_watch::look() {
  if (std::exchange(looked_, true)) return;
  before_.each_change([&](const volatile word* at, word, word now) {
    if (changed_count_ < most_changed) changed_.data()[changed_count_++] = {at, now};
  });
}

bool memory_watch::still_changes(std::span<const std::span<const std::byte>> own) {
  on_ = false;
  const std::span<const changed_word> changed{changed_.data(), changed_count_};
  return std::any_of(changed.begin(), changed.end(), [&](const changed_word& c) {
    const auto begin_of_word = const_cast<const word*>(c.at);
    if (memory_image::part_there({begin_of_word, 1}).empty()) return false;
    if (memory_image::value_at(c.at) == c.value) return false;
    const auto at = reinterpret_cast<std::uintptr_t>(c.at);
    return std::none_of(own.begin(), own.end(), [&](std::span<const std::byte> s) {
      const auto begin = reinterpret_cast<std::uintptr_t>(s.data());
      return at + sizeof(word) > begin && at < begin + s.size();
    });
  });
}

}  // namespace suture
