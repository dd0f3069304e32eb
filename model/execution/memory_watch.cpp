#include "model/execution/memory_watch.hpp"

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

namespace suture {

namespace {

using word = std::uint64_t;
constexpr std::size_t most_words = (std::size_t{64} << 20U) / sizeof(word);
constexpr std::size_t most_changed = std::size_t{1} << 16U;

std::span<const word> words_between(std::uintptr_t begin, std::uintptr_t end) {
  begin = (begin + sizeof(word) - 1) / sizeof(word) * sizeof(word);
  if (end < begin + sizeof(word)) return {};
  return {reinterpret_cast<const word*>(begin), (end - begin) / sizeof(word)};
}

struct found_regions {
  std::array<std::span<const word>, 8> all;
  std::size_t count = 0;
  void add(std::span<const word> r) {
    if (!r.empty() && count < all.size()) all[count++] = r;
  }
};

// The executable comes first, and has no name.
int add_segments(dl_phdr_info* object, std::size_t, void* argument) {
  auto& found = *static_cast<found_regions*>(argument);
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const auto& part = object->dlpi_phdr[i];
    if (part.p_type != PT_LOAD || (part.p_flags & PF_W) == 0) continue;
    const std::uintptr_t begin = object->dlpi_addr + part.p_vaddr;
    found.add(words_between(begin, begin + part.p_memsz));
  }
  return 1;
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

// Malloc may have given the end of its heap back.
bool is_there(const volatile word* at) {
  const auto begin = reinterpret_cast<std::uintptr_t>(at);
  const std::uintptr_t heap = begin_of_heap();
  return heap == 0 || begin < heap ||
         begin + sizeof(word) <= reinterpret_cast<std::uintptr_t>(sbrk(0));
}

// Other threads of the process may write there meanwhile, and AddressSanitizer has redzones there.
__attribute__((no_sanitize("address", "thread"))) word value_at(const volatile word* at) {
  return *at;
}

}  // namespace

template <class T>
bool memory_watch::mapped<T>::reserve(std::size_t count) {
  if (count <= room) return true;
  give_back();
  void* const memory = mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  items = memory == MAP_FAILED ? nullptr : static_cast<T*>(memory);
  room = items == nullptr ? 0 : count;
  return items != nullptr;
}

template <class T>
void memory_watch::mapped<T>::give_back() {
  if (items != nullptr) munmap(items, room * sizeof(T));
  items = nullptr;
  room = 0;
}

memory_watch::~memory_watch() {
  kept_.give_back();
  changed_.give_back();
}

void memory_watch::begin() {
  found_regions found;
  const std::uintptr_t heap = begin_of_heap();
  dl_iterate_phdr(add_segments, &found);
  if (heap != 0) found.add(words_between(heap, reinterpret_cast<std::uintptr_t>(sbrk(0))));
  region_count_ = found.count;
  std::size_t left = most_words, total = 0;
  for (std::size_t i = 0; i < found.count; ++i) {
    regions_[i] = found.all[i].first(std::min(found.all[i].size(), left));
    left -= regions_[i].size();
    total += regions_[i].size();
  }
  changed_count_ = 0;
  looked_ = false;
  on_ = kept_.reserve(total) && changed_.reserve(most_changed);
  if (!on_) return;
  word* to = kept_.items;
  for (std::size_t i = 0; i < region_count_; ++i) {
    for (const word& w : regions_[i]) *to++ = value_at(&w);
  }
}

void memory_watch::look() {
  if (std::exchange(looked_, true)) return;
  const word* before = kept_.items;
  for (std::size_t i = 0; i < region_count_; ++i) {
    if (regions_[i].empty() || !is_there(&regions_[i].back())) return;
    for (const word& w : regions_[i]) {
      const word now = value_at(&w);
      if (now != *before++ && changed_count_ < most_changed) {
        changed_.items[changed_count_++] = {&w, now};
      }
    }
  }
}

bool memory_watch::still_changes(std::span<const std::span<const std::byte>> own) {
  on_ = false;
  return std::any_of(changed_.items, changed_.items + changed_count_, [&](const changed_word& c) {
    if (!is_there(c.at) || value_at(c.at) == c.value) return false;
    const auto at = reinterpret_cast<std::uintptr_t>(c.at);
    return std::none_of(own.begin(), own.end(), [&](std::span<const std::byte> s) {
      const auto begin = reinterpret_cast<std::uintptr_t>(s.data());
      return at + sizeof(word) > begin && at < begin + s.size();
    });
  });
}

}  // namespace suture
