#include "interp_core/str/siphash.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace {

// Key and message of the paper's appendix: 00 01 02 …
constexpr interp::siphash_key paper_key{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};

std::array<unsigned char, 16> counting_bytes() {
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<unsigned char>(i);
  return bytes;
}

TEST(siphash, gives_the_papers_example) {
  const auto bytes = counting_bytes();
  EXPECT_EQ((interp::siphash<2, 4>(paper_key, bytes.data(), 15)), 0xa129ca6149be45e5U);
}

TEST(siphash, gives_the_reference_vectors_for_short_messages) {
  // From the authors' reference implementation, vectors.h, as little-endian words.
  constexpr std::array<std::uint64_t, 3> expected{0x726fdb47dd0e0e31U, 0x74f839c593dc67fdU,
                                                  0x0d6c8009d9a94f5aU};
  const auto bytes = counting_bytes();
  for (std::size_t size = 0; size < expected.size(); ++size)
    EXPECT_EQ((interp::siphash<2, 4>(paper_key, bytes.data(), size)), expected[size]) << size;
}

TEST(siphash, depends_on_key_rounds_and_every_byte) {
  const std::string_view text = "interned";
  const auto base = interp::siphash<1, 3>({1, 2}, text.data(), text.size());
  EXPECT_NE(base, (interp::siphash<1, 3>({1, 3}, text.data(), text.size())));
  EXPECT_NE(base, (interp::siphash<1, 3>({2, 2}, text.data(), text.size())));
  EXPECT_NE(base, (interp::siphash<2, 4>({1, 2}, text.data(), text.size())));
  EXPECT_NE(base, (interp::siphash<1, 3>({1, 2}, text.data(), text.size() - 1)));
}

}  // namespace
