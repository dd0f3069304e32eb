#include "library/build_mark.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace suture {

// FNV-1a by words instead of bytes: fast, and no defence against anybody who means harm.
std::string mark_of_this_build() {
  std::ifstream in("/proc/self/exe", std::ios::binary);
  std::uint64_t hash = 0xcbf29ce484222325U;
  std::array<char, 1 << 16> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(in.gcount()); i += sizeof hash) {
      std::uint64_t word = 0;
      std::memcpy(&word, block.data() + i, sizeof word);
      hash = (hash ^ word) * 0x100000001b3U;
      hash ^= hash >> 29U;
    }
    block.fill(0);
  }
  return in.bad() || hash == 0xcbf29ce484222325U ? std::string() : fmt::format("{:016x}", hash);
}

}  // namespace suture
