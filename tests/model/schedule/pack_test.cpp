#include "model/schedule/pack.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <stdexcept>

namespace suture {
namespace {

constexpr std::size_t plenty = std::size_t{1} << 20;

TEST(Pack, makes_a_loop_short) {
  std::string rounds;
  for (int i = 0; i < 500; ++i) rounds += "abcde";
  EXPECT_LE(pack(rounds).size(), 10U);
  EXPECT_EQ(unpack(pack(rounds), plenty), rounds);
}

TEST(Pack, adds_little_to_what_does_not_repeat) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += static_cast<char>(i);
  EXPECT_LE(pack(bytes).size(), bytes.size() + 2);
  EXPECT_EQ(pack(""), "");
}

TEST(Pack, refuses_what_it_has_not_written) {
  EXPECT_THROW(unpack("\x04"
                      "a",
                      plenty),
               std::out_of_range);                              // one byte of two
  EXPECT_THROW(unpack("\x01\x01", plenty), std::out_of_range);  // a copy of nothing
  EXPECT_THROW(unpack("\x02"
                      "a\x01\x02",
                      plenty),
               std::out_of_range);  // from before the beginning
  EXPECT_THROW(unpack(pack(std::string(100, 'a')), 99), std::out_of_range);
}

RC_GTEST_PROP(Pack, round_trips, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc")));
  RC_ASSERT(unpack(pack(bytes), plenty) == bytes);
}

RC_GTEST_PROP(Pack, survives_anything, (const std::string& bytes)) {
  try {
    RC_ASSERT(unpack(bytes, 1000).size() <= 1000);
  } catch (const std::out_of_range&) {
  }
}

}  // namespace
}  // namespace suture
