#include "interp_core/str/str.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <memory>
#include <string>

namespace {

using interp::str_kind;
using str = interp::str<>;

interp::runtime rt;

struct drop {
  void operator()(str* s) const { interp::decref(rt, *s); }
};
using str_ref = std::unique_ptr<str, drop>;

str_ref make(std::u32string_view text) { return str_ref(str::create(text)); }

std::u32string text_of(const str& s) {
  std::u32string text;
  for (std::size_t i = 0; i < s.length(); ++i) text.push_back(s[i]);
  return text;
}
template <class Unit>
std::basic_string<Unit> text_of(interp::buffer_view<Unit> view) {
  std::basic_string<Unit> text;
  for (std::size_t i = 0; i < view.length; ++i) text.push_back(view[i]);
  return text;
}

TEST(str, hashes_as_cpython_does) {
  // hash() of CPython 3.11 on x86-64 with PYTHONHASHSEED=0.
  const std::pair<std::u32string, std::int64_t> known[] = {
      {U"", 0},
      {U"a", 4644417185603328019},
      {U"abc", -4594863902769663758},
      {U"h\u00e9", 5785546998624587330},
      {U"\u20ac", -5529981157763016009},
      {U"\u65e5\u672c\u8a9e", 7116994712188270},
      {U"\U0001f600", -3536540696076613844},
      {U"The quick brown fox jumps over the lazy dog", -8217249817990249186},
      {U"\u00e9\u0100\U00010000 end", 8211404158335515640},
  };
  for (const auto& [text, hash] : known) {
    const str_ref s = make(text);
    EXPECT_EQ(s->hash(rt), hash);
    EXPECT_EQ(s->hash(rt), hash) << "the second time";
  }
}

TEST(str, takes_as_few_bytes_as_its_largest_code_point_needs) {
  EXPECT_EQ(make(U"")->kind(), str_kind::one);
  EXPECT_EQ(make(U"caf\u00e9")->kind(), str_kind::one);
  EXPECT_EQ(make(U"\u20ac 5")->kind(), str_kind::two);
  EXPECT_EQ(make(U"a\U0001f600")->kind(), str_kind::four);
}

TEST(str, has_no_utf8_form_with_a_surrogate_in_it) {
  const str_ref s = make(std::u32string(1, 0xd800));
  EXPECT_EQ(s->as_utf8(rt).data, nullptr);
  EXPECT_EQ(s->as_wide(rt).length, 1U);
}

TEST(str, is_not_made_of_what_is_not_utf8) {
  EXPECT_EQ(str::from_utf8("\xed\xa0\x80"), nullptr);
  EXPECT_EQ(str::from_utf8("good\xff"), nullptr);
}

TEST(str, keeps_its_buffers) {
  const str_ref s = make(U"caf\u00e9");
  EXPECT_EQ(s->as_utf8(rt).data, s->as_utf8(rt).data);
  EXPECT_EQ(s->as_wide(rt).data, s->as_wide(rt).data);
}

// Code points of every kind and border, surrogates only where they are asked for.
rc::Gen<char32_t> code_point(bool with_surrogates) {
  auto within = [](std::uint32_t first, std::uint32_t last) {
    return rc::gen::map(rc::gen::inRange(first, last + 1),
                        [](std::uint32_t c) { return char32_t{c}; });
  };
  auto scalar = rc::gen::oneOf(within(0, 0x7f), within(0x80, 0x7ff), within(0x800, 0xd7ff),
                               within(0xe000, 0xffff), within(0x10000, 0x10ffff));
  return with_surrogates ? rc::gen::oneOf(scalar, within(0xd800, 0xdfff)) : scalar;
}
rc::Gen<std::u32string> text(bool with_surrogates = false) {
  return rc::gen::container<std::u32string>(code_point(with_surrogates));
}

RC_GTEST_PROP(str, holds_its_text, ()) {
  const auto wanted = *text(true);
  RC_ASSERT(text_of(*make(wanted)) == wanted);
}

RC_GTEST_PROP(str, comes_back_from_utf8, ()) {
  const auto wanted = *text();
  const str_ref s = make(wanted);
  const str_ref again(str::from_utf8(text_of(s->as_utf8(rt))));
  RC_ASSERT(again != nullptr);
  RC_ASSERT(text_of(*again) == wanted);
  RC_ASSERT(again->kind() == s->kind());
  RC_ASSERT(again->hash(rt) == s->hash(rt));
}

RC_GTEST_PROP(str, has_the_wide_form_the_platform_uses, ()) {
  static_assert(sizeof(wchar_t) == 4, "where it has 16 bits, wide_test.cpp says what is right");
  const auto wanted = *text(true);
  const auto wide = text_of(make(wanted)->as_wide(rt));
  RC_ASSERT(std::u32string(wide.begin(), wide.end()) == wanted);
}

RC_GTEST_PROP(str, never_hashes_to_the_sentinel, ()) {
  RC_ASSERT(make(*text(true))->hash(rt) != interp::hash_field::unknown);
}

TEST(str, gives_all_threads_the_same_buffers_and_hash) {
  for (int round = 0; round < 200; ++round) {
    const str_ref s = make(U"h\u00e9llo");
    struct seen {
      const void *utf8, *wide;
      std::int64_t hash;
      bool operator==(const seen&) const = default;
    };
    std::array<seen, 4> all{};
    auto look = [&](seen& mine) { mine = {s->as_utf8(rt).data, s->as_wide(rt).data, s->hash(rt)}; };
    sync::parallel([&] { look(all[0]); }, [&] { look(all[1]); }, [&] { look(all[2]); },
                   [&] { look(all[3]); });
    for (const seen& one : all) ASSERT_EQ(one, all.front());
    ASSERT_EQ(text_of(s->as_utf8(rt)), "h\xc3\xa9llo");
  }
}

}  // namespace
