// CRC-32 (ISO 3309, as in Ethernet and zlib): every error confined to 32 neighbouring bits is seen,
// so every changed character of a token is.
#pragma once

#include <cstdint>
#include <string_view>

namespace suture {

constexpr std::uint32_t crc32(std::string_view bytes, std::uint32_t crc = 0) {
  crc = ~crc;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

}  // namespace suture
