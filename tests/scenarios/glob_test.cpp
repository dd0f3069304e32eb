#include "scenarios/glob.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace {

using scenarios::bad_glob;
using scenarios::glob;

bool matches(std::string_view pattern, std::string_view name) {
  return glob(pattern).matches(name);
}

TEST(glob, a_name_matches_itself_only) {
  EXPECT_TRUE(matches("str.hash_cache/hash=plain", "str.hash_cache/hash=plain"));
  EXPECT_FALSE(matches("str.hash_cache/hash=plain", "str.hash_cache/hash=plai"));
  EXPECT_FALSE(matches("str.hash_cache/hash=plain", "str.hash_cache/hash=plains"));
}

TEST(glob, a_star_takes_any_run_dots_and_slashes_included) {
  EXPECT_TRUE(matches("*", ""));
  EXPECT_TRUE(matches("lock.*", "lock.futex_recursion/mutant=none"));
  EXPECT_TRUE(matches("*mutant=none", "lock.futex_recursion/mutant=none"));
  EXPECT_TRUE(matches("l*n/*=n*", "lock.futex_recursion/mutant=none"));
  EXPECT_TRUE(matches("**a**", "a"));
  EXPECT_FALSE(matches("lock.*x", "lock.futex_recursion/mutant=none"));
}

TEST(glob, a_question_mark_takes_one) {
  EXPECT_TRUE(matches("str.????_cache", "str.utf8_cache"));
  EXPECT_FALSE(matches("str.???_cache", "str.utf8_cache"));
  EXPECT_FALSE(matches("?", ""));
}

TEST(glob, a_set_takes_one_of_its_members) {
  EXPECT_TRUE(matches("str.[uw]*_cache", "str.wstr_cache"));
  EXPECT_FALSE(matches("str.[uw]*_cache", "str.hash_cache"));
  EXPECT_TRUE(matches("[a-f0-9]", "7"));
  EXPECT_FALSE(matches("[a-f0-9]", "g"));
  EXPECT_TRUE(matches("[!a-f]", "g"));
  EXPECT_FALSE(matches("[^a-f]", "a"));
  EXPECT_FALSE(matches("[!a-f]", ""));
  EXPECT_TRUE(matches("[a-]", "-"));
  EXPECT_TRUE(matches("[*?]", "*"));
  EXPECT_FALSE(matches("[*?]", "a"));
}

TEST(glob, says_what_is_wrong_with_a_bad_one) {
  auto complaint = [](std::string_view pattern) -> std::string {
    try {
      glob{pattern};
    } catch (const bad_glob& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_EQ(complaint(""), "bad pattern '': it is empty");
  EXPECT_EQ(complaint("str.[uw"), "bad pattern 'str.[uw': the '[' at position 5 is never closed");
  EXPECT_EQ(complaint("[]"), "bad pattern '[]': the '[' at position 1 opens an empty set");
  EXPECT_EQ(complaint("a[!]"), "bad pattern 'a[!]': the '[' at position 2 opens an empty set");
  EXPECT_EQ(complaint("[z-a]"), "bad pattern '[z-a]': the range 'z-a' is written backwards");
}

TEST(glob, knows_a_literal) {
  EXPECT_TRUE(glob::is_literal("str.utf8_cache/lock=none"));
  EXPECT_FALSE(glob::is_literal("str.*"));
  EXPECT_FALSE(glob::is_literal("str.?"));
  EXPECT_FALSE(glob::is_literal("str.[u"));
}

// The definition, word for word and without any cleverness.
bool matches_by_definition(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '*') {
    for (std::size_t i = 0; i <= name.size(); ++i)
      if (matches_by_definition(pattern.substr(1), name.substr(i))) return true;
    return false;
  }
  return !name.empty() && (pattern.front() == '?' || pattern.front() == name.front()) &&
         matches_by_definition(pattern.substr(1), name.substr(1));
}

RC_GTEST_PROP(glob, agrees_with_its_definition, ()) {
  // Short ones: the definition takes exponential time.
  auto text_of = [](std::string letters) {
    return rc::gen::resize(10, rc::gen::container<std::string>(rc::gen::elementOf(letters)));
  };
  const std::string pattern = *text_of("ab*?") + *rc::gen::element('a', '*', '?');
  const std::string name = *text_of("ab");
  RC_ASSERT(matches(pattern, name) == matches_by_definition(pattern, name));
}

}  // namespace
