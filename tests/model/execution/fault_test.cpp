// Crashes of code under test are findings, and the next run is none the worse for them.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <csignal>
#include <cstdlib>
#include <exception>

#include "tests/model/execution/runs.hpp"

namespace suture::testing {
namespace {

// Crashes where the choice is 1, so that a run comes before and none after.
exploration crash(const std::function<void()>& how) {
  const exploration e = search([&] {
    sync::atomic<int> x{0};
    sync::thread other([&] { x.store(1); });
    if (sync::choose(2) == 1) how();
    other.join();
  });
  EXPECT_EQ(e.counts.failed, 1U);
  // The same process and the same OS thread go on.
  EXPECT_EQ(search([] { sync::choose(3); }).counts.complete, 3U);
  return e;
}

// A page that nobody may touch: not a null pointer, which a sanitizer would see first.
volatile int* forbidden() {
  static void* const page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return static_cast<volatile int*>(page);
}

volatile int sink = 0;

int deep(int n) {
  volatile char filler[512];
  filler[0] = static_cast<char>(n);
  return n == 0 ? 0 : deep(n - 1) + filler[0];
}

void throws() { throw 1; }
void meets_noexcept() noexcept { throws(); }

TEST(fault, of_forbidden_memory_is_a_finding) {
  const exploration e = crash([] { *forbidden() = 1; });
  EXPECT_EQ(kind_of(e), "crash");
  EXPECT_EQ(message_of(e), "thread 0: invalid memory access (SIGSEGV)");
}

TEST(fault, of_a_stack_that_is_full_is_told_from_others) {
  const exploration e = crash([] { sink = deep(1'000'000); });
  EXPECT_EQ(kind_of(e), "crash");
  EXPECT_EQ(message_of(e), "thread 0: stack overflow");
}

TEST(fault, does_not_befall_a_stack_that_is_deep_but_not_too_deep) {
  EXPECT_EQ(kind_of(search([] { sink = deep(200); })), "none");
}

TEST(fault, of_arithmetic_is_a_finding) {
  const exploration e = crash([] { std::raise(SIGFPE); });
  EXPECT_EQ(message_of(e), "thread 0: arithmetic fault (SIGFPE)");
}

TEST(fault, of_an_abort_is_a_finding) {
  const exploration e = crash([] { std::abort(); });
  EXPECT_EQ(message_of(e), "thread 0: abort (SIGABRT)");
}

TEST(fault, of_an_exception_that_meets_noexcept_is_a_finding) {
  const exploration e = crash(meets_noexcept);
  EXPECT_EQ(kind_of(e), "exception");
  EXPECT_THAT(message_of(e), ::testing::HasSubstr("std::terminate"));
}

TEST(fault, in_a_thread_names_the_thread) {
  const exploration e = search([] {
    sync::thread t([] { *forbidden() = 1; });
    t.join();
  });
  EXPECT_EQ(message_of(e), "thread 1: invalid memory access (SIGSEGV)");
}

}  // namespace
}  // namespace suture::testing
