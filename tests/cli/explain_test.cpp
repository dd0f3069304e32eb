// suture explain, suture graph, and the page for a browser.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/modules.hpp"
#include "library/explain.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/shrinking/attempt.hpp"
#include "scenarios/catalog.hpp"
#include "tests/cli/command.hpp"

namespace cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::vector<std::string> tokens_of(const std::vector<std::string>& patterns) {
  std::vector<std::string> words{"check", "--budget", "300runs", "--json", "-"};
  words.insert(words.end(), patterns.begin(), patterns.end());
  const json results = json::parse(suture(words).out).at("results");
  std::vector<std::string> tokens;
  for (const json& r : results) {
    if (!r.at("finding").is_null()) tokens.push_back(r.at("finding").at("token"));
  }
  return tokens;
}

TEST(ExplainCommand, tells_what_decides) {
  const std::string token = tokens_of({"str.utf8_cache/lock=none"}).at(0);
  const finished f = suture({"explain", token});
  EXPECT_EQ(f.status, 0) << f.err;
  EXPECT_THAT(f.out,
              testing::ContainsRegex("critical pair\n    thread [12], step [0-9]+  lazy_buffer"));
  EXPECT_THAT(f.out, HasSubstr("in this order the run fails; the other way round"));
  EXPECT_THAT(f.out, HasSubstr("neither thread holds a mutex there"));
  EXPECT_THAT(f.out, testing::ContainsRegex("chance to fail  [0-9]+ of 24 random runs"));
  EXPECT_EQ(suture({"explain", token}).out, f.out);
}

TEST(ExplainCommand, tells_why_a_stale_read_is_allowed) {
  const finished f =
      suture({"explain", tokens_of({"lock.futex_mutual_exclusion/mutant=stale_owner"}).at(0)});
  EXPECT_THAT(f.out, HasSubstr("stale read\n    thread "));
  EXPECT_THAT(f.out, HasSubstr("it may miss the store (relaxed) at stale_owner_lock.hpp:"));
}

// Where a pair is named, swapping it, and nothing else, passes.
TEST(ExplainCommand, names_pairs_whose_swapped_run_passes) {
  std::size_t pairs = 0, all = 0;
  for (const std::string& text : tokens_of({"lock.*", "list.*", "qsbr.*", "refcount.*"})) {
    const suture::token t = suture::decode_token(text);
    const scenarios::variant* const v = scenarios::catalog().find(t.scenario);
    ASSERT_NE(v, nullptr);
    const auto body = body_on_engine(*v);
    const suture::explained e = suture::explain(body, t, {});
    ASSERT_EQ(e.simple.shown.verdict, suture::verdict::found) << text;
    ++all;
    if (!e.pair) continue;
    ++pairs;
    suture::session one(t.memory, suture::limits_of(t));
    class suture::replay again(e.simple.what.decisions);
    const suture::plan p =
        suture::attempt_of(one.exploring(), body, suture::limits_of(t), again, *again.next_run())
            .carried_out;
    EXPECT_TRUE(suture::passes_swapped(one.exploring(), body, suture::limits_of(t), p,
                                       e.pair->first, e.pair->second))
        << text;
  }
  EXPECT_GE(all, 60U);
  EXPECT_GE(pairs, all / 2);
}

TEST(ExplainCommand, refuses_what_it_cannot_do) {
  EXPECT_EQ(suture({"explain", "hello"}).status, 2);
  const std::string token = tokens_of({"str.utf8_cache/lock=none"}).at(0);
  const finished f = suture({"explain", token, "--html", "/no/such/folder/page.html"});
  EXPECT_EQ(f.status, 2);
  EXPECT_THAT(f.err, HasSubstr("--html: cannot write /no/such/folder/page.html"));
  suture::token gone = suture::decode_token(token);
  gone.decisions.clear();
  EXPECT_EQ(suture({"explain", encode_token(gone)}).status, 1);
}

TEST(GraphCommand, writes_the_graph) {
  const std::string token = tokens_of({"str.utf8_cache/lock=none"}).at(0);
  const finished f = suture({"graph", token});
  EXPECT_EQ(f.status, 0) << f.err;
  EXPECT_TRUE(f.out.starts_with("digraph suture {\n"));
  EXPECT_TRUE(f.out.ends_with("\n}\n"));
  EXPECT_THAT(f.out, HasSubstr("label=rf"));
  const temporary_folder folder;
  EXPECT_EQ(suture({"graph", token, "--out", folder.path("run.dot")}).out, "");
  std::ifstream in(folder.path("run.dot"));
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_EQ(text.str(), f.out);
  EXPECT_EQ(suture({"graph", token, "--out", "/no/such/folder/x"}).status, 2);
}

// The script runs: the first step is marked once the page has been opened.
TEST(ExplainPage, opens_in_a_browser) {
  const char* const browser = "/usr/bin/chromium";
  if (!std::filesystem::exists(browser)) {
    GTEST_SKIP() << "there is no " << browser
                 << " (Debian's package chromium): the page's script is "
                 << "not tried";
  }
  const temporary_folder folder;
  const std::string page = folder.path("page.html");
  const std::string token = tokens_of({"str.utf8_cache/lock=none"}).at(0);
  ASSERT_EQ(suture({"explain", token, "--html", page}).status, 0);
  const finished f = run_program(
      browser, {"--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "file://" + page});
  EXPECT_THAT(f.out, testing::ContainsRegex("<tr id=\"s1\" class=\"step[^\"]* now\""));
  EXPECT_THAT(f.out, HasSubstr("<path d="));
}

}  // namespace
}  // namespace cli
