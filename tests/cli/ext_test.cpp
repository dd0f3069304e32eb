// suture ext as a process: real libraries, damaged ones, and what is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;

std::string module_file(const std::string& name) { return SUTURE_EXT_MODULES "/" + name + ".so"; }

// What it says of one file that it can read, without the file's name.
std::string said_of(const std::string& name) {
  const std::string file = module_file(name);
  const finished f = suture({"ext", file});
  EXPECT_EQ(f.status, 0) << f.err;
  EXPECT_EQ(f.err, "");
  EXPECT_TRUE(f.out.starts_with(file + ": ")) << f.out;
  return f.out.substr(std::min(f.out.size(), file.size() + 2));
}

// What is wrong with a file.
std::string complaint(const std::string& file) {
  const finished f = suture({"ext", file});
  EXPECT_EQ(f.status, 2) << file;
  EXPECT_EQ(f.out, "") << file;
  EXPECT_EQ(std::count(f.err.begin(), f.err.end(), '\n'), 1) << f.err;
  EXPECT_THAT(f.err, HasSubstr(file));
  return f.err;
}

TEST(Ext, says_which_builds_load_a_module) {
  EXPECT_EQ(said_of("both"), "module both: both builds load it\n");
  EXPECT_EQ(said_of("legacy_only"),
            "module legacy_only: only the build with a GIL loads it: it has no "
            "interp_ext_nogil_init_legacy_only\n");
  EXPECT_EQ(said_of("nogil_only"),
            "module nogil_only: only the build without a GIL loads it: it has no "
            "interp_ext_init_nogil_only\n");
  EXPECT_EQ(said_of("neither"),
            "no extension module: it exports no function interp_ext_init_NAME or "
            "interp_ext_nogil_init_NAME\n");
}

TEST(Ext, reads_several_files_and_all_modules_of_each) {
  const finished f = suture({"ext", module_file("two_in_one"), module_file("both")});
  EXPECT_EQ(f.status, 0);
  EXPECT_EQ(std::count(f.out.begin(), f.out.end(), '\n'), 3) << f.out;
  EXPECT_THAT(f.out, HasSubstr("two_in_one.so: module legacy_only: only"));
}

TEST(Ext, has_a_json_form) {
  const finished f = suture({"ext", "--json", module_file("legacy_only"), "/no/such/file.so"});
  EXPECT_EQ(f.status, 2);
  const json files = json::parse(f.out).at("files");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].at("file"), module_file("legacy_only"));
  EXPECT_TRUE(files[0].at("problem").is_null());
  const json expected = {{"name", "legacy_only"},
                         {"legacy_entry", true},
                         {"nogil_entry", false},
                         {"loaded_with_gil", true},
                         {"loaded_without_gil", false}};
  EXPECT_EQ(files[0].at("modules"), json::array({expected}));
  EXPECT_THAT(files[1].at("problem").get<std::string>(), HasSubstr("/no/such/file.so"));
}

TEST(Ext, is_two_for_what_is_no_library_and_goes_on) {
  EXPECT_THAT(complaint("/no/such/file.so"), HasSubstr("cannot read"));
  EXPECT_THAT(complaint("/tmp"), HasSubstr("Is a directory"));
  EXPECT_THAT(complaint("/dev/null"), HasSubstr("is no regular file"));
  EXPECT_THAT(complaint(SUTURE_COMMAND),
              testing::AnyOf(HasSubstr("is a program"), HasSubstr("no shared library")));
  const finished f = suture({"ext", "/no/such/file.so", module_file("both")});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.out, EndsWith("module both: both builds load it\n"));
  EXPECT_EQ(suture({"ext"}).status, 2);
}

// Each byte is tried in tests/interp_core/ext; here, that the command comes through with a status.
TEST(Ext, is_two_for_a_library_that_is_cut_off) {
  namespace fs = std::filesystem;
  const fs::path copy = fs::temp_directory_path() / "suture-cut-off.so";
  for (const std::uintmax_t size : {0U, 3U, 16U, 63U, 64U, 100U, 500U, 1'000U}) {
    fs::copy_file(module_file("both"), copy, fs::copy_options::overwrite_existing);
    fs::resize_file(copy, size);
    EXPECT_THAT(complaint(copy.string()),
                testing::AnyOf(HasSubstr("is no ELF file"), HasSubstr("is cut off or damaged")));
  }
  fs::remove(copy);
}

}  // namespace
}  // namespace cli
