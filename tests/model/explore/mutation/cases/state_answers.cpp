// States of loops that are on nobody's stack: whether a search that meets them calls itself whole.
#include <vector>

#include "model/engine/loops/state_elsewhere.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"
#include "tests/support/hidden_states.hpp"

namespace suture::testing {

namespace {

using atomic_int = sync::atomic<int>;

// "whole", "bounded", or what was found.
std::string come_to(const std::function<void()>& body, std::size_t histories = 1024) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  exhaustive strategy(*model);
  strategy.limit_spurious_failures(1);
  strategy.look_at_rounds(histories);
  const exploration e = explore(run, body, strategy, limits{}, budget{.runs = 10'000});
  if (e.found) return e.found->kind;
  return e.counts.bounded == 0 ? "whole" : "bounded";
}

// In a block that malloc maps by itself, so that only giving up shows the count.
std::string counted_failures() {
  static std::vector<int> block(1 << 20);
  return come_to([] {
    int& failures = block.front();
    failures = 0;
    atomic_int x{0};
    int expected = 0;
    while (!x.compare_exchange_weak(expected, 1) && failures < 10) ++failures;
    sync::check(x.load() == 1, "ten failures suffice");
  });
}

void wait_until(const std::function<bool()>& holds) {
  sync::spin_until([&] { return holds(); });
}

std::string other_condition_at_a_line() {
  return come_to([] {
    atomic_int first{0}, second{0};
    int asked = 0;
    sync::parallel(
        [&] {
          wait_until([&] { return first.load() != 0 || ++asked > 3; });
          wait_until([&] { return second.load() != 0; });
        },
        [&] {
          first.store(1);
          second.store(1);
        });
  });
}

std::string a_condition_that_counts_elsewhere() {
  return come_to([] {
    atomic_int flag{0};
    int asked = 0;
    sync::parallel(
        [&] {
          sync::spin_until([&] {
            ++asked;
            return flag.load() != 0;
          });
        },
        [&] { flag.store(1); });
  });
}

// As suture::check does.
[[gnu::noinline]] std::string asked_for_by_callee(const std::function<void()>& body) {
  const callers_memory frames(__builtin_frame_address(0));
  return come_to(body);
}

std::string in_the_callers_frame() {
  int rounds = 0;
  return asked_for_by_callee([&] { wait_counting(rounds, 5000); });
}

std::string a_mark_elsewhere() {
  return come_to([] {
    bool seen[2];
    sync::check(!mark_what_is_read(seen), "not both");
  });
}

// All leave marks, but only those of the last are wrong: it goes on as the loop is known to mark.
std::string a_mark_like_those_looked_at() {
  return come_to(
      [] {
        const std::uint32_t history = sync::choose(6);
        bool seen[2];
        const bool both = mark_what_is_read(seen);
        sync::check(!both || history != 5, "not both in the last of them");
      },
      3);
}

// The first five come to the loop without a mark.
std::string a_mark_beyond_what_is_looked_at() {
  return come_to(
      [] {
        const std::uint32_t history = sync::choose(6);
        bool seen[2];
        const bool both = mark_what_is_read(seen, history == 5);
        sync::check(!both, "not both");
      },
      3);
}

std::string marks_of_failures() {
  return come_to([] { sync::check(!fail_at_both(), "not at both"); });
}

std::string a_failure_at_what_was_waited_for() {
  return come_to([] { sync::check(fail_and_wait() >= 0, "it is counted"); });
}

std::string a_failure_that_others_give_up_after() {
  return come_to([] { sync::check(fail_and_give_up() >= 0, "it is counted"); });
}

}  // namespace

engine_answers state_answers() {
  return {
      {"a count of chance failures in a large block", counted_failures, "bounded"},
      {"the other condition at a line", other_condition_at_a_line, "misuse"},
      {"a condition that counts elsewhere", a_condition_that_counts_elsewhere, "misuse"},
      {"a count in the frame of the caller", in_the_callers_frame, "bounded"},
      {"a mark in another thread's frame", a_mark_elsewhere, "check"},
      {"a mark like those looked at", a_mark_like_those_looked_at, "check"},
      {"a mark beyond what is looked at", a_mark_beyond_what_is_looked_at, "bounded"},
      {"marks of two failures by chance", marks_of_failures, "check"},
      {"a failure at a value that was waited for", a_failure_at_what_was_waited_for, "bounded"},
      {"a failure that others give up after", a_failure_that_others_give_up_after, "bounded"},
  };
}

}  // namespace suture::testing
