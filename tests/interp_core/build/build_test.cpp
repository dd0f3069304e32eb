// Two builds from one source: what the lock costs where it is, and that it is not there otherwise.
#include "interp_core/build.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "tests/interp_core/build/entry_points.hpp"

namespace {

using build_test::sizes_with_gil;
using build_test::sizes_without_gil;

// What a lock takes in an object whose fields are aligned as pointers are.
constexpr std::size_t lock_bytes =
    (sizeof(interp::recursive_lock<>) + alignof(void*) - 1) / alignof(void*) * alignof(void*);

TEST(builds, are_two) {
  EXPECT_TRUE(sizes_with_gil().has_gil);
  EXPECT_FALSE(sizes_without_gil().has_gil);
}

// The talk's one change to CPython's tests: sizes of list and dict grow by the lock.
TEST(builds, differ_in_size_by_exactly_the_lock) {
  EXPECT_EQ(sizes_without_gil().list, sizes_with_gil().list + lock_bytes);
  EXPECT_EQ(sizes_without_gil().dict, sizes_with_gil().dict + lock_bytes);
  EXPECT_EQ(sizes_without_gil().str, sizes_with_gil().str + lock_bytes);
}

TEST(builds, have_immutable_objects_of_one_size) {
  EXPECT_EQ(sizes_without_gil().small_int, sizes_with_gil().small_int);
  EXPECT_EQ(sizes_without_gil().tuple, sizes_with_gil().tuple);
}

// All symbols that the object file defines or needs, by their readable names.
std::string symbols_of(const std::string& object_file) {
  const std::string command = SUTURE_NM " -C '" + object_file + "' 2>&1";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string all;
  std::array<char, 4096> part{};
  while (pipe && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) all += part.data();
  return all;
}

TEST(builds, have_no_lock_in_the_code_with_a_gil) {
  const std::string symbols = symbols_of(SUTURE_OBJECT_WITH_GIL);
  EXPECT_THAT(symbols, testing::HasSubstr("::append(")) << "nothing was read";
  for (const char* of_a_lock :
       {"recursive_lock", "futex", "syscall", "pthread_mutex", "lock_contended"})
    EXPECT_THAT(symbols, testing::Not(testing::HasSubstr(of_a_lock)));
}

TEST(builds, have_the_lock_in_the_code_without_a_gil) {
  const std::string symbols = symbols_of(SUTURE_OBJECT_WITHOUT_GIL);
  EXPECT_THAT(symbols, testing::HasSubstr("::append("));
  EXPECT_THAT(symbols, testing::HasSubstr("recursive_lock"));
  EXPECT_THAT(symbols, testing::HasSubstr("syscall"));
}

}  // namespace
