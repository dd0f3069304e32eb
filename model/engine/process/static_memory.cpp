#include "model/engine/process/static_memory.hpp"

#include <link.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace suture {

namespace {

struct segment {
  std::uintptr_t begin, end;
};

int note_segments(dl_phdr_info* object, std::size_t, void* all) {
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = object->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || (header.p_flags & PF_W) == 0) continue;
    const std::uintptr_t begin = object->dlpi_addr + header.p_vaddr;
    static_cast<std::vector<segment>*>(all)->push_back({begin, begin + header.p_memsz});
  }
  return 0;
}

std::vector<segment> writable_segments() {
  std::vector<segment> all;
  dl_iterate_phdr(note_segments, &all);
  return all;
}

}  // namespace

bool in_static_memory(const void* address) {
  static const std::vector<segment> segments = writable_segments();
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  return std::any_of(segments.begin(), segments.end(),
                     [at](const segment& s) { return at >= s.begin && at < s.end; });
}

}  // namespace suture
