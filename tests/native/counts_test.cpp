// What an exhaustive search says of the modules: the verdict, and in how many runs.
//
// Of what is verified the number is that of the executions that RC11 allows, the same for every
// compiler and level. Where it can be said beforehand it is said so; the litmus tests' are those
// that `suture litmus` counts, and agreement_test.cpp compares many more.
#include <gtest/gtest.h>

#include <span>
#include <string_view>

#include "tests/native/modules.hpp"

namespace native_test {
namespace {

struct expected {
  const char* id;
  const char* word;
  std::uint64_t runs;  // 0: depends on how often a loop goes round unseen
};

constexpr expected counting[] = {
    {"count.fetch_add/threads=2,rounds=3", "verified", 20},     // 6! / (3! 3!)
    {"count.fetch_add/threads=3,rounds=4", "verified", 34650},  // 12! / (4! 4! 4!)
    {"count.two_steps", "check", 0},
    {"count.plain", "race", 0},
    {"count.plain_around", "verified", 2},
};

constexpr expected litmus[] = {
    {"litmus.sb/order=relaxed", "verified", 4},
    {"litmus.sb_both_zero/order=relaxed", "check", 0},
    {"litmus.sb_both_zero/order=seq_cst", "verified", 3},
    {"litmus.sb_both_zero/order=fenced", "verified", 3},
    {"litmus.mp/order=relaxed", "check", 0},
    {"litmus.mp/order=release_acquire", "verified", 3},
    {"litmus.mp_plain/order=release_acquire", "verified", 2},
    {"litmus.mp_plain/order=relaxed", "race", 0},
    {"litmus.lb/order=relaxed", "verified", 3},
    {"litmus.iriw/order=acquire", "check", 0},
    {"litmus.iriw/order=seq_cst", "verified", 15},
    {"litmus.coherence", "verified", 6},
    {"litmus.compare_exchange", "verified", 2},
    {"litmus.weak/loop=lock", "verified", 30},
    {"litmus.weak/loop=add", "verified", 24},
};

constexpr expected locks[] = {
    {"lock.mutex", "verified", 6},  // 4! / (2! 2!)
    {"lock.order/second=crossed", "deadlock", 0},
    {"lock.order/second=same", "verified", 2},
    {"lock.recursive", "verified", 2},
    {"lock.recursive/kind=normal", "misuse", 0},
    {"lock.unlock_without_lock", "misuse", 0},
    {"lock.used_after_destroy", "misuse", 0},
    {"lock.errorcheck", "verified", 1},
    {"lock.try", "verified", 4},
    {"lock.timed", "verified", 10},
    {"lock.shared", "verified", 14},
    {"lock.shared/mode=wrong", "race", 0},
    {"lock.pthread_spin", "verified", 2},
    {"lock.own_spin/release=release", "verified", 4},
    {"lock.own_spin/release=relaxed", "race", 0},
    {"lock.semaphore", "verified", 1},
    {"lock.semaphore/posts=none", "deadlock", 0},
    {"lock.once", "verified", 2},
    {"lock.barrier", "verified", 4},
    {"lock.c11", "verified", 5},
};

constexpr expected memory[] = {
    {"memory.free/when=before_join", "use-after-free", 0},
    {"memory.free/when=after_join", "verified", 1},
    {"memory.free/when=twice", "double-free", 0},
    {"memory.leak", "leak", 0},
    {"memory.leak/kept=static", "verified", 1},
    {"memory.beyond_the_end", "misuse", 0},
    {"memory.refcount", "verified", 2},
    {"memory.refcount/look=after_drop", "use-after-free", 0},
    {"memory.allocators", "verified", 1},
    {"memory.sizes", "verified", 16},
    {"memory.sizes/order=none", "misuse", 0},
    {"memory.memcpy/order=none", "race", 0},
    {"memory.neighbours", "verified", 1},
    {"memory.thread_local", "verified", 1},
    {"memory.sixteen_bytes", "verified", 2},
    {"memory.function/name=memcmp", "race", 0},
    {"memory.function/name=memcpy", "race", 0},
    {"memory.function/name=memset", "race", 0},
    {"memory.function/name=strcpy", "race", 0},
    {"memory.function/name=strncpy", "race", 0},
    {"memory.function/name=strcat", "race", 0},
    {"memory.function/name=strlen", "race", 0},
    {"memory.function/name=none", "race", 0},
    {"memory.branches", "verified", 24},  // 4! orders of the leaves
};

constexpr expected waits[] = {
    {"wait.condition", "verified", 5},
    {"wait.condition/asks=no", "lost-wakeup", 0},
    {"wait.condition/asks=once", "check", 0},
    {"wait.condition/sets=unlocked", "race", 0},
    {"wait.condition/wait=timed", "verified", 22},
    {"wait.futex", "verified", 120},
    {"wait.futex/unlock=wakes_nobody", "lost-wakeup", 0},
    {"wait.parking_lot", "verified", 38},
    {"wait.parking_lot/rounds=2", "verified", 0},
    {"wait.parking_lot/looks=once", "lost-wakeup", 0},
    {"wait.parking_lot/unlock=relaxed", "race", 0},
};

constexpr expected cxx[] = {
    {"cxx.threads", "verified", 2},       {"cxx.shared_ptr", "verified", 2},
    {"cxx.mutex", "verified", 2},         {"cxx.mutex/locks=one", "race", 0},
    {"cxx.shared_mutex", "verified", 2},  {"cxx.condition_variable", "verified", 5},
    {"cxx.exceptions", "verified", 4},    {"cxx.exceptions/caught=no", "exception", 0},
    {"cxx.local_static", "verified", 4},  {"cxx.vector", "verified", 1},
    {"cxx.string", "verified", 1},        {"cxx.thread_local", "verified", 1},
    {"cxx.call_once", "verified", 2},     {"cxx.future", "verified", 19},
    {"cxx.atomic_wait", "verified", 115},
};

struct module_of {
  const char* name;
  std::span<const expected> scenarios;
};
const module_of modules[] = {
    {"counting", counting}, {"litmus", litmus}, {"locks", locks},
    {"memory", memory},     {"waits", waits},   {"cxx", cxx},
};

class Counts : public testing::TestWithParam<compiled> {};

TEST_P(Counts, are_those_of_the_model_whoever_compiled) {
  for (const module_of& m : modules) {
    const std::string file = module_file(m.name, GetParam());
    if (file.empty()) GTEST_SKIP() << "there is no " << GetParam().compiler << " on this machine";
    const auto verdicts = verdicts_of(file);
    EXPECT_EQ(verdicts.size(), m.scenarios.size()) << file;
    for (const expected& e : m.scenarios) {
      ASSERT_TRUE(verdicts.contains(e.id)) << file << " " << e.id;
      const verdict& v = verdicts.at(e.id);
      EXPECT_EQ(v.word, e.word) << file << " " << e.id << ": " << v.message;
      EXPECT_TRUE(v.as_expected) << file << " " << e.id;
      // Clang tells of a weak compare-exchange as of a strong one.
      const bool weak = std::string_view(e.id).starts_with("litmus.weak");
      if (e.runs != 0 && !(weak && GetParam().compiler == "clang")) {
        EXPECT_EQ(v.runs, e.runs) << file << " " << e.id;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Compilers, Counts, testing::ValuesIn(all_compiled()),
                         [](const auto& p) { return p.param.compiler + p.param.level.substr(1); });

}  // namespace
}  // namespace native_test
