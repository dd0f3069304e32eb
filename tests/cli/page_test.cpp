#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

class Page : public testing::Test {
 protected:
  // A new file with this text.
  std::string file_with(const std::string& text) {
    const std::string file = folder_.path(std::to_string(++files_));
    std::ofstream(file) << text;
    return file;
  }

 private:
  temporary_folder folder_;
  int files_ = 0;
};

TEST_F(Page, gives_each_scenario_the_verdict_it_has) {
  const std::string text = file_with(
      "counts: {refcount.two_owners/refcount=plain},\nand {refcount.two_owners/refcount=atomic}.\n"
      "no name at all\n");
  const finished f = suture({"page", text});
  EXPECT_EQ(f.status, 0) << f.err;
  EXPECT_EQ(f.out,
            "counts: `refcount.two_owners/refcount=plain` race,\nand "
            "`refcount.two_owners/refcount=atomic` verified.\nno name at all\n");
}

TEST_F(Page, is_held_against_what_it_was) {
  const std::string text = file_with("{refcount.two_owners/refcount=atomic}\n");
  const std::string good = file_with("`refcount.two_owners/refcount=atomic` verified\n");
  const std::string old = file_with("`refcount.two_owners/refcount=atomic` race\n");
  const std::string longer = file_with("`refcount.two_owners/refcount=atomic` verified\nmore\n");
  EXPECT_EQ(suture({"page", text, "--against", good}).status, 0);
  const finished f = suture({"page", text, "--against", old});
  EXPECT_EQ(f.status, 1);
  EXPECT_THAT(f.out, HasSubstr(old + ":1:"));
  EXPECT_THAT(f.out, HasSubstr("should be `refcount.two_owners/refcount=atomic` verified"));
  EXPECT_EQ(suture({"page", text, "--against", longer}).status, 1);
}

TEST_F(Page, refuses_a_name_that_nothing_has) {
  const std::string unknown = file_with("first\nthen {refcount.two_owners/refcount=none}\n");
  const finished f = suture({"page", unknown});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr(unknown + ":2: there is no scenario"));
  EXPECT_THAT(suture({"page", file_with("a {\nb}")}).err, HasSubstr(":1: '{' begins"));
  EXPECT_THAT(suture({"page", file_with("a {b {c}")}).err, HasSubstr(":1: '{' begins"));
  EXPECT_EQ(suture({"page", "/no/such/file"}).status, 2);
}

TEST_F(Page, of_the_gilectomy_is_what_the_scenarios_show) {
  const std::string docs = SUTURE_DOCS;
  const finished f =
      suture({"page", docs + "/gilectomy.rows.md", "--against", docs + "/gilectomy.md"});
  EXPECT_EQ(f.status, 0) << f.out << f.err << "ci/pages makes it anew";
}

}  // namespace
}  // namespace cli
