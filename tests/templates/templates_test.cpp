// The templates of ci/templates: their scripts are run as the service would run them, part by part,
// then joined.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/page.hpp"

namespace suture {
namespace {

using testing::HasSubstr;

std::size_t indentation(const std::string& line) {
  const std::size_t at = line.find_first_not_of(' ');
  return at == std::string::npos ? 1000 : at;  // empty lines end no block
}

// The block scalar behind the first line that ends in `opening`, after one that has `mark` in it.
std::string script_of(const std::string& yaml, const std::string& mark,
                      const std::string& opening) {
  std::istringstream lines(yaml);
  std::string line, script;
  bool marked = false;
  while (std::getline(lines, line) && !(marked && line.ends_with(opening))) {
    marked |= line.find(mark) != std::string::npos;
  }
  const std::size_t outside = indentation(line);
  while (std::getline(lines, line) && indentation(line) > outside) script += line + "\n";
  EXPECT_NE(script, "") << "no script behind " << mark;
  return script;
}

// As the services do: the shell ends with the first command that fails.
std::string run(const std::string& script, const std::string& variables, const work_folder& in,
                bool passes = true) {
  std::ofstream(in.path() + "/script") << "set -e\n" << script;
  std::string output = output_of(variables + " bash script; echo \"status $?\"", in.path());
  EXPECT_EQ(output.ends_with("status 0\n"), passes) << script << output;
  return output;
}

const std::string sound = "SUTURE_SECONDS=20 SUTURE_SCENARIOS='refcount.two_owners' ";
// Each run goes on after its bound, which is another finding than the expected one.
const std::string differing =
    "SUTURE_SECONDS=20 SUTURE_SCENARIOS='str.utf8_cache/lock=none --max-events 5' ";

TEST(GithubTemplate, checks_the_parts_and_joins_them) {
  const std::string yaml = text_of_file(SUTURE_ROOT "/ci/templates/github-actions.yml");
  const work_folder folder;
  for (const std::string part : {"1", "2", "3", "4"}) {
    run(script_of(yaml, "name: Check a part", "run: |"),
        fmt::format("{}PARTS=4 PART={}", sound, part), folder);
  }
  output_of("mkdir parts; mv part-*.json parts", folder.path());
  EXPECT_THAT(run(script_of(yaml, "name: Join the parts", "run: |"), sound, folder),
              HasSubstr("8 variants: 8 as expected (portfolio, rc11)"));
  run(script_of(yaml, "name: Summarise", "run: |"), "GITHUB_STEP_SUMMARY=page", folder);
  EXPECT_THAT(text_of_file(folder.path() + "/page"), HasSubstr("8 of 8 variants as expected"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/reports/results.sarif"));
}

TEST(GitlabTemplate, checks_the_parts_and_joins_them) {
  const std::string yaml = text_of_file(SUTURE_ROOT "/ci/templates/gitlab-ci.yml");
  const std::string check = script_of(yaml, "  script:", "- |");
  const work_folder folder;
  for (const std::string part : {"1", "2", "3", "4"}) {
    run(check, fmt::format("{}CI_NODE_TOTAL=4 CI_NODE_INDEX={}", sound, part), folder);
  }
  const std::size_t verdict = yaml.find("suture:verdict:");
  EXPECT_THAT(run(script_of(yaml.substr(verdict), "  script:", "- |"), sound, folder),
              HasSubstr("8 variants: 8 as expected"));
  for (const char* report : {"reports/junit.xml", "reports/gitlab.json"}) {
    EXPECT_THAT(yaml, HasSubstr(report));
    EXPECT_TRUE(std::filesystem::exists(folder.path() + "/" + report)) << report;
  }
}

// The scripts that build make the module that is checked where nothing else is said.
TEST(Templates, build_what_they_check) {
#ifndef SUTURE_HAS_MODULES
  GTEST_SKIP() << "this build has no modules";
#endif
  struct {
    const char* file;
    const char* mark;
    const char* opening;
  } const builds[] = {{"github-actions.yml", "name: Build", "run: |"},
                      {"gitlab-ci.yml", "before_script:", "- |"}};
  for (const auto& b : builds) {
    const std::string yaml = text_of_file(std::string(SUTURE_ROOT "/ci/templates/") + b.file);
    const work_folder folder;
    std::ofstream(folder.path() + "/CMakeLists.txt")
        << "cmake_minimum_required(VERSION 3.25)\nproject(sample LANGUAGES C)\n"
           "add_library(scenarios MODULE counter.c)\n";
    std::ofstream(folder.path() + "/counter.c")
        << text_of_file(SUTURE_ROOT "/tests/installed/modules/counter.c");
    run(script_of(yaml, b.mark, b.opening), "", folder);
    EXPECT_THAT(yaml, HasSubstr("SUTURE_SCENARIOS: ./build/libscenarios.so\n")) << b.file;
    EXPECT_THAT(output_of("suture check ./build/libscenarios.so", folder.path()),
                HasSubstr("3 variants: 3 as expected"));
  }
}

// A part that differs lets its job pass, so that the parts can be joined; then the verdict fails.
TEST(Templates, fail_where_the_whole_differs) {
  const std::string github = text_of_file(SUTURE_ROOT "/ci/templates/github-actions.yml");
  const work_folder folder;
  for (const std::string part : {"1", "2"}) {
    run(script_of(github, "name: Check a part", "run: |"),
        fmt::format("{}PARTS=2 PART={}", differing, part), folder);
  }
  output_of("mkdir parts; mv part-*.json parts", folder.path());
  EXPECT_THAT(run(script_of(github, "name: Join the parts", "run: |"), differing, folder, false),
              HasSubstr("::error title=str.utf8_cache/lock=none%3A found timeout instead of leak"));
}

// What is no verdict fails at once.
TEST(Templates, fail_where_a_part_cannot_be_checked) {
  const std::string github = text_of_file(SUTURE_ROOT "/ci/templates/github-actions.yml");
  const work_folder folder;
  EXPECT_THAT(run(script_of(github, "name: Check a part", "run: |"),
                  "SUTURE_SECONDS=20 SUTURE_SCENARIOS=nothing.there PARTS=2 PART=1", folder, false),
              HasSubstr("no scenario 'nothing.there'"));
}

TEST(Templates, are_yaml) {
  if (std::system("/usr/bin/python3 -c 'import yaml' 2>/dev/null") != 0) {
    GTEST_SKIP() << "there is no python3-yaml";
  }
  for (const char* file : {"github-actions.yml", "gitlab-ci.yml"}) {
    const std::string command =
        "/usr/bin/python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' " SUTURE_ROOT
        "/ci/templates/" +
        std::string(file);
    EXPECT_EQ(std::system(command.c_str()), 0) << file;
  }
}

// The packages that the image and the jobs install are those that Suture says it needs.
TEST(Templates, install_what_the_library_is_linked_with) {
  for (const char* file : {"github-actions.yml", "Dockerfile"}) {
    const std::string text = text_of_file(std::string(SUTURE_ROOT "/ci/templates/") + file);
    for (const char* package : {"libboost-context-dev", "libfmt-dev", "g++", "cmake"}) {
      EXPECT_THAT(text, HasSubstr(package)) << file;
    }
  }
}

}  // namespace
}  // namespace suture
