// Standard streams that are closed, files that are none, values that are empty.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/cli/command.hpp"

namespace cli {
namespace {

using testing::HasSubstr;

finished in_shell(const std::string& arguments) {
  return run_program("/bin/sh", {"-c", SUTURE_COMMAND " " + arguments});
}

TEST(ClosedStreams, change_no_verdict) {
  for (const char* closed : {"0<&-", "1>&-", "0<&- 1>&-", "0<&- 1>&- 2>&-"}) {
    EXPECT_EQ(in_shell(std::string("check 'refcount.*' ") + closed).status, 0) << closed;
  }
}

TEST(ClosedStreams, leave_the_exit_status_of_wrong_use) {
  EXPECT_EQ(in_shell("check refcount.nothing 2>&-").status, 2);
  EXPECT_EQ(in_shell("check 'refcount.*' --strategy foo 2>&-").status, 2);
}

TEST(Files, that_never_end_are_refused) {
  const std::string pipe = testing::TempDir() + "suture-pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& file : {std::string("/dev/zero"), pipe}) {
    for (const std::vector<std::string>& command :
         {std::vector<std::string>{"merge", file},
          {"history", file, "--model", "list"},
          {"litmus", file},
          {"check", "refcount.*", "--checkpoint", file}}) {
      const finished f = suture(command);
      EXPECT_EQ(f.status, 2) << command.front() << f.out;
      EXPECT_THAT(f.err, HasSubstr(file + ": is no regular file"));
    }
  }
  unlink(pipe.c_str());
}

TEST(EmptyValues, are_errors_that_name_the_option) {
  for (const char* option : {"--shard", "--checkpoint", "--json", "--budget", "--strategy",
                             "--memory", "--backend", "--reuse", "--seed"}) {
    const finished f = suture({"check", "refcount.*", option, ""});
    EXPECT_EQ(f.status, 2) << option << f.out;
    EXPECT_THAT(f.err, HasSubstr(option));
  }
}

}  // namespace
}  // namespace cli
