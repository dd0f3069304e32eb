#include "report/source_root.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace suture::report {
namespace {

namespace fs = std::filesystem;

TEST(SourceRoot, is_the_nearest_folder_with_git) {
  const fs::path top = fs::path(testing::TempDir()) / "suture-root";
  fs::create_directories(top / "a" / ".git");
  fs::create_directories(top / "a" / "b" / "c");
  EXPECT_EQ(source_root(top / "a" / "b" / "c"), top / "a");
  std::ofstream(top / "a" / "b" / ".git") << "gitdir: elsewhere\n";  // as in a worktree
  EXPECT_EQ(source_root(top / "a" / "b" / "c"), top / "a" / "b");
  fs::remove_all(top);
  EXPECT_EQ(source_root("/"), fs::path());
}

TEST(SourceRoot, makes_paths_below_it_relative) {
  EXPECT_EQ(relative_to("/w/repo", "/w/repo/src/x.cpp"), "src/x.cpp");
  EXPECT_EQ(relative_to("/w/repo", "/w/repo/build/../src/x.cpp"), "src/x.cpp");
  EXPECT_EQ(relative_to("/w/repo", "/w/repository/x.cpp"), "/w/repository/x.cpp");
  EXPECT_EQ(relative_to("/w/repo", "/usr/include/c++/12/atomic"), "/usr/include/c++/12/atomic");
  EXPECT_EQ(relative_to("/w/repo", "src/x.cpp"), "src/x.cpp");
  EXPECT_EQ(relative_to("", "/w/x.cpp"), "/w/x.cpp");
}

}  // namespace
}  // namespace suture::report
