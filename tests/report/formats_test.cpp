// Every format there is, held against a golden file and against its schema.
#include "report/formats.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "report/json.hpp"
#include "report/kinds.hpp"
#include "tests/report/golden.hpp"
#include "tests/report/outcomes.hpp"
#include "tests/support/json_schema.hpp"

namespace suture::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const format& named(std::string_view name) {
  return *std::ranges::find(formats(), name, &format::name);
}

std::string written(std::string_view name, const std::vector<outcome>& all) {
  return named(name).write(all);
}

std::vector<outcome> everything() {
  std::vector<outcome> all = one_of_each_sort();
  all.push_back(hostile());
  return all;
}

json schema(const std::string& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  return json::parse(in);
}

TEST(Formats, are_as_documented) {
  for (const format& f : formats()) {
    expect_golden(fmt::format("format_{}", f.name), f.write(everything()));
  }
}

TEST(Formats, go_by_names_and_files_of_their_own) {
  std::set<std::string_view> names, files;
  for (const format& f : formats()) {
    EXPECT_TRUE(names.insert(f.name).second) << f.name;
    EXPECT_TRUE(files.insert(f.file).second) << f.file;
    EXPECT_FALSE(f.help.empty()) << f.name;
  }
}

TEST(Formats, can_be_written_of_nothing) {
  for (const format& f : formats()) EXPECT_NO_THROW(f.write({})) << f.name;
  EXPECT_EQ(written("gitlab", {}), "[]\n");
  EXPECT_EQ(written("github", {}), "");
}

// As text that other programs read: UTF-8, and no control character but tabs and line ends.
TEST(Formats, are_clean_whatever_the_names_are) {
  for (const format& f : formats()) {
    const std::string text = f.write(std::vector{hostile()});
    EXPECT_NO_THROW(json(text).dump()) << f.name << " is no UTF-8";
    for (const char c : text)
      EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << f.name;
  }
}

// xmllint's exit status; its words go to the test's log.
int xmllint(const std::string& arguments) {
  const int status = std::system(("xmllint --noout " + arguments).c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Junit, is_what_its_schema_says) {
  if (xmllint("--version 2>/dev/null") != 0) {
    GTEST_SKIP() << "there is no xmllint: install libxml2-utils";
  }
  const std::string file = testing::TempDir() + "suture-junit.xml";
  const std::string against = "--schema " SUTURE_SCHEMAS "/junit.xsd " + file;
  std::ofstream(file) << written("junit", everything());
  EXPECT_EQ(xmllint(against), 0);
  std::ofstream(file) << written("junit", {});
  EXPECT_EQ(xmllint(against), 0);
  // The schema takes not everything.
  std::ofstream(file) << "<testsuites><testcase name=\"x\"/></testsuites>";
  EXPECT_NE(xmllint(against + " 2>/dev/null"), 0);
  std::remove(file.c_str());
}

TEST(Junit, counts_what_is_not_as_expected) {
  const std::string xml = written("junit", one_of_each_sort());
  EXPECT_THAT(xml, HasSubstr("<testsuites name=\"suture\" tests=\"7\" failures=\"4\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"map\" tests=\"3\" failures=\"1\""));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"set\" tests=\"4\" failures=\"3\""));
  EXPECT_THAT(xml, HasSubstr("replay: suture replay suture1.map.grow~lock-none.0123abcd.AAAA"));
}

TEST(Sarif, is_what_the_specification_requires) {
  const json required = schema(SUTURE_SCHEMAS "/sarif-2.1.0.schema.json");
  EXPECT_EQ(faults_against(required, json::parse(written("sarif", everything()))), "");
  EXPECT_EQ(faults_against(required, json::parse(written("sarif", {}))), "");
  json broken = json::parse(written("sarif", everything()));
  broken["runs"][0]["results"][0]["level"] = "fatal";
  EXPECT_THAT(faults_against(required, broken), HasSubstr("/runs/0/results/0/level: is \"fatal\""));
}

TEST(Sarif, has_a_rule_for_each_kind_and_for_each_result) {
  const json run = json::parse(written("sarif", one_of_each_sort())).at("runs").at(0);
  std::set<std::string> rules;
  for (const json& r : run.at("tool").at("driver").at("rules")) rules.insert(r.at("id"));
  for (const kind_words& k : kinds()) EXPECT_TRUE(rules.contains(std::string(k.kind))) << k.kind;
  for (const json& r : run.at("results")) EXPECT_TRUE(rules.contains(r.at("ruleId"))) << r;
}

TEST(Sarif, has_both_sites_and_the_token) {
  const json run = json::parse(written("sarif", one_of_each_sort())).at("runs").at(0);
  ASSERT_EQ(run.at("results").size(), 4U);
  const json& race = run.at("results").at(0);
  EXPECT_EQ(race.at("ruleId"), "race");
  EXPECT_EQ(race.at("level"), "error");
  ASSERT_EQ(race.at("locations").size(), 2U);
  const json& at = race.at("locations").at(1).at("physicalLocation");
  EXPECT_EQ(at.at("artifactLocation").at("uri"), "src/a%20map.hpp");
  EXPECT_EQ(at.at("region").at("startLine"), 20);
  EXPECT_EQ(race.at("relatedLocations").at(0).at("message").at("text"), "thread 1 writes");
  EXPECT_EQ(race.at("properties").at("token"), "suture1.map.grow~lock-none.0123abcd.AAAA");
  EXPECT_EQ(run.at("results").at(1).at("level"), "note");  // bounded
  EXPECT_EQ(run.at("results").at(3).at("ruleId"), "expected-finding-missing");
}

TEST(Gitlab, is_what_its_manual_says) {
  const json all = json::parse(written("gitlab", everything()));
  EXPECT_EQ(faults_against(schema(SUTURE_SCHEMAS "/gitlab.schema.json"),
                           json::parse(written("gitlab", one_of_each_sort()))),
            "");
  std::set<std::string> fingerprints;
  for (const json& one : all) EXPECT_TRUE(fingerprints.insert(one.at("fingerprint")).second);
}

TEST(Json, of_results_is_what_its_schema_says) {
  const json published = schema(SUTURE_DOCS "/json-schema/results.schema.json");
  EXPECT_EQ(faults_against(published, json::parse(to_json(everything()))), "");
  EXPECT_EQ(published.at("properties").at("schema").at("const"), results_schema);
  json other = json::parse(to_json(everything()));
  other["results"][2]["finding"]["places"][0].erase("line");
  EXPECT_EQ(faults_against(published, other), "/results/2/finding: is none of what it may be: " +
                                                  other["results"][2]["finding"].dump() + "\n");
}

TEST(Github, keeps_an_annotation_in_its_line) {
  const std::string lines = written("github", everything());
  EXPECT_EQ(std::ranges::count(lines, '\n'), 5);
  EXPECT_THAT(lines, HasSubstr("::error file=src/map.cpp,line=118,title=map.find%3A found race "
                               "instead of verified::thread 1 writes x"));
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) EXPECT_TRUE(line.starts_with("::error ")) << line;
}

TEST(Markdown, explains_at_most_twenty) {
  std::vector<outcome> all(25, one_of_each_sort()[2]);
  const std::string page = written("markdown", all);
  EXPECT_THAT(page, HasSubstr("Explanations of 5 more are in the log."));
  EXPECT_THAT(page, HasSubstr("## Suture: 0 of 25 variants as expected"));
}

}  // namespace
}  // namespace suture::report
