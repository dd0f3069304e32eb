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
  EXPECT_THAT(error_of("C t\n{ x=0; }\n\nP0 (int* x) {\n  int r0 = 0;\n  switch (1) {}\n}\n"),
              StartsWith("t.litmus:6: unsupported 'switch': supported are declarations, "));
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
  EXPECT_THAT(error_of("C t\n{ int a[0]; }"), StartsWith("t.litmus:2: an array has 1 to 4096"));
  EXPECT_THAT(error_of("C t\n{ int a[1] = {1,2}; }"),
              StartsWith("t.litmus:2: there are 2 elements for an array of 1"));
  EXPECT_THAT(error_of("C t\n{ p = ; }"), StartsWith("t.litmus:2: expected a number, or a"));
  EXPECT_THAT(error_of("C t\n{ x = 1 y = 2 }"),
              StartsWith("t.litmus:2: expected ';' or '}', not 'y'"));
  EXPECT_THAT(error_of("C t\n{ 1:r0 = 2; }\nP0 () {}"),
              StartsWith("t.litmus:2: there is no thread P1"));
  EXPECT_THAT(error_of("C t\n{ float x = 2; }"),
              StartsWith("t.litmus:2: unsupported 'float': supported are char, "));
}

TEST(errors, of_the_threads) {
  EXPECT_THAT(error_of("C t\n{}\nP1 () {}"),
              StartsWith("t.litmus:3: expected the thread P0, not 'P1'"));
  EXPECT_THAT(error_of("C t\n{}\n"),
              StartsWith("t.litmus:3: expected the thread P0, not the end of the file"));
  EXPECT_THAT(error_of("C t\n{}\nP0 (int x) {}"),
              StartsWith("t.litmus:3: unsupported type of parameter 'x'"));
  EXPECT_THAT(error_of("C t\n{}\nvoid P1 () {}"),
              StartsWith("t.litmus:3: expected the thread P0, not 'P1'"));
  EXPECT_THAT(error_of("C t\n{}\nP0 (int* x) {}\nP1 (long* x) {}"),
              StartsWith("t.litmus:4: 'x' holds 'long' here and 'int' in line 3"));
  EXPECT_THAT(error_of("C t\n{}\nP0 () { int r0 = 1;\n"),
              StartsWith("t.litmus:4: expected '}', not the end of the file"));
}

TEST(errors, of_statements) {
  EXPECT_THAT(body_error("r0 = r1;"),
              StartsWith("t.litmus:3: 'r1' is not declared: write 'int r1 = …'"));
  EXPECT_THAT(body_error("*y = 2;"), HasSubstr("'y' is not declared"));
  EXPECT_THAT(body_error("*r0 = 2;"), HasSubstr("'*' of a value of type 'int'"));
  EXPECT_THAT(body_error("1 = 2;"), HasSubstr("'=' has nothing to assign to on its left side"));
  EXPECT_THAT(body_error("break;"), HasSubstr("'break' stands in no loop"));
  EXPECT_THAT(body_error("do r0 = 1; until (r0);"), HasSubstr("expected 'while' after the body"));
  EXPECT_THAT(body_error("r0 = 1 r0 = 2;"),
              HasSubstr("expected ';' after the statement, not 'r0'"));
  EXPECT_THAT(body_error("if r0 == 1) r0 = 2;"), HasSubstr("expected '(' after 'if', not 'r0'"));
  EXPECT_THAT(body_error("atomic_int p;"), HasSubstr("unsupported local atomic"));
  EXPECT_THAT(body_error("int a[2];"), HasSubstr("unsupported local array"));
  EXPECT_THAT(body_error("int x = 1;"), HasSubstr("'x' is a parameter of this thread already"));
}

TEST(errors, of_expressions) {
  EXPECT_THAT(body_error("r0 = (float) 1;"), HasSubstr("unsupported 'float'"));
  EXPECT_THAT(body_error("r0 = 1f;"), HasSubstr("unsupported '1f': supported are decimal"));
  EXPECT_THAT(body_error("r0 = x * 2;"), HasSubstr("unsupported arithmetic with an address"));
  EXPECT_THAT(body_error("r0 = &r0;"), HasSubstr("unsupported '&': supported are"));
  EXPECT_THAT(body_error("r0 = ;"), HasSubstr("unsupported ';': supported are constants"));
  EXPECT_THAT(body_error("r0 = $;"), HasSubstr("unexpected character '$'"));
}

