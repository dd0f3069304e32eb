#include "model/schedule/pack.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "model/schedule/varint.hpp"

namespace suture {

namespace {

constexpr std::size_t slots = 4096;

std::size_t slot_of(const char* at) {
  std::uint32_t bytes = 0;
  for (std::size_t i = 0; i < shortest_match; ++i) {
    bytes = bytes * 256 + static_cast<std::uint8_t>(at[i]);
  }
  return (bytes * 2654435761U) >> 20U;
}

void put_plain(std::string& out, std::string_view bytes) {
  if (bytes.empty()) return;
  put_varint(out, 2 * bytes.size());
  out += bytes;
}

}  // namespace

std::string pack(std::string_view bytes) {
  constexpr std::size_t nowhere = ~std::size_t{0};
  std::vector<std::size_t> latest(slots, nowhere);  // where bytes that hash so were last seen
  std::string out;
  std::size_t plain = 0;  // where the bytes begin that are not written yet
  for (std::size_t at = 0; at + shortest_match <= bytes.size();) {
    std::size_t& seen = latest[slot_of(bytes.data() + at)];
    std::size_t length = 0;
    if (seen != nowhere) {
      while (at + length < bytes.size() && bytes[seen + length] == bytes[at + length]) ++length;
    }
    const std::size_t distance = at - seen;
    seen = at;
    if (length < shortest_match) {
      ++at;
      continue;
    }
    put_plain(out, bytes.substr(plain, at - plain));
    put_varint(out, 2 * (length - shortest_match) + 1);
    put_varint(out, distance);
    at += length;
    plain = at;
  }
  put_plain(out, bytes.substr(plain));
  return out;
}

std::string unpack(std::string_view packed, std::size_t most) {
  std::string bytes;
  for (byte_reader in(packed); !in.empty();) {
    const std::uint64_t item = in.varint();
    const std::uint64_t length = item / 2 + (item % 2 != 0 ? shortest_match : 0);
    if (length > most - bytes.size()) throw std::out_of_range("too many bytes");
    if (item % 2 == 0) {
      bytes += in.take(length);
      continue;
    }
    const std::uint64_t distance = in.varint();
    if (distance == 0 || distance > bytes.size()) throw std::out_of_range("before the beginning");
    // Byte by byte: what is copied may be what has just been written.
    for (std::uint64_t i = 0; i < length; ++i) bytes += bytes[bytes.size() - distance];
  }
  return bytes;
}

}  // namespace suture
