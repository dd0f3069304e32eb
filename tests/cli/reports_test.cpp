// Reports as whoever runs the command in CI meets them; their content is held in tests/report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "report/formats.hpp"
#include "tests/cli/command.hpp"
#include "tests/support/json_schema.hpp"

namespace cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::string& file) {
  std::ifstream in(file);
  EXPECT_TRUE(in) << file;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

const std::string racy = "refcount.two_owners/refcount=plain";

std::vector<std::string> with(std::vector<std::string> first,
                              const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

TEST(Reports, of_all_formats_are_written_to_a_folder) {
  const temporary_folder folder;
  const std::string at = folder.path("new/reports");
  const finished f = suture_badly({"check", "bad.unexpected", "bad.sound", "--reports", at});
  EXPECT_EQ(f.status, 1) << f.err;
  EXPECT_THAT(f.out, HasSubstr("bad.unexpected"));
  for (const ::suture::report::format& format : ::suture::report::formats()) {
    EXPECT_THAT(text_of(at + "/" + std::string(format.file)), HasSubstr("bad.unexpected"))
        << format.name;
  }
}

TEST(Reports, are_the_same_bytes_each_time) {
  const temporary_folder folder;
  for (const char* jobs : {"1", "3"}) {
    suture_badly({"check", "bad.*", "--jobs", jobs, "--reports", folder.path(jobs)});
  }
  for (const ::suture::report::format& format : ::suture::report::formats()) {
    if (format.name == "json") continue;  // seconds
    const std::string file = "/" + std::string(format.file);
    EXPECT_EQ(text_of(folder.path("1") + file), text_of(folder.path("3") + file)) << format.name;
  }
}

// What a finding says comes from the code under test.
TEST(Reports, stay_what_they_are_whatever_a_finding_says) {
  const temporary_folder folder;
  const finished f =
      suture_badly({"check", "hostile.message", "--github", "--reports", folder.path("")});
  EXPECT_EQ(f.status, 1) << f.err;
  EXPECT_EQ(f.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(f.out.find("\n::error file=x"), std::string::npos);
  EXPECT_NE(f.out.find("\n::error file=tests/cli/bad_catalog.cpp,line="), std::string::npos)
      << f.out;
  for (const char* file : {"results.json", "results.sarif", "gitlab.json"}) {
    EXPECT_THAT(json::parse(text_of(folder.path(file))).dump(), HasSubstr("<b>&]]>|`*")) << file;
  }
  EXPECT_THAT(text_of(folder.path("junit.xml")), HasSubstr("&lt;b&gt;&amp;]]&gt;|`*"));
  EXPECT_THAT(text_of(folder.path("summary.md")), Not(HasSubstr("<b>")));
  const std::string annotation = text_of(folder.path("github.txt"));
  EXPECT_EQ(std::ranges::count(annotation, '\n'), 1) << annotation;
}

TEST(Reports, name_places_relative_to_the_repository) {
  const finished f = suture({"check", racy, "--json", "-"});
  EXPECT_EQ(f.status, 0) << f.err;
  const json finding = json::parse(f.out).at("results").at(0).at("finding");
  ASSERT_GE(finding.at("places").size(), 2U) << finding;
  for (const json& p : finding.at("places")) {
    EXPECT_THAT(p.at("file").get<std::string>(), testing::StartsWith("interp_core/")) << p;
    EXPECT_GT(p.at("line"), 0) << p;
  }
  EXPECT_EQ(finding.at("replay"), "suture replay " + finding.at("token").get<std::string>());
}

TEST(Reports, in_json_are_what_the_schema_says) {
  const json published = json::parse(text_of(SUTURE_DOCS "/json-schema/results.schema.json"));
  const json results = json::parse(suture_badly({"check", "bad.*", "--json", "-"}).out);
  EXPECT_GT(results.at("results").size(), 10U);
  EXPECT_EQ(::suture::faults_against(published, results), "");
}

TEST(Reports, to_stdout_are_all_that_is_there) {
  const finished f = suture({"check", racy, "--junit", "-"});
  EXPECT_EQ(f.status, 0) << f.err;
  EXPECT_TRUE(f.out.starts_with("<?xml")) << f.out;
  EXPECT_TRUE(f.out.ends_with("</testsuites>\n")) << f.out;
}

TEST(Reports, for_github_come_behind_the_table) {
  const finished f = suture_badly({"check", "bad.unexpected", "bad.sound", "--github"});
  EXPECT_EQ(f.status, 1);
  const std::size_t table = f.out.find("2 variants: 1 as expected");
  const std::size_t annotation = f.out.find("\n::error title=bad.unexpected%3A found exception");
  EXPECT_LT(table, annotation);
  EXPECT_NE(annotation, std::string::npos) << f.out;
}

TEST(Reports, that_would_go_to_one_place_are_refused) {
  const auto refused = [](const std::vector<std::string>& options) {
    const finished f = suture(with({"check", racy}, options));
    EXPECT_EQ(f.status, 2);
    EXPECT_EQ(f.out, "");
    return f.err;
  };
  EXPECT_THAT(refused({"--json", "-", "--junit", "-"}), HasSubstr("--json and --junit both go to"));
  EXPECT_THAT(refused({"--json", "-", "--github"}), HasSubstr("--json and --github both go to"));
  EXPECT_THAT(refused({"--sarif", "/tmp/x", "--gitlab", "/tmp/x"}), HasSubstr("/tmp/x"));
}

TEST(Reports, that_cannot_be_opened_keep_the_check_from_running) {
  for (const ::suture::report::format& format : ::suture::report::formats()) {
    if (format.to == ::suture::report::destination::terminal) continue;
    const std::string option = "--" + std::string(format.name);
    const finished f = suture({"check", racy, option, "/no/such/folder/x"});
    EXPECT_EQ(f.status, 2);
    EXPECT_EQ(f.out, "");
    EXPECT_EQ(f.err, "suture: " + option +
                         ": cannot write /no/such/folder/x: No such file or directory\n");
  }
  const finished folder = suture({"check", racy, "--reports", "/dev/null/x"});
  EXPECT_EQ(folder.status, 2);
  EXPECT_THAT(folder.err, HasSubstr("--reports: cannot make /dev/null/x: Not a directory"));
}

TEST(Reports, that_are_not_written_leave_no_empty_file) {
  const temporary_folder folder;
  const std::string file = folder.path("x.xml");
  EXPECT_EQ(suture({"check", racy, "--junit", file, "--sarif", "/no/such/x"}).status, 2);
  EXPECT_FALSE(fs::exists(file));
  std::ofstream(file) << "of before";
  EXPECT_EQ(suture({"check", racy, "--junit", file, "--sarif", "/no/such/x"}).status, 2);
  EXPECT_EQ(text_of(file), "of before");
}

TEST(Reports, on_a_full_disk_cost_neither_verdict_nor_other_reports) {
  const temporary_folder folder;
  const finished f =
      suture({"check", racy, "--junit", "/dev/full", "--sarif", folder.path("x.sarif")});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.out, HasSubstr("1 variant: 1 as expected"));
  EXPECT_EQ(f.err, "suture: --junit: cannot write /dev/full: No space left on device\n");
  EXPECT_TRUE(json::accept(text_of(folder.path("x.sarif"))));
}

// A shell runs the rest of the line while the command's output goes where nobody reads.
finished in_shell(const std::string& line) { return run_program("/bin/bash", {"-c", line}); }

TEST(Reports, into_a_closed_pipe_cost_neither_verdict_nor_other_reports) {
  const temporary_folder folder;
  // The reader has gone when the report is written: it reads from the pipe's other end no more.
  const finished f =
      in_shell("exec 3> >(exec true); sleep 0.2; '" SUTURE_COMMAND "' check " + racy +
               " --junit /dev/fd/3 --json '" + folder.path("x.json") + "'; echo status $?");
  EXPECT_THAT(f.out, HasSubstr("1 variant: 1 as expected"));
  EXPECT_THAT(f.out, HasSubstr("status 2"));
  EXPECT_THAT(f.err, HasSubstr("--junit: cannot write /dev/fd/3"));
  EXPECT_TRUE(json::accept(text_of(folder.path("x.json"))));
}

TEST(Stdout, that_cannot_be_written_is_no_success) {
  const temporary_folder folder;
  for (const std::string& command :
       {"check " + racy + " --json '" + folder.path("x.json") + "'", std::string("list")}) {
    const finished f = in_shell("'" SUTURE_COMMAND "' " + command + " > /dev/full");
    EXPECT_EQ(f.status, 2) << command;
    EXPECT_THAT(f.err, HasSubstr("suture: cannot write to standard output: ")) << command;
  }
  EXPECT_TRUE(json::accept(text_of(folder.path("x.json"))));
  const finished gone =
      in_shell("set -o pipefail; '" SUTURE_COMMAND "' check 'str.*' | true; echo ${PIPESTATUS[0]}");
  EXPECT_EQ(gone.out, "2\n");
  EXPECT_THAT(gone.err, HasSubstr("standard output: Broken pipe"));
}

TEST(Reports, of_a_merged_check_say_what_those_of_the_whole_say) {
  const temporary_folder folder;
  std::vector<std::string> merge{"merge"};
  const std::vector<std::string> search{"refcount.two_owners", "--strategy", "exhaustive"};
  for (const char* part : {"1", "2"}) {
    const std::string file = folder.path(part);
    EXPECT_EQ(
        suture(with({"check", "--shard", part + std::string("/2"), "--json", file}, search)).status,
        0);
    merge.push_back(file);
  }
  const finished f = suture(with(merge, {"--reports", folder.path("merged")}));
  EXPECT_EQ(f.status, 0) << f.err;
  suture(with({"check", "--reports", folder.path("whole")}, search));
  for (const char* file : {"results.sarif", "gitlab.json", "github.txt"}) {
    EXPECT_EQ(text_of(folder.path("merged/") + file), text_of(folder.path("whole/") + file));
  }
  const std::string xml = text_of(folder.path("merged/junit.xml"));
  EXPECT_THAT(xml, HasSubstr("<testsuite name=\"refcount\" tests=\"8\" failures=\"0\""));
  EXPECT_THAT(xml, HasSubstr("replay: suture replay suture1.refcount.two_owners"));
}

TEST(Reports, of_a_merged_check_explain_what_a_part_found) {
  const temporary_folder folder;
  std::vector<std::string> merge{"merge"};
  for (const char* part : {"1", "2"}) {
    const std::string file = folder.path(part);
    suture_badly({"check", "bad.unexpected", "--strategy", "exhaustive", "--shard",
                  part + std::string("/2"), "--json", file});
    merge.push_back(file);
  }
  std::vector<std::string> all = with(merge, {"--markdown", folder.path("x.md")});
  const finished f = run_program(SUTURE_BADLY, all);
  EXPECT_EQ(f.status, 1) << f.err;
  EXPECT_THAT(f.out, HasSubstr("bad_catalog.cpp:"));
  EXPECT_THAT(text_of(folder.path("x.md")), HasSubstr("bad_catalog.cpp:"));
}

}  // namespace
}  // namespace cli