TEST(errors, of_atomic_calls) {
  EXPECT_THAT(body_error("smp_mb();"),
              HasSubstr("unsupported 'smp_mb': supported are atomic_init"));
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
              HasSubstr("expected a location or another pointer, not a value of type 'int'"));
}

TEST(errors, of_the_condition) {
  EXPECT_THAT(condition_error("exists (1:r0=0)"), StartsWith("t.litmus:4: there is no thread P1"));
  EXPECT_THAT(condition_error("exists (y=0)"), StartsWith("t.litmus:4: there is no location 'y'"));
  EXPECT_THAT(error_of("C t\n{ int a[2]; }\nP0 () {}\nexists (a=1)"),
              StartsWith("t.litmus:4: 'a' is an array: compare it with a list"));
  EXPECT_THAT(condition_error("exists (0:r0=z)"),
              StartsWith("t.litmus:4: there is no location 'z'"));
  EXPECT_THAT(condition_error("exists (0:r0=+)"),
              StartsWith("t.litmus:4: unsupported '+': supported are a number"));
  EXPECT_THAT(condition_error("exists (0:r0=0"),
              StartsWith("t.litmus:4: expected ')' after the proposition, not the end"));
  EXPECT_THAT(condition_error("observed 0:r0=0"),
              StartsWith("t.litmus:4: unsupported 'observed': supported are 'locations"));
}

TEST(errors, of_a_file_that_is_not_there) {
  try {
    read_test_file("no/such/file.litmus");
    FAIL();
  } catch (const input_error& e) {
    EXPECT_STREQ(e.what(), "no/such/file.litmus: cannot be read: No such file or directory");
  }
}

TEST(errors, of_files_that_have_no_end) {
  EXPECT_THROW(read_test_file("/dev/zero"), input_error);
  EXPECT_THROW(read_test_file("/"), input_error);
}

TEST(errors, show_no_control_characters) {
  EXPECT_THAT(error_of("C t\n{}\n\x1b[31mP0 () {}"), HasSubstr("\\x1b"));
  EXPECT_THAT(error_of("\x1b[31m t\n{}"), StartsWith("t.litmus:1: unsupported '\\x1b[31m'"));
}

std::string repeated(const std::string& what, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += what;
  return result;
}

// However deep a file is, and wherever: an error, and neither a crash nor a long wait.
TEST(errors, of_what_is_nested_too_deeply) {
  constexpr std::size_t deep = 60'000;
  for (const char* opening :
       {"(", "!", "~", "-", "*", "&", "atomic_fetch_add(x,", "1+(", "r0=", "1?", "1?1:", "d[", "++",
        "(int)", "1&&(", "r0+=", "(atomic_load(x)+"}) {
    const std::string error = body_error("r0 = " + repeated(opening, deep));
    EXPECT_THAT(error, StartsWith("t.litmus:3: ")) << opening;
  }
  for (const char* opening :
       {"{", "if (1) ", "if (1) {} else ", "while (1) ", "do ", "for (;;) ", "{;", "if (1) {"}) {
    const std::string error = body_error(repeated(opening, deep));
    EXPECT_THAT(error, HasSubstr("nested too deeply: supported are 256 levels")) << opening;
  }
  for (const char* opening : {"(", "~", "not ", "true => ", "~(", "(x=1 /\\ "}) {
    const std::string error = condition_error("exists " + repeated(opening, deep));
    EXPECT_THAT(error, HasSubstr("nested too deeply")) << opening;
  }
}

TEST(errors, are_none_for_what_is_long_and_not_deep) {
  const std::string sum = "r0 = 0" + repeated("+1", 100'000) + ";";
  EXPECT_EQ(body_error(sum), "no error");
  EXPECT_EQ(body_error(repeated("r0 = 1; if (r0) { r0 = 2; } else { r0 = 3; }", 10'000)),
            "no error");
  EXPECT_EQ(condition_error("exists (x=0" + repeated(" /\\ x=0", 10'000) + ")"), "no error");
  EXPECT_EQ(condition_error("exists (x=0" + repeated(" \\/ ~x=0", 10'000) + ")"), "no error");
}

}  // namespace
}  // namespace suture::litmus
