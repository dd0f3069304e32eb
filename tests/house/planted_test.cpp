// The reader under test: every kind of violation, planted in a small tree, must be found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/house/arrows.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A tree with one clean header in every folder of the table, in a temporary folder.
class Planted : public testing::Test {
 protected:
  void SetUp() override {
    for (const house::arrows& folder : house::house_arrows()) {
      plant(folder.folder + "/clean.hpp", "#pragma once\n#include <vector>\n");
    }
  }

  void plant(const std::string& file, const std::string& text) const {
    const fs::path there = root_.path() / file;
    fs::create_directories(there.parent_path());
    std::ofstream(there) << text;
  }

  // Plants one include on line 3 and returns what the reader says of it.
  std::vector<std::string> objections_to(const std::string& file, const std::string& named) const {
    plant(file, "// planted\n\n#include " + named + "\n");
    return objections();
  }

  std::vector<std::string> objections() const {
    std::vector<std::string> texts;
    for (const house::violation& v : house::read_house(root_.path()).violations) {
      texts.push_back(house::to_string(v));
    }
    return texts;
  }

 private:
  suture::temporary_folder root_;
};

TEST_F(Planted, a_clean_house_passes) { EXPECT_THAT(objections(), IsEmpty()); }

TEST_F(Planted, an_upward_arrow_is_named_with_what_would_be_right) {
  EXPECT_THAT(objections_to("model/engine/bad.cpp", "\"report/clean.hpp\""),
              ElementsAre(AllOf(HasSubstr("model/engine/bad.cpp:3: "),
                                HasSubstr("includes report/clean.hpp"),
                                HasSubstr("model/engine may include its own folder and "
                                          "model/run/*"))));
}

TEST_F(Planted, every_arrow_that_is_not_in_the_table_is_refused) {
  const struct {
    const char* from;
    const char* to;
  } forbidden[] = {
      {"model/sync", "model/engine"},
      {"model/sync/engine", "model/engine"},
      {"model/sync/engine", "model/sync/native"},
      {"model/sync/native", "model/sync/engine"},
      {"model/sync/relacy", "model/explore"},
      {"model/schedule", "model/engine"},
      {"model/graph", "model/run"},
      {"model/run", "model/engine"},
      {"model/engine", "model/explore"},
      {"model/engine", "checkers"},
      {"model/explore", "checkers"},
      {"checkers", "model/engine"},
      {"checkers", "report"},
      {"report", "model/engine"},
      {"checkers", "interp_core"},
      {"report", "library"},
      {"report", "scenarios"},
      {"library", "cli"},
      {"library", "scenarios"},
      {"interp_core", "model/engine"},
      {"interp_core", "model/sync/engine"},
      {"interp_core", "scenarios"},
      {"scenarios", "cli"},
      {"scenarios", "checkers"},
      {"scenarios", "model/explore"},
      {"cli", "tests"},
      {"cli", "interp_core"},
      {"library", "bench"},
  };
  for (const auto& [from, to] : forbidden) {
    const std::string file = std::string(from) + "/bad.cpp";
    const std::string target = std::string(to) + "/clean.hpp";
    EXPECT_THAT(objections_to(file, '"' + target + '"'),
                ElementsAre(AllOf(HasSubstr(file + ":3: "), HasSubstr(target))));
    plant(file, "");
  }
}

TEST_F(Planted, every_arrow_of_the_design_is_let_through) {
  const struct {
    const char* from;
    const char* to;
  } intended[] = {
      {"cli", "report"},
      {"cli", "scenarios"},
      {"cli", "library"},
      {"library", "report"},
      {"library", "checkers"},
      {"library", "model/explore"},
      {"report", "checkers"},
      {"report", "model/run"},
      {"scenarios", "interp_core"},
      {"scenarios", "model/sync"},
      {"interp_core", "model/sync"},
      {"checkers", "model/run"},
      {"model/explore", "model/engine"},
      {"model/explore", "model/schedule"},
      {"model/engine", "model/run"},
      {"model/run", "model/graph"},
      {"model/graph", "model/sync/engine"},
      {"model/engine", "model/sync/engine"},
      {"model/sync", "model/sync/engine"},
      {"model/sync/engine", "model/sync"},
      {"report", "report"},
  };
  for (const auto& [from, to] : intended) {
    EXPECT_THAT(
        objections_to(std::string(from) + "/good.cpp", '"' + std::string(to) + "/clean.hpp\""),
        IsEmpty());
  }
}

TEST_F(Planted, no_spelling_hides_an_arrow) {
  for (const char* named : {"<report/clean.hpp>", "\"checkers/../report/clean.hpp\""}) {
    EXPECT_THAT(objections_to("model/explore/bad.hpp", named),
                ElementsAre(HasSubstr("includes report/clean.hpp")));
  }
  plant("model/explore/bad.hpp", "int a;\n  #  include   \"report/clean.hpp\" // why\n");
  EXPECT_THAT(objections(), ElementsAre(HasSubstr("model/explore/bad.hpp:2: ")));
}

TEST_F(Planted, the_facade_is_seen_through_its_installed_name) {
  plant("library/suture.hpp", "#pragma once\n");
  EXPECT_THAT(objections_to("cli/good.cpp", "<suture/suture.hpp>"), IsEmpty());
  EXPECT_THAT(objections_to("checkers/bad.cpp", "<suture/suture.hpp>"),
              ElementsAre(HasSubstr("includes library/suture.hpp")));
}

TEST_F(Planted, a_path_from_here_is_answered_with_the_path_from_the_root) {
  EXPECT_THAT(objections_to("checkers/bad.cpp", "\"clean.hpp\""),
              ElementsAre(HasSubstr("name it from the repository root: \"checkers/clean.hpp\"")));
  EXPECT_THAT(objections_to("checkers/bad.cpp", "\"../report/clean.hpp\""),
              ElementsAre(HasSubstr("\"report/clean.hpp\""), HasSubstr("checkers includes")));
}

TEST_F(Planted, text_that_is_no_include_is_left_alone) {
  plant("model/schedule/good.cpp",
        "// #include \"report/clean.hpp\"\nconst char* a = \"#include <report/clean.hpp>\";\n");
  EXPECT_THAT(objections(), IsEmpty());
}

TEST_F(Planted, a_folder_without_arrows_is_refused) {
  plant("attic/bad.cpp", "#include <vector>\n");
  plant("annex/bad.hpp", "");
  EXPECT_THAT(objections(), ElementsAre(HasSubstr("annex/bad.hpp:1: this folder is not in the"),
                                        HasSubstr("attic/bad.cpp:1: this folder is not in the")));
}

TEST_F(Planted, five_hundred_lines_pass_and_one_more_does_not) {
  std::string text;
  for (std::size_t line = 0; line < house::longest_file; ++line) {
    text += "\n";
  }
  plant("checkers/long.cpp", text);
  EXPECT_THAT(objections(), IsEmpty());
  plant("checkers/long.cpp", text + "int last;");  // counted although no newline ends it
  EXPECT_THAT(objections(), ElementsAre(HasSubstr("checkers/long.cpp:501: 501 lines")));
}

TEST_F(Planted, builds_and_hidden_folders_are_not_the_house) {
  plant("build/release/model/sync/bad.hpp", "#include \"report/clean.hpp\"\n");
  plant(".cache/bad.hpp", "#include \"report/clean.hpp\"\n");
  EXPECT_THAT(objections(), IsEmpty());
}

}  // namespace
