// Generated cases of the list whose get and len take no lock. It is held to what CPython documents
// of its own: get and len may see an insert or a pop half done, and nothing else may be seen so.
#include <gtest/gtest.h>

#include "interp_core/lock_free/shared_list.hpp"
#include "tests/scenarios/generated/lock_free_cases.hpp"

namespace {

using namespace scenarios::generated;             // NOLINT: the names are what is under test
using namespace scenarios::generated::lock_free;  // NOLINT
using sync::marked_operation;

struct unready_array : right {
  static constexpr bool clears_before_publishing = false;
};

// What this list can do, and its sizes: an array has room for 2, 4, 8.
const container& shared_list() {
  static constexpr argument none = argument::none;
  static constexpr signature operations[] = {
      {"append", nullptr, "append", nullptr, {argument::value, none}},
      {"get", nullptr, "get", nullptr, {argument::index, none}},
      {"set", nullptr, "set", nullptr, {argument::index, argument::value}},
      {"insert", nullptr, "insert", nullptr, {argument::index, argument::value}},
      {"pop", nullptr, "pop", nullptr, {argument::index, none}},
      {"len", nullptr, "len", nullptr, {none, none}},
      {"clear", nullptr, "clear", nullptr, {none, none}},
  };
  static constexpr int edges[] = {0, 1, 2, 3, 4};
  static const container it{"list", operations, "append", edges, {}, {}};
  return it;
}

// An index counts from the front, and insert puts its value there.
template <class Policies>
class list_player {
 public:
  list_player(interp::runtime& rt, const int_objects& ints, promise what)
      : rt_(rt), ints_(ints), promise_(what), list_(list::create()) {}
  ~list_player() { interp::decref(rt_, *list_); }
  list_player(const list_player&) = delete;
  list_player& operator=(const list_player&) = delete;

  void take(const step& s) {
    const std::string_view name = s.operation->name;
    const std::vector<int>& n = s.arguments;
    const int i = n.empty() || name == "insert" ? 0 : std::abs(n[0]);
    const auto at = static_cast<std::size_t>(i);
    std::vector<sync::mark_value> arguments(n.begin(), n.end());
    if (!n.empty() && name != "append") arguments[0] = i;
    marked_operation op(list_, mark_of("list", promise_, name), std::move(arguments));
    if (name == "append") op.returns(raised(list_->append(rt_, ints_[n[0]])));
    if (name == "set") op.returns(raised(list_->set(rt_, at, ints_[n[1]])));
    if (name == "insert") op.returns(raised(list_->insert(rt_, 0, ints_[n[1]])));
    if (name == "get") op.returns(answer(rt_, list_->get(rt_, at)));
    if (name == "pop") op.returns(answer(rt_, list_->pop(rt_, at)));
    if (name == "len") op.returns(list_->len());
    if (name == "clear") {
      list_->clear(rt_);
      op.returns();
    }
  }

 private:
  using list = interp::shared_list<Policies>;

  interp::runtime& rt_;
  const int_objects& ints_;
  promise promise_;
  list* const list_;
};

TEST(GeneratedLockFreeList, keeps_what_is_documented) {
  std::uint64_t verified = 0;
  for (std::uint64_t number = 0; number < 150; ++number) {
    const test_case c = draw({&shared_list(), 2, 2, 2, false}, 1, number);
    const suture::result r = explored<list_player<right>>(c, promise::documented);
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
    verified += r.verdict == suture::verdict::verified ? 1 : 0;
  }
  EXPECT_GE(verified, 75U);
}

// The excuses are needed: without them a reader is caught that sees an insert half done.
TEST(GeneratedLockFreeList, promises_no_more) {
  const test_case c = parse_id("generated.list/prefix=append0_append1,a=insert0x2,b=get1_get0");
  EXPECT_EQ(explored<list_player<right>>(c, promise::documented).verdict,
            suture::verdict::verified);
  const suture::result r = explored<list_player<right>>(c, promise::all);
  ASSERT_EQ(r.verdict, suture::verdict::found);
  EXPECT_EQ(r.findings.front().kind, "not-linearizable") << r.to_string();
}

// A reader that finds an array without its items yet (gh-118561).
TEST(GeneratedLockFreeList, a_mistake_of_the_protocol_is_found) {
  EXPECT_LT(first_failing<list_player<unready_array>>(shared_list()), 300U);
}

}  // namespace
