// Crashes of code under test are findings, and the next run is none the worse for them.
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <future>
#include <memory>
#include <thread>

#include "model/sync/sanitizers.hpp"
#include "tests/model/engine/runs.hpp"

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

// What a lost thread was to run goes with it: its destructor must not act in a later run.
TEST(fault, of_a_thread_loses_what_it_was_to_run) {
  struct holder {
    explicit holder(std::shared_ptr<sync::atomic<int>> of) : held(std::move(of)) {}
    holder(const holder&) = default;
    ~holder() {
      if (held) held->store(1);
    }
    std::shared_ptr<sync::atomic<int>> held;
  };
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  const auto explored = [&](const std::function<void()>& body) {
    exhaustive strategy(*rules);
    return explore(run, body, strategy, calm, budget{.runs = 1'000});
  };
  const exploration lost = explored([] {
    const auto word = std::make_shared<sync::atomic<int>>(0);
    sync::thread other([own = holder(word)] { *forbidden() = 1; });
    other.join();
  });
  EXPECT_EQ(kind_of(lost), "crash");
  const exploration next = explored([] {
    sync::atomic<int> x{0};
    sync::parallel([&] { x.fetch_add(1); }, [&] { x.fetch_add(1); });
  });
  EXPECT_EQ(message_of(next), "");
  EXPECT_EQ(next.counts.complete, 2U);
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

// A stack of its own and a frame that is larger than it: no page in between is touched.
TEST(fault, of_a_frame_larger_than_the_stack_does_not_reach_another_stack) {
  const exploration e = search([] {
    sync::thread other([] {
      volatile char frame[700 * 1024];
      frame[0] = 1;
      sink = frame[0];
    });
    other.join();
  });
  EXPECT_EQ(kind_of(e), "crash");
  EXPECT_EQ(message_of(e), "thread 1: stack overflow");
}

TEST(fault, does_not_befall_a_large_frame_on_a_large_stack) {
  limits large = calm;
  large.stack_bytes = 4 << 20;
  const exploration e = search(
      [] {
        volatile char frame[700 * 1024];
        frame[0] = 1;
        sink = frame[0];
      },
      large);
  EXPECT_EQ(kind_of(e), "none") << message_of(e);
}

TEST(fault, of_an_exit_is_a_finding_and_the_process_goes_on) {
  EXPECT_EQ(message_of(crash([] { std::exit(0); })),
            "thread 0: ends the process: exit with status 0");
  EXPECT_EQ(message_of(crash([] { _exit(3); })), "thread 0: ends the process: _exit with status 3");
  EXPECT_EQ(message_of(crash([] { std::_Exit(0); })),
            "thread 0: ends the process: _Exit with status 0");
  EXPECT_EQ(message_of(crash([] { std::quick_exit(0); })),
            "thread 0: ends the process: quick_exit with status 0");
  const exploration e = crash([] { pthread_exit(nullptr); });
  EXPECT_EQ(kind_of(e), "misuse");
  EXPECT_THAT(message_of(e), ::testing::HasSubstr("pthread_exit"));
}

TEST(fault, of_a_thread_of_the_operating_system_is_a_finding) {
  const exploration e = crash([] { std::thread([] {}).join(); });
  EXPECT_EQ(kind_of(e), "misuse");
  EXPECT_THAT(message_of(e), ::testing::HasSubstr("use sync::thread"));
  EXPECT_EQ(kind_of(crash([] { (void)std::async(std::launch::async, [] {}); })), "misuse");
}

// A thread that was there before: what it does is not seen, but that it does something is.
TEST(fault, of_another_thread_that_uses_an_object_of_the_run) {
  std::atomic<sync::var<int>*> shared{nullptr};
  std::atomic<bool> done{false};
  std::jthread outsider([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      sync::var<int>* v = shared.exchange(nullptr);
      if (v == nullptr) continue;
      v->set(7);
      done = true;
    }
  });
  const exploration e = search([&] {
    sync::var<int> v{0};
    done = false;
    shared = &v;
    while (!done) std::this_thread::yield();
  });
  EXPECT_EQ(kind_of(e), "misuse") << message_of(e);
  EXPECT_THAT(message_of(e), ::testing::HasSubstr("none of the run's"));
}

// A handler that was left by a jump leaves malloc locked where the crash was inside of it. The
// process cannot go on, but it says so, and ends.
TEST(fault, inside_of_malloc_ends_the_process_with_a_message) {
#if SUTURE_WITH_TSAN
  GTEST_SKIP() << "ThreadSanitizer's malloc is no longer locked when it tells of a double free";
#endif
#if SUTURE_WITH_ASAN
  GTEST_SKIP() << "AddressSanitizer tells of a double free itself";
#endif
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(search([] {
                auto* volatile large = static_cast<char*>(std::malloc(5000));
                void* volatile after = std::malloc(10);
                std::free(large);
                std::free(large);
                sink = after != nullptr;
              }),
              ::testing::KilledBySignal(SIGABRT), "inside of malloc or free");
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
