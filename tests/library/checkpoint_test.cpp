// options.checkpoint: a search that goes on where an earlier check of the same program left it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "library/suture.hpp"
#include "tests/library/bodies.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

class Checkpoint : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove(how_.checkpoint); }
  void TearDown() override { std::filesystem::remove(how_.checkpoint); }
  std::string text() const {
    std::ifstream in(how_.checkpoint);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text) const { std::ofstream(how_.checkpoint) << text; }
  std::string complaint(const options& how) const {
    try {
      check(many_increments, how);
    } catch (const std::invalid_argument& e) {
      return e.what();
    }
    return "";
  }

  options how_{.strategy = "exhaustive",
               .checkpoint = testing::TempDir() + "suture-library-checkpoint-" +
                             testing::UnitTest::GetInstance()->current_test_info()->name()};
};

TEST_F(Checkpoint, takes_a_search_up_where_it_was) {
  options some = how_;
  some.max_executions = 100;
  EXPECT_EQ(check(many_increments, some).verdict, verdict::bounded);
  const result rest = check(many_increments, how_);
  EXPECT_EQ(rest.verdict, verdict::verified) << rest.to_string();
  EXPECT_EQ(rest.executions, 252U);
  // Now that it is decided nothing is run again.
  int runs = 0;
  const result again = check(
      [&] {
        ++runs;
        many_increments();
      },
      how_);
  EXPECT_EQ(again.executions, 252U);
  EXPECT_LE(runs, 3);
}

TEST_F(Checkpoint, refuses_what_is_not_of_the_same_check) {
  check(many_increments, how_);
  options other = how_;
  other.memory = "sc";
  EXPECT_THAT(complaint(other), HasSubstr("is of another check"));
  other = how_;
  other.strategy = "random";
  EXPECT_THAT(complaint(other), HasSubstr("exhaustive or portfolio"));
  other.strategy = "exhaustive";
  other.checkpoint = "/dev/null";
  EXPECT_THAT(complaint(other), HasSubstr("is no regular file"));
}

TEST_F(Checkpoint, refuses_one_that_was_changed) {
  check(many_increments, how_);
  std::string changed = text();
  changed[changed.find("252")] = '3';
  write(changed);
  EXPECT_THAT(complaint(how_), HasSubstr("its checksum does not match"));
  write("something else");
  EXPECT_THAT(complaint(how_), HasSubstr("holds no search"));
}

}  // namespace
}  // namespace suture
