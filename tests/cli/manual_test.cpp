// The manual page and the completions of shells that the build has written, held against what the
// command says of itself, and tried by the programs they are for where those are there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/cli/command.hpp"
#include "tests/support/page.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

const char* const folder = SUTURE_MANUAL;

std::set<std::string> all_of(const std::string& text, const std::regex& wanted) {
  std::set<std::string> found;
  for (std::sregex_iterator i(text.begin(), text.end(), wanted), end; i != end; ++i) {
    found.insert((*i)[1]);
  }
  return found;
}

std::set<std::string> commands() {
  const std::string help = suture({"--help"}).out;
  return all_of(help.substr(help.find("Subcommands:")), std::regex("\n  ([a-z]+) "));
}

std::set<std::string> options_of(const std::string& command) {
  return all_of(suture({command, "--help"}).out, std::regex("\n  (?:-h,)?(--[a-z-]+)"));
}

std::string generated(const std::string& file) {
  return ::suture::text_of_file(std::string(folder) + "/" + file);
}

// The part of a text that is about the command: from `begin` to the next `next`.
std::string part_of(const std::string& text, const std::string& begin, const std::string& next) {
  const std::size_t at = text.find(begin);
  EXPECT_NE(at, std::string::npos) << "there is no " << begin;
  return at == std::string::npos ? "" : text.substr(at, text.find(next, at + 1) - at);
}

// "--no-blind" as roff has it.
std::string in_roff(const std::string& option) {
  return std::regex_replace(option, std::regex("-"), "\\-");
}

bool is_there(const std::string& program) {
  return run_program("/bin/sh", {"-c", "command -v " + program}).status == 0;
}

TEST(Manual, there_are_commands_and_options_to_look_for) {
  EXPECT_GE(commands().size(), 14U);
  EXPECT_GE(options_of("check").size(), 29U);
  EXPECT_THAT(options_of("check"), testing::Contains("--spurious-wakeups"));
}

TEST(Manual, the_page_has_every_option_of_every_command) {
  const std::string page = generated("suture.1");
  for (const std::string& command : commands()) {
    const std::string about = part_of(page, ".SS \"suture " + command + " ", ".S");
    for (const std::string& option : options_of(command)) {
      EXPECT_THAT(about, HasSubstr("\\fB" + in_roff(option) + "\\fR")) << command;
    }
  }
}

TEST(Manual, bash_completes_every_option_of_every_command) {
  const std::string script = generated("suture.bash");
  for (const std::string& command : commands()) {
    const std::string options =
        part_of(script, "\n    " + command + ")\n      options='", "operands=");
    for (const std::string& option : options_of(command)) {
      EXPECT_TRUE(std::regex_search(options, std::regex("[' ]" + option + "[' ]")))
          << command << " " << option;
    }
  }
}

TEST(Manual, zsh_completes_every_option_of_every_command) {
  const std::string script = generated("_suture");
  EXPECT_TRUE(script.starts_with("#compdef suture\n"));
  for (const std::string& command : commands()) {
    EXPECT_THAT(script, HasSubstr("\n    '" + command + ":"));
    const std::string options = part_of(script, "\n    " + command + ")\n", ";;");
    for (const std::string& option : options_of(command)) {
      EXPECT_THAT(options, HasSubstr(option + "[")) << command;
    }
  }
}

TEST(Manual, man_has_no_complaint) {
  const std::string page = std::string(folder) + "/suture.1";
  if (!is_there("groff")) GTEST_SKIP() << "there is no groff";
  const finished roff = run_program("/usr/bin/env", {"groff", "-man", "-ww", "-Tutf8", "-z", page});
  EXPECT_EQ(roff.status, 0);
  EXPECT_EQ(roff.err, "");
  if (!is_there("man")) GTEST_SKIP() << "there is no man";
  const finished man = run_program(
      "/bin/sh", {"-c", "LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l '" + page + "' | col -bx"});
  EXPECT_EQ(man.err, "");
  const std::string shown = std::regex_replace(man.out, std::regex("\\s+"), " ");
  EXPECT_THAT(shown, HasSubstr("NAME suture - deterministic concurrency testing"));
  EXPECT_THAT(shown, HasSubstr("bounded:N: every execution with at most N preemptions; ∞ is"));
  EXPECT_THAT(shown,
              HasSubstr("--threads UINT Operations at the same time (INT in [2 - 4]; default"));
}

// What bash offers where the line ends; as it calls the function.
std::string offered(const std::vector<std::string>& words) {
  std::string line, list;
  for (const std::string& word : words) {
    // Bash has = and : as words of their own; the line has no blanks around them.
    const bool joined = word == "=" || line.ends_with("=");
    line += (line.empty() || joined ? "" : " ") + word;
    list += " '" + word + "'";
  }
  const std::string script = "source " + std::string(folder) + "/suture.bash; COMP_LINE='" + line +
                             "'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(" + list +
                             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _suture; " +
                             "echo \"${COMPREPLY[@]}\"";
  const finished f = run_program("/usr/bin/env", {"bash", "-c", script});
  EXPECT_EQ(f.err, "");
  return f.out;
}

TEST(Manual, bash_offers_what_fits) {
  const std::string program = SUTURE_COMMAND;
  EXPECT_EQ(
      run_program("/usr/bin/env", {"bash", "-n", std::string(folder) + "/suture.bash"}).status, 0);
  EXPECT_EQ(offered({"suture", "ch"}), "check\n");
  EXPECT_EQ(offered({"suture", "e"}), "explain estimate ext\n");
  EXPECT_EQ(offered({"suture", "check", "--jo"}), "--jobs\n");
  EXPECT_EQ(offered({"suture", "check", "--memory", ""}), "sc tso rc11\n");
  EXPECT_EQ(offered({"suture", "check", "--strategy", "p"}), "pct: pos portfolio\n");
  EXPECT_EQ(offered({"suture", "check", "--seed", ""}), "\n");
  EXPECT_EQ(offered({"suture", "merge", "--json", SUTURE_DOCS "/ci."}), SUTURE_DOCS "/ci.md\n");
  EXPECT_EQ(offered({"suture", "no_such_command", ""}), "\n");
  EXPECT_EQ(offered({program, "check", "str.utf8_cache/lock=n"}), "str.utf8_cache/lock=none\n");
  // Behind the sign, where bash begins a new word.
  EXPECT_EQ(offered({program, "check", "str.utf8_cache/lock", "=", "n"}), "none\n");
  EXPECT_THAT(offered({program, "check", "str.utf8_cache/lock", "="}),
              testing::StartsWith("none global object "));
}

TEST(Manual, zsh_reads_its_completion) {
  if (!is_there("zsh")) GTEST_SKIP() << "there is no zsh";
  const finished f = run_program("/usr/bin/env", {"zsh", "-n", std::string(folder) + "/_suture"});
  EXPECT_EQ(f.status, 0);
  EXPECT_EQ(f.err, "");
}

}  // namespace
}  // namespace cli
