// What the reader of litmus files says of what it does not take.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "litmus/input_error.hpp"
#include "litmus/parser/read_test.hpp"

namespace suture::litmus {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::string error_of(const std::string& text) {
  try {
    read_test(text, "t.litmus");
  } catch (const input_error& e) {
    return e.what();
  }
  return "no error";
}

// The body of a thread with locals r0, x atomic and d plain; it begins at line 3.
std::string body_error(const std::string& body) {
  return error_of("C t\n{}\nP0 (atomic_int* x, int* d) { int r0 = 0; " + body + " }\n");
}

std::string condition_error(const std::string& condition) {
  return error_of("C t\n{}\nP0 (int* x) { int r0; }\n" + condition);
}

TEST(errors, name_file_and_line) {
  EXPECT_THAT(error_of("C t\n{ x=0; }\n\nP0 (int* x) {\n  int r0 = 0;\n  while (1) {}\n}\n"),
              StartsWith("t.litmus:6: unsupported 'while': supported are declarations, "));
}

TEST(errors, of_the_header) {
  EXPECT_THAT(error_of("X86 SB\n{}\n"),
              StartsWith("t.litmus:1: unsupported 'X86': supported are tests in C"));
  EXPECT_THAT(error_of("C\n{}\n"), StartsWith("t.litmus:1: the test has no name"));
  EXPECT_THAT(error_of("C t\nx\ny\n"), StartsWith("t.litmus:4: no initial values"));
  EXPECT_THAT(error_of("C t\n\"x\n{}"), StartsWith("t.litmus:2: this text does not end"));
  EXPECT_THAT(error_of(""), StartsWith("t.litmus:1: unsupported ''"));
}

TEST(errors, of_the_initial_values) {
  EXPECT_THAT(error_of("C t\n{\nint* p = x; }"), StartsWith("t.litmus:3: unsupported pointer"));
  EXPECT_THAT(error_of("C t\n{ p = x; }"), StartsWith("t.litmus:2: unsupported address"));
  EXPECT_THAT(error_of("C t\n{ x = 1 y = 2 }"),
              StartsWith("t.litmus:2: expected ';' or '}', not 'y'"));
  EXPECT_THAT(error_of("C t\n{ 1:r0 = 2; }\nP0 () {}"),
              StartsWith("t.litmus:2: there is no thread P1"));
  EXPECT_THAT(error_of("C t\n{ unsigned x = 2; }"),
              StartsWith("t.litmus:2: unsupported 'unsigned': supported are int, "));
}

TEST(errors, of_the_threads) {
  EXPECT_THAT(error_of("C t\n{}\nP1 () {}"),
              StartsWith("t.litmus:3: expected the thread P0, not 'P1'"));
  EXPECT_THAT(error_of("C t\n{}\n"),
              StartsWith("t.litmus:3: expected the thread P0, not the end of the file"));
  EXPECT_THAT(error_of("C t\n{}\nP0 (int x) {}"),
              StartsWith("t.litmus:3: unsupported type of parameter 'x'"));
  EXPECT_THAT(error_of("C t\n{}\nP0 (int** x) {}"),
              StartsWith("t.litmus:3: unsupported type of parameter 'x'"));
  EXPECT_THAT(error_of("C t\n{}\nP0 () { int r0 = 1;\n"),
              StartsWith("t.litmus:4: expected '}', not the end of the file"));
}

TEST(errors, of_statements) {
  EXPECT_THAT(body_error("r1 = 2;"),
              StartsWith("t.litmus:3: 'r1' is not declared: write 'int r1 = …'"));
  EXPECT_THAT(body_error("*y = 2;"), HasSubstr("'y' is not a parameter of this thread"));
  EXPECT_THAT(body_error("r0 = 1 r0 = 2;"),
              HasSubstr("expected ';' after the statement, not 'r0'"));
  EXPECT_THAT(body_error("if r0 == 1) r0 = 2;"), HasSubstr("expected '(' after 'if', not 'r0'"));
  EXPECT_THAT(body_error("int* p;"), HasSubstr("unsupported local pointer"));
  EXPECT_THAT(body_error("int x = 1;"), HasSubstr("'x' is a parameter of this thread already"));
  EXPECT_THAT(body_error("*x = 1;"),
              AllOf(HasSubstr("unsupported plain access to the atomic 'x'"),
                    HasSubstr("atomic_load_explicit(x, memory_order_relaxed)")));
}

TEST(errors, of_expressions) {
  EXPECT_THAT(body_error("r0 = x;"), HasSubstr("unsupported use of the address 'x' as a value"));
  EXPECT_THAT(body_error("r0 = (int) 1;"), HasSubstr("unsupported cast"));
  EXPECT_THAT(body_error("r0 = 1u;"), HasSubstr("unsupported '1u': supported are decimal"));
  EXPECT_THAT(body_error("r0 = r0 / 2;"), HasSubstr("expected ';' after the statement, not '/'"));
  EXPECT_THAT(body_error("r0 = ;"), HasSubstr("unsupported ';': supported are constants"));
  EXPECT_THAT(body_error("r0 = $;"), HasSubstr("unexpected character '$'"));
}

TEST(errors, of_atomic_calls) {
  EXPECT_THAT(body_error("smp_mb();"),
              HasSubstr("unsupported 'smp_mb': supported are atomic_load"));
  EXPECT_THAT(body_error("atomic_store_n(x, 1);"), HasSubstr("unsupported 'atomic_store_n'"));
  EXPECT_THAT(body_error("r0 = atomic_load_explicit(x, memory_order_release);"),
              HasSubstr("a load cannot be release"));
  EXPECT_THAT(body_error("atomic_store_explicit(x, 1, memory_order_acquire);"),
              HasSubstr("a store can be relaxed, release or seq_cst only"));
  EXPECT_THAT(body_error("atomic_compare_exchange_strong_explicit(x, &r0, 1, memory_order_acquire, "
                         "memory_order_acq_rel);"),
              HasSubstr("a failing compare-exchange cannot be release"));
  EXPECT_THAT(body_error("r0 = atomic_load_explicit(x, relaxed);"),
              HasSubstr("unsupported 'relaxed': supported are memory_order_relaxed"));
  EXPECT_THAT(body_error("r0 = atomic_load(r0);"),
              HasSubstr("'r0' is not a parameter of this thread"));
}

TEST(errors, of_the_condition) {
  EXPECT_THAT(condition_error("exists (1:r0=0)"), StartsWith("t.litmus:4: there is no thread P1"));
  EXPECT_THAT(condition_error("exists (0:r1=0)"), StartsWith("t.litmus:4: P0 has no local 'r1'"));
  EXPECT_THAT(condition_error("exists (y=0)"), StartsWith("t.litmus:4: there is no location 'y'"));
  EXPECT_THAT(condition_error("exists (0:r0=x)"),
              StartsWith("t.litmus:4: unsupported 'x': supported are a number"));
  EXPECT_THAT(condition_error("exists (0:r0=0"),
              StartsWith("t.litmus:4: expected ')' after the proposition, not the end"));
  EXPECT_THAT(condition_error("observed 0:r0=0"),
              StartsWith("t.litmus:4: unsupported 'observed': supported are 'locations"));
}

TEST(errors, of_a_file_that_is_not_there) {
  EXPECT_THROW(read_test_file("no/such/file.litmus"), input_error);
}

}  // namespace
}  // namespace suture::litmus
