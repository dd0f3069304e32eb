#include "report/source_lines.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace suture::report {
namespace {

class SourceLines : public testing::Test {
 protected:
  SourceLines() { write(0); }
  ~SourceLines() override { std::filesystem::remove(name_); }

  // A file of that many seconds since 1970.
  void write(time_t when) {
    std::ofstream(name_) << "first\n  second; \t\nthird";
    const timeval then[2] = {{when, 0}, {when, 0}};
    ASSERT_EQ(utimes(name_.c_str(), then), 0);
  }
  sync::site at(std::uint32_t line) const { return {name_.c_str(), "f", line}; }

  const std::string name_ = testing::TempDir() + "suture-source-lines.cpp";
};

TEST_F(SourceLines, are_read_and_trimmed) {
  source_lines s;
  EXPECT_EQ(s.at(at(1)), "first");
  EXPECT_EQ(s.at(at(2)), "second;");
  EXPECT_EQ(s.at(at(3)), "third");
}

TEST_F(SourceLines, are_empty_where_there_are_none) {
  source_lines s;
  EXPECT_EQ(s.at(at(0)), "");
  EXPECT_EQ(s.at(at(4)), "");
  EXPECT_EQ(s.at({}), "");
  EXPECT_EQ(s.at({"/no/such/file.cpp", "f", 1}), "");
  EXPECT_EQ(s.at({"/", "f", 1}), "");
  EXPECT_EQ(s.at(at(2).seen_as(sync::nearness::after)), "");  // that line is another step's
}

TEST_F(SourceLines, of_a_file_that_has_changed_since_are_not_shown) {
  constexpr time_t in_2100 = 4102444800;
  write(in_2100);
  source_lines s;
  EXPECT_EQ(s.at(at(1)), "");
}

}  // namespace
}  // namespace suture::report
