#include "model/schedule/varint.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace suture {
namespace {

TEST(Varint, takes_as_few_bytes_as_it_needs) {
  for (const auto& [value, bytes] :
       {std::pair<std::uint64_t, std::size_t>{0, 1}, {127, 1}, {128, 2}, {~0ULL, 10}}) {
    std::string out;
    put_varint(out, value);
    EXPECT_EQ(out.size(), bytes) << value;
  }
}

TEST(Varint, says_when_the_bytes_run_out) {
  EXPECT_THROW(byte_reader("\x80").varint(), std::out_of_range);
  EXPECT_THROW(byte_reader("").varint(), std::out_of_range);
  EXPECT_THROW(byte_reader("ab").take(3), std::out_of_range);
  EXPECT_THROW(byte_reader("\xFF\xFF\xFF\xFF\x7F").varint32(), std::out_of_range);
}

RC_GTEST_PROP(Varint, round_trips, (const std::vector<std::uint64_t>& values)) {
  std::string out;
  for (const std::uint64_t v : values) put_varint(out, v);
  byte_reader in(out);
  for (const std::uint64_t v : values) RC_ASSERT(in.varint() == v);
  RC_ASSERT(in.empty());
}

}  // namespace
}  // namespace suture
