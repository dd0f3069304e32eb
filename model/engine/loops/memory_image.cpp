#include "model/engine/loops/memory_image.hpp"

#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <string_view>

namespace suture {

namespace {

using word = memory_image::word;
constexpr std::size_t most_words = (std::size_t{64} << 20U) / sizeof(word);

std::span<const word> words_between(std::uintptr_t begin, std::uintptr_t end) {
  begin = (begin + sizeof(word) - 1) / sizeof(word) * sizeof(word);
  if (end < begin + sizeof(word)) return {};
  return {reinterpret_cast<const word*>(begin), (end - begin) / sizeof(word)};
}

struct found_regions {
  std::span<std::span<const word>> room;
  std::size_t count = 0;
  std::size_t left = most_words;
  bool all = true;

  void add(std::uintptr_t begin, std::uintptr_t end) {
    const std::span<const word> words = words_between(begin, end);
    if (words.empty()) return;
    all = all && words.size() <= left && count < room.size();
    if (!all) return;
    left -= words.size();
    room[count++] = words;
  }
};

// What is made read-only once the object is linked stays as it is.
std::uintptr_t end_of_relocated(const dl_phdr_info& object) {
  for (int i = 0; i < object.dlpi_phnum; ++i) {
    const auto& part = object.dlpi_phdr[i];
    if (part.p_type == PT_GNU_RELRO) return object.dlpi_addr + part.p_vaddr + part.p_memsz;
  }
  return 0;
}

// A sanitizer's runtime keeps many megabytes that are none of the program's.
bool is_sanitizer(std::string_view library) {
  constexpr std::string_view names[] = {"/libasan.", "/libtsan.", "/libubsan.", "/liblsan."};
  return std::any_of(std::begin(names), std::end(names),
                     [&](std::string_view name) { return library.find(name) != library.npos; });
}

int add_segments(dl_phdr_info* object, std::size_t, void* argument) {
  auto& found = *static_cast<found_regions*>(argument);
  if (is_sanitizer(object->dlpi_name)) return 0;
  const std::uintptr_t relocated = end_of_relocated(*object);
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& part = object->dlpi_phdr[i];
    if (part.p_type == PT_TLS && object->dlpi_tls_data != nullptr) {
      const auto begin = reinterpret_cast<std::uintptr_t>(object->dlpi_tls_data);
      found.add(begin, begin + part.p_memsz);
    }
    if (part.p_type != PT_LOAD || (part.p_flags & PF_W) == 0) continue;
    const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr;
    const std::uintptr_t end = begin + part.p_memsz;
    found.add(relocated > begin && relocated < end ? relocated : begin, end);
  }
  return 0;
}

// Where malloc's main heap begins: 0 where the process has none.
std::uintptr_t begin_of_heap() {
  static const std::uintptr_t begin = [] {
    std::uintptr_t found = 0;
    std::FILE* const maps = std::fopen("/proc/self/maps", "r");
    if (maps == nullptr) return found;
    char line[512];
    while (std::fgets(line, sizeof line, maps) != nullptr) {
      unsigned long from = 0;
      if (std::strstr(line, "[heap]") != nullptr && std::sscanf(line, "%lx", &from) == 1) {
        found = from;
      }
    }
    std::fclose(maps);
    return found;
  }();
  return begin;
}

__attribute__((no_sanitize("address", "thread"))) void copy(std::span<const word> from, word* to) {
  const volatile word* const source = from.data();
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = source[i];
}

}  // namespace

std::span<const word> memory_image::part_there(std::span<const word> words) {
  const auto begin = reinterpret_cast<std::uintptr_t>(words.data());
  const std::uintptr_t heap = begin_of_heap();
  // Libraries and thread_local data lie far above the heap, the executable below it.
  constexpr std::uintptr_t largest_heap = std::uintptr_t{1} << 40U;
  if (heap == 0 || begin < heap || begin - heap > largest_heap) return words;
  const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
  return words.first(std::min(words.size(), end < begin ? 0 : (end - begin) / sizeof(word)));
}

bool memory_image::take(std::span<const std::span<const std::byte>> more) {
  found_regions found{regions_};
  for (const std::span<const std::byte> part : more) {
    const auto begin = reinterpret_cast<std::uintptr_t>(part.data());
    found.add(begin / sizeof(word) * sizeof(word),
              (begin + part.size() + sizeof(word) - 1) / sizeof(word) * sizeof(word));
  }
  dl_iterate_phdr(add_segments, &found);
  if (const std::uintptr_t heap = begin_of_heap(); heap != 0) {
    found.add(heap, reinterpret_cast<std::uintptr_t>(sbrk(0)));
  }
  count_ = found.count;
  total_ = 0;
  for (std::size_t i = 0; i < count_; ++i) total_ += regions_[i].size();
  if (!found.all || !kept_.reserve(total_)) {
    count_ = total_ = 0;
    return false;
  }
  word* to = kept_.data();
  for (std::size_t i = 0; i < count_; ++i) {
    copy(regions_[i], to);
    to += regions_[i].size();
  }
  return true;
}

}  // namespace suture
