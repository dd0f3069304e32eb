#include "tests/oracle/litmus.hpp"

namespace suture::oracle {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;
constexpr auto acq_rel = std::memory_order_acq_rel;
constexpr auto sc = std::memory_order_seq_cst;
constexpr unsigned x = 0;
constexpr unsigned y = 1;
constexpr unsigned z = 2;

using threads = std::vector<std::vector<instruction>>;

program over_one(threads code) { return {.locations = {0}, .threads = std::move(code)}; }
program over_two(threads code) { return {.locations = {0, 0}, .threads = std::move(code)}; }
program over_three(threads code) { return {.locations = {0, 0, 0}, .threads = std::move(code)}; }

program store_buffering(std::memory_order write, std::memory_order read0, std::memory_order read1) {
  return over_two(
      {{store(x, 1, write), load(0, y, read0)}, {store(y, 1, write), load(0, x, read1)}});
}

program message_passing(std::memory_order write, std::memory_order read) {
  return over_two({{store(x, 1, rlx), store(y, 1, write)}, {load(0, y, read), load(1, x, rlx)}});
}

program two_plus_two_writes(std::memory_order order) {
  return over_two(
      {{store(x, 1, order), store(y, 2, order)}, {store(y, 1, order), store(x, 2, order)}});
}

program iriw(std::memory_order write, std::memory_order first, std::memory_order second) {
  return over_two({{store(x, 1, write)},
                   {store(y, 1, write)},
                   {load(0, x, first), load(1, y, second)},
                   {load(0, y, first), load(1, x, second)}});
}

program write_read_causality(std::memory_order write, std::memory_order read) {
  return over_two({{store(x, 1, rlx)},
                   {load(0, x, read), store(y, 1, write)},
                   {load(0, y, read), load(1, x, rlx)}});
}

/// Puts an SC fence between the two accesses of each thread that has two.
program with_sc_fences(program p) {
  for (auto& thread : p.threads)
    if (thread.size() == 2) thread.insert(thread.begin() + 1, fence(sc));
  return p;
}

std::vector<litmus> two_thread_litmus() {
  const outcome both_miss{{{0}, {0}}, {1, 1}};
  const outcome stale{{{}, {1, 0}}, {1, 1}};
  const outcome first_writes_last{{{}, {}}, {1, 1}};
  return {
      {"SB rlx", store_buffering(rlx, rlx, rlx), 4, 3, 0, both_miss, true},
      {"SB rel acq", store_buffering(rel, acq, acq), 4, 3, 0, both_miss, true},
      {"SB sc", store_buffering(sc, sc, sc), 3, 3, 0, both_miss, false},
      {"SB sc, one load acq", store_buffering(sc, acq, sc), 4, 3, 0, both_miss, true},
      {"SB sc against an sc fence",
       over_two(
           {{store(x, 1, rlx), fence(sc), load(0, y, rlx)}, {store(y, 1, sc), load(0, x, sc)}}),
       3, 3, 0, both_miss, false},
      {"SB with sc fences", with_sc_fences(store_buffering(rlx, rlx, rlx)), 3, 3, 0, both_miss,
       false},
      {"MP rlx", message_passing(rlx, rlx), 4, 3, 0, stale, true},
      {"MP rel acq", message_passing(rel, acq), 3, 3, 0, stale, false},
      {"MP rel, reader rlx", message_passing(rel, rlx), 4, 3, 0, stale, true},
      {"MP with fences",
       over_two({{store(x, 1, rlx), fence(rel), store(y, 1, rlx)},
                 {load(0, y, rlx), fence(acq), load(1, x, rlx)}}),
       3, 3, 0, stale, false},
      {"MP through a release sequence",
       over_two({{store(x, 1, rlx), store(y, 1, rel)},
                 {fetch_add(0, y, 1, rlx)},
                 {load(0, y, acq), load(1, x, rlx)}}),
       9, 9, 0, outcome{{{}, {1}, {2, 0}}, {1, 2}}, false},
      // C++20 gave up on release sequences through later stores of the same thread.
      {"MP through a later store",
       over_two({{store(x, 1, rlx), store(y, 1, rel), store(y, 2, rlx)},
                 {load(0, y, acq), load(1, x, rlx)}}),
       5, 4, 0, outcome{{{}, {2, 0}}, {1, 2}}, true},
      {"LB rlx",
       over_two({{load(0, x, rlx), store(y, 1, rlx)}, {load(0, y, rlx), store(x, 1, rlx)}}), 3, 3,
       0, outcome{{{1}, {1}}, {1, 1}}, false},
      {"2+2W rlx", two_plus_two_writes(rlx), 4, 3, 0, first_writes_last, true},
      {"2+2W sc", two_plus_two_writes(sc), 3, 3, 0, first_writes_last, false},
      {"2+2W with sc fences", with_sc_fences(two_plus_two_writes(rlx)), 3, 3, 0, first_writes_last,
       false},
      {"CoRR", over_one({{store(x, 1, rlx)}, {load(0, x, rlx), load(1, x, rlx)}}), 3, 3, 0,
       outcome{{{}, {1, 0}}, {1}}, false},
  };
}

std::vector<litmus> many_thread_litmus() {
  const outcome disagree{{{}, {}, {1, 0}, {1, 0}}, {1, 1}};
  const outcome not_passed_on{{{}, {1}, {1, 0}}, {1, 1}};
  const std::vector<instruction> read_twice{load(0, x, rlx), load(1, x, rlx)};
  return {
      {"CoRR2", over_one({{store(x, 1, rlx)}, {store(x, 2, rlx)}, read_twice, read_twice}), 72, 72,
       0, outcome{{{}, {}, {1, 2}, {2, 1}}, {2}}, false},
      {"IRIW acq", iriw(rel, acq, acq), 16, 15, 0, disagree, true},
      {"IRIW sc", iriw(sc, sc, sc), 15, 15, 0, disagree, false},
      {"IRIW acq sc", iriw(sc, acq, sc), 16, 15, 0, disagree, true},
      {"IRIW with sc fences", with_sc_fences(iriw(rlx, rlx, rlx)), 15, 15, 0, disagree, false},
      {"WRC rlx", write_read_causality(rlx, rlx), 8, 7, 0, not_passed_on, true},
      {"WRC rel acq", write_read_causality(rel, acq), 7, 7, 0, not_passed_on, false},
      {"ISA2 rel acq",
       over_three({{store(x, 1, rlx), store(y, 1, rel)},
                   {load(0, y, acq), store(z, 1, rel)},
                   {load(0, z, acq), load(1, x, rlx)}}),
       7, 7, 0, outcome{{{}, {1}, {1, 0}}, {1, 1, 1}}, false},
      {"RWC with sc fences",
       over_two({{store(x, 1, rlx)},
                 {load(0, x, rlx), fence(sc), load(1, y, rlx)},
                 {store(y, 1, rlx), fence(sc), load(0, x, rlx)}}),
       7, 7, 0, outcome{{{}, {1, 0}, {0}}, {1, 1}}, false},
      {"W+RWC with sc fences",
       over_three({{store(x, 1, rlx), store(y, 1, rel)},
                   {load(0, y, acq), fence(sc), load(1, z, rlx)},
                   {store(z, 1, rlx), fence(sc), load(0, x, rlx)}}),
       7, 7, 0, outcome{{{}, {1, 0}, {0}}, {1, 1, 1}}, false},
      {"W+RWC sc",
       over_three({{store(x, 1, sc), store(y, 1, rel)},
                   {load(0, y, acq), load(1, z, sc)},
                   {store(z, 1, sc), load(0, x, sc)}}),
       7, 7, 0, outcome{{{}, {1, 0}, {0}}, {1, 1, 1}}, false},
      // The paper's reason to weaken C11's SC: what compilers to POWER do must be allowed.
      {"Z6.U",
       over_two({{store(x, 1, sc), store(y, 1, rel)},
                 {fetch_add(0, y, 1, sc), load(1, y, rlx)},
                 {store(y, 3, sc), load(0, x, sc)}}),
       24, 18, 0, outcome{{{}, {1, 3}, {0}}, {1, 3}}, true},
      {"update order acq_rel",
       over_two({{store(x, 1, rlx), fetch_add(0, y, 1, acq_rel)},
                 {fetch_add(0, y, 1, acq_rel), load(1, x, rlx)}}),
       3, 3, 0, outcome{{{0}, {1, 0}}, {1, 2}}, false},
  };
}

}  // namespace

std::vector<litmus> classic_litmus() {
  std::vector<litmus> all = two_thread_litmus();
  for (litmus& l : many_thread_litmus()) all.push_back(std::move(l));
  return all;
}

}  // namespace suture::oracle
