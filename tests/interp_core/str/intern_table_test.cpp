#include "interp_core/str/intern_table.hpp"

#include <gtest/gtest.h>

#include "interp_core/compare.hpp"

namespace {

using str = interp::str<>;

TEST(intern_table, gives_one_str_for_all_equal_ones) {
  interp::runtime rt;
  interp::intern_table<> table(rt);
  str* first = str::create(U"name");
  str* second = str::create(U"name");
  str* other = str::create(U"n\u00e4me");
  EXPECT_EQ(table.intern(*first), first);
  EXPECT_EQ(table.intern(*second), first);
  EXPECT_EQ(table.intern(*other), other);
  EXPECT_EQ(first->refcount.value(), 5) << "ours, the table's two, and the two it gave";
  for (str* text : {first, first, first, second, other, other}) interp::decref(rt, *text);
}

TEST(intern_table, gives_all_threads_the_same) {
  interp::runtime rt;
  interp::intern_table<> table(rt);
  str* seen[2] = {};
  auto work = [&](int i) {
    str* mine = str::create(U"shared");
    seen[i] = table.intern(*mine);
    interp::decref(rt, *mine);
  };
  sync::parallel([&] { work(0); }, [&] { work(1); });
  EXPECT_EQ(seen[0], seen[1]);
  for (str* text : seen) interp::decref(rt, *text);
}

TEST(str, is_compared_by_its_text) {
  interp::runtime rt;
  str* texts[] = {str::create(U""),  str::create(U"a"),      str::create(U"ab"),
                  str::create(U"b"), str::create(U"\u20ac"), str::create(U"\U0001f600")};
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    for (std::size_t j = 0; j < std::size(texts); ++j) {
      const auto equal = interp::equal<str::count>(rt, *texts[i], *texts[j]);
      const auto less = interp::less<str::count>(rt, *texts[i], *texts[j]);
      EXPECT_EQ(equal.value, i == j) << i << " " << j;
      EXPECT_EQ(less.value, i < j) << i << " " << j;
    }
  }
  str* again = str::create(U"ab");
  EXPECT_TRUE(interp::equal<str::count>(rt, *again, *texts[2]).value);
  EXPECT_EQ(again->hash(rt), interp::hash_of<str::count>(rt, *texts[2]).value);
  interp::decref(rt, *again);
  for (str* text : texts) interp::decref(rt, *text);
}

}  // namespace
