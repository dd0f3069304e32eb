// What a person sees, letter by letter.
#include "checkers/linearizability/explain.hpp"

#include <gtest/gtest.h>

#include "checkers/linearizability/models/models.hpp"
#include "checkers/linearizability/timeline.hpp"

namespace suture::linearizability {
namespace {

std::string explained(const history& h, std::shared_ptr<const model> spec) {
  checker judge(std::move(spec));
  const outcome found = judge.linearizable(h);
  EXPECT_TRUE(found.why);
  return "\n" + explain(*found.why, h, [](word i) { return "line " + std::to_string(i + 1); });
}

TEST(Explain, a_lost_append) {
  const history h = {{1, 10, 40, "append", {"a"}, {}},
                     {2, 15, 30, "append", {"b"}, {}},
                     {0, 45, 50, "len", {}, 1},
                     {1, 60, 70, "pop", {}, "b"},
                     {2, 50, pending, "clear", {}, {}}};
  EXPECT_EQ(explained(h, make_list()), R"(
  time  process 0  process 1        process 2
    10             ┌ 1 append('a')
    15             │                ┌ 2 append('b')
    30             │                └ None
    40             └ None
    45  ┌ ✗ len()
    50  └ 1                         ┌ - clear() pending
  … 1 operation called later

  longest partial linearization: 2 of 5 operations
                                       []
     1  process 1  append('a') → None  ['a']
     2  process 2  append('b') → None  ['a', 'b']
     ✗  process 0  len() → 1           fits nowhere (line 3); here it returns 2
  others as long: 2 1
)");
}

TEST(Explain, one_key_of_several) {
  const history h = {{0, 1, 5, "set", {"k", 1}, {}},
                     {1, 2, 3, "get", {"k"}, 1},
                     {1, 4, 8, "set", {"j", value::list({1, 2.5})}, {}},
                     {2, 6, 7, "getitem", {"k"}, value::error("KeyError")},
                     {0, 6, pending, "set", {"k", 3}, {}}};
  EXPECT_EQ(explained(h, make_dict()), R"(
  time  process 0                process 1     process 2
     1  ┌ 1 set('k', 1)
     2  │                        ┌ 2 get('k')
     3  │                        └ 1
     5  └ None
     6  ┌ - set('k', 3) pending                ┌ ✗ getitem('k')
     7  │                                      └ raises KeyError

  longest partial linearization: 2 of 4 operations
                                                 {}
     1  process 0  set('k', 1) → None            {'k': 1}
     2  process 1  get('k') → 1                  {'k': 1}
     ✗  process 2  getitem('k') raises KeyError  fits nowhere (line 4); here it returns 1
)");
}

TEST(Explain, the_end_of_a_long_history) {
  history h;
  for (int i = 0; i < 30; ++i) {
    h.push_back({static_cast<std::uint32_t>(i % 2), 3 * i, 3 * i + 2, "write", {i}, {}});
  }
  h.push_back({0, 95, 95, "read", {}, 7});
  const std::string text = explained(h, make_register());
  EXPECT_EQ(text.substr(0, text.find("None")), R"(
  … after 18 operations: 17
  time  process 0       process 1
    54  ┌ 19 write(18)
    56  └ )")
      << text;
  EXPECT_NE(text.find("    95  ┌ ✗ read()\n    95  └ 7\n"), std::string::npos) << text;
  EXPECT_NE(text.find("longest partial linearization: 30 of 31 operations\n"), std::string::npos);
  EXPECT_NE(text.find("    30  process 1  write(29) → None  29\n"), std::string::npos) << text;
}

TEST(Explain, other_orders_as_long) {
  const history h = {{0, 1, 2, "write", {"é"}, {}},
                     {0, 3, 9, "write", {1}, {}},
                     {1, 3, 9, "write", {2}, {}},
                     {2, 10, 11, "read", {}, {}}};
  const std::string text = explained(h, make_register());
  EXPECT_NE(text.find("\n  others as long: as far as 1, then 3 2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("write('é') → None  'é'\n"), std::string::npos) << text;
}

TEST(Timeline, a_lane_for_each_process_however_numbered) {
  const history h = {{7, 100, 1'000'000, "get", {0}, 1}, {3, 1'000'000, pending, "clear", {}, {}}};
  const word shown[] = {0, 1};
  EXPECT_EQ("\n" + timeline(
                       h, shown, [](word) { return ""; }, "> "),
            R"(
>    time  process 3          process 7
>     100                     ┌ get(0)
> 1000000  ┌ clear() pending  └ 1
)");
}

TEST(Timeline, widths_count_characters) {
  EXPECT_EQ(width_of("└ 'é'"), 5u);
  EXPECT_EQ(width_of(""), 0u);
}

}  // namespace
}  // namespace suture::linearizability
