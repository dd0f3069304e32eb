// SipHash: the keyed hash of str objects.
//
// Source: Jean-Philippe Aumasson, Daniel J. Bernstein, "SipHash: a fast short-input PRF" (2012).
// CPython hashes str with SipHash-1-3 since 3.11; the paper recommends SipHash-2-4. Bytes are read
// little-endian whatever the machine, as the paper says.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace interp {

struct siphash_key {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

namespace siphash_detail {

struct state {
  std::uint64_t v0, v1, v2, v3;

  void rounds(int n) {
    while (n-- > 0) {
      v0 += v1;
      v1 = std::rotl(v1, 13) ^ v0;
      v0 = std::rotl(v0, 32);
      v2 += v3;
      v3 = std::rotl(v3, 16) ^ v2;
      v0 += v3;
      v3 = std::rotl(v3, 21) ^ v0;
      v2 += v1;
      v1 = std::rotl(v1, 17) ^ v2;
      v2 = std::rotl(v2, 32);
    }
  }
};

inline std::uint64_t little_endian(const unsigned char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
  return word;
}

}  // namespace siphash_detail

// SipHash-Compression-Finalisation of `size` bytes.
template <int Compression, int Finalisation>
std::uint64_t siphash(siphash_key key, const void* data, std::size_t size) {
  using siphash_detail::little_endian;
  const auto* bytes = static_cast<const unsigned char*>(data);
  siphash_detail::state s{key.first ^ 0x736f6d6570736575U, key.second ^ 0x646f72616e646f6dU,
                          key.first ^ 0x6c7967656e657261U, key.second ^ 0x7465646279746573U};
  auto absorb = [&s](std::uint64_t word) {
    s.v3 ^= word;
    s.rounds(Compression);
    s.v0 ^= word;
  };
  const std::size_t whole = size / 8 * 8;
  for (std::size_t at = 0; at < whole; at += 8) absorb(little_endian(bytes + at, 8));
  absorb(little_endian(bytes + whole, size - whole) | std::uint64_t{size & 0xff} << 56);
  s.v2 ^= 0xff;
  s.rounds(Finalisation);
  return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

}  // namespace interp
