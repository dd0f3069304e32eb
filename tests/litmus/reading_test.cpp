// What the reader of litmus files takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "litmus/explore.hpp"
#include "litmus/parser/read_test.hpp"

namespace suture::litmus {
namespace {

using testing::ElementsAre;

// The one state that a test with one execution ends in.
std::vector<value> outcome_of(const std::string& text) {
  const test t = read_test(text, "one.litmus");
  const observations seen = explore_test(t, "rc11");
  EXPECT_EQ(seen.states.size(), 1U) << text;
  return seen.states.empty() ? std::vector<value>{} : seen.states.begin()->first;
}

// What `body`, with x and y at 5 and 3, leaves in r.
value evaluated(const std::string& expression) {
  return outcome_of("C one\n{ x=5; y=3; }\nP0 (int* x, int* y) { int a = 5; int b = 3; int r = " +
                    expression + "; }\nlocations [0:r;]")
      .at(0);
}

TEST(reading, takes_the_name_and_skips_the_metadata) {
  const test t = read_test(
      "C  MP+x \r\n\"A text {\n with two lines\"\n(* a { comment *)\nCycle=Rfe Fre /* { */\n"
      "{}\nP0 () {}\n",
      "f");
  EXPECT_EQ(t.name, "MP+x");
  EXPECT_EQ(t.doc, "A text {\n with two lines");
  EXPECT_EQ(t.asks, quantifier::forall);
}

TEST(reading, takes_every_form_of_initial_value) {
  const test t = read_test(
      "C i\n{ a=1; [b]=-2; int c = 0x1f; int d; atomic_int e = 5; _Atomic int f = 6;\n"
      "  atomic_int g = ATOMIC_VAR_INIT(7); h; 0:r0=8; P1:r0 = 9 }\n"
      "P0 (int* a) {} P1 (volatile atomic_int* b) { int r1 = r0 + 1; }\n"
      "locations [a; b; c; d; e; f; g; [h]; 0:r0; 1:r0; 1:r1]",
      "f");
  const observations seen = explore_test(t, "rc11");
  ASSERT_EQ(seen.states.size(), 1U);
  EXPECT_THAT(seen.states.begin()->first, ElementsAre(8, 9, 10, 1, -2, 0x1f, 0, 5, 6, 7, 0));
  EXPECT_FALSE(t.locations[0].atomic);
  EXPECT_TRUE(t.locations[1].atomic);
  EXPECT_TRUE(t.locations[4].atomic);
}

TEST(reading, makes_atomic_what_an_atomic_call_uses) {
  const test t = read_test("C a\n{}\nP0 (volatile int* x) { atomic_store(x, 1); }", "f");
  EXPECT_TRUE(t.locations[0].atomic);
}

TEST(reading, evaluates_as_c_does) {
  EXPECT_EQ(evaluated("1 + 2 * 3 - 4"), 3);
  EXPECT_EQ(evaluated("10 - 3 - 2"), 5);
  EXPECT_EQ(evaluated("a & b | 8 ^ 12"), 5);
  EXPECT_EQ(evaluated("(1 | 2) == 3"), 1);
  EXPECT_EQ(evaluated("1 | 2 == 3"), 1);
  EXPECT_EQ(evaluated("-a + ~b"), -9);
  EXPECT_EQ(evaluated("!a + !!b"), 1);
  EXPECT_EQ(evaluated("a < b"), 0);
  EXPECT_EQ(evaluated("a > b"), 1);
  EXPECT_EQ(evaluated("a <= 5 && b >= 4 || a != 5"), 0);
  EXPECT_EQ(evaluated("*x - *(y)"), 2);
  EXPECT_EQ(evaluated("0x7fffffffffffffff + 1 < 0"), 1);
}

TEST(reading, evaluates_the_right_side_of_and_and_or_only_if_it_counts) {
  const std::string begin = "C s\n{}\nP0 (atomic_int* x) { int r = ";
  const std::string end = " atomic_fetch_add(x, 1); }\nlocations [x;]";
  EXPECT_THAT(outcome_of(begin + "0 &&" + end), ElementsAre(0));
  EXPECT_THAT(outcome_of(begin + "1 &&" + end), ElementsAre(1));
  EXPECT_THAT(outcome_of(begin + "1 ||" + end), ElementsAre(0));
  EXPECT_THAT(outcome_of(begin + "0 ||" + end), ElementsAre(1));
}

TEST(reading, takes_every_statement) {
  EXPECT_THAT(outcome_of("C s\n{}\n"
                         "P0 (int* x, atomic_int* y) {\n"
                         "  int r0 = 1, r1; /* none */ int r2 = 0; ;\n"
                         "  { *x = 4; *(x) = *x + 1; }  // five\n"
                         "  if (r0) { if (r1) r2 = 7; else r2 = 8; } else r2 = 9;\n"
                         "  if (r2 == 9) atomic_store(y, 1);\n"
                         "  else if (r2 == 8) { atomic_store(y, 2); }\n"
                         "  atomic_thread_fence(memory_order_seq_cst);\n"
                         "  atomic_fetch_add_explicit(y, 10, memory_order_relaxed);\n"
                         "}\nlocations [0:r0; 0:r1; 0:r2; x; y]"),
              ElementsAre(1, 0, 8, 5, 12));
}

TEST(reading, takes_every_atomic_call) {
  EXPECT_THAT(outcome_of("C c\n{ x=12; }\n"
                         "P0 (atomic_int* x, int* e) {\n"
                         "  int a = atomic_fetch_add(x, 3);\n"
                         "  int b = atomic_fetch_sub_explicit(x, 1, memory_order_acq_rel);\n"
                         "  int c = atomic_fetch_and(x, 7);\n"
                         "  int d = atomic_fetch_or(x, 8);\n"
                         "  int f = atomic_fetch_xor(x, 1);\n"
                         "  int g = atomic_exchange(x, 20);\n"
                         "  int h = atomic_load(x);\n"
                         "  int old = 1;\n"
                         "  int i = atomic_compare_exchange_strong(x, &old, 30);\n"
                         "  int j = atomic_compare_exchange_strong(x, &old, 30);\n"
                         "  int k = atomic_compare_exchange_strong(x, e, 40);\n"
                         "}\nlocations [0:a; 0:b; 0:c; 0:d; 0:f; 0:g; 0:h; 0:i; 0:j; 0:k; 0:old; "
                         "e; x]"),
              ElementsAre(12, 15, 14, 6, 14, 15, 20, 0, 1, 0, 20, 30, 30));
}

TEST(reading, keeps_the_orders_of_the_calls) {
  const test t = read_test(
      "C o\n{}\nP0 (atomic_int* x) { int e; int r = "
      "atomic_compare_exchange_weak_explicit(x, &e, 1, memory_order_release, "
      "memory_order_relaxed); atomic_load(x); }",
      "f");
  const node& call = t.threads[0].body[0].operand.nodes[2];
  EXPECT_TRUE(call.weak);
  EXPECT_EQ(call.order, std::memory_order_release);
  EXPECT_EQ(call.failure, std::memory_order_relaxed);
  EXPECT_EQ(t.threads[0].body[1].operand.nodes.back().order, std::memory_order_seq_cst);
}

TEST(reading, gives_a_register_that_is_only_assigned_the_type_it_needs) {
  EXPECT_THAT(outcome_of("C u\n{ int* p = x; x = 6; }\n"
                         "P0 (int** p, int* x) { r0 = 1; r0 = 0x100000000; r1 = 0; r1 = *p; "
                         "r2 = *r1; }\nlocations [0:r0; 0:r2;]\nexists (0:r1=x)")
                  .at(0),
              value{0x100000000});
}

TEST(reading, takes_comments_in_ocaml_style_outside_of_bodies_only) {
  EXPECT_THAT(outcome_of("C c (* this belongs to the name *)\n{ (* x=2; *) x=1; }\n"
                         "(* between *) P0 (int* x) { int r = (*x) + (*x); }\n"
                         "(* before *) locations [0:r; (* inside *)]"),
              ElementsAre(2));
}

TEST(reading, sorts_what_a_state_shows) {
  const test t = read_test(
      "C s\n{}\nP0 (int* y, int* x) { int r1; int r0; } P1 () { int r0; }\n"
      "locations [y; 1:r0; x;]\nexists (0:r1=0 /\\ x=0 /\\ 0:r0=1:r0)",
      "f");
  std::vector<std::string> shown;
  for (const observable& o : t.shown) shown.push_back(to_text(o));
  EXPECT_THAT(shown, ElementsAre("0:r0", "0:r1", "1:r0", "x", "y"));
}

TEST(reading, takes_a_filter) {
  const test t = read_test(
      "C f\n{}\nP0 (atomic_int* x) { atomic_store(x, 1); }\n"
      "P1 (atomic_int* x) { int r0 = atomic_load(x); }\nfilter 1:r0=1\nforall (1:r0=1)",
      "f");
  const observations seen = explore_test(t, "rc11");
  EXPECT_EQ(seen.counts.complete, 2U);
  EXPECT_EQ(seen.filtered, 1U);
  EXPECT_EQ(seen.positive, 1U);
  EXPECT_EQ(verdict_of(t, seen), verdict::ok);
}

}  // namespace
}  // namespace suture::litmus
