// Generated cases of the list whose get and len take no lock. It is held to what CPython documents
// of its own: get and len may see an insert or a pop half done, and nothing else may be seen so.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "interp_core/lock_free/shared_list.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"
#include "scenarios/generated/draw.hpp"

namespace {

using namespace scenarios::generated;  // NOLINT: the names are what is under test
using interp::grace_periods;
using sync::mark_value;
using sync::marked_operation;

struct right : interp::lock_free_policies {
  using locking = interp::locking::assumed;
};
struct unready_array : right {
  static constexpr bool clears_before_publishing = false;
};

using int_object = interp::small_int<right::count>;

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

enum class promise { documented, all };

// An index counts from the front, and insert puts its value there.
template <class Policies>
class player {
 public:
  player(promise what, interp::runtime& rt) : promise_(what), rt_(rt), list_(list::create()) {}
  ~player() {
    interp::decref(rt_, *list_);
    for (const auto& [value, object] : numbers_) interp::decref(rt_, *object);
  }

  // Before threads are about.
  void make_numbers(const std::vector<step>& steps) {
    for (const step& s : steps) {
      for (const int v : s.arguments) {
        int_object*& object = numbers_[v];
        if (object == nullptr) object = sync::make_at<int_object>(sync::site::current(), v);
      }
    }
  }

  void take(const step& s) {
    const std::string_view name = s.operation->name;
    const std::vector<int>& n = s.arguments;
    if (name == "append") {
      marked_operation op(list_, mark("append"), {n[0]});
      op.returns(raised(list_->append(rt_, *numbers_.at(n[0]))));
    } else if (name == "set") {
      const int i = std::abs(n[0]);
      marked_operation op(list_, mark("set"), {i, n[1]});
      op.returns(raised(list_->set(rt_, static_cast<std::size_t>(i), *numbers_.at(n[1]))));
    } else if (name == "insert") {
      marked_operation op(list_, mark("insert"), {0, n[1]});
      op.returns(raised(list_->insert(rt_, 0, *numbers_.at(n[1]))));
    } else if (name == "clear") {
      marked_operation op(list_, mark("clear"));
      list_->clear(rt_);
      op.returns();
    } else if (name == "len") {
      marked_operation op(list_, mark("len"));
      op.returns(list_->len());
    } else if (name == "get" || name == "pop") {
      const int i = std::abs(n[0]);
      const auto at = static_cast<std::size_t>(i);
      marked_operation op(list_, mark(name == "get" ? "get" : "pop"), {i});
      const auto r = name == "get" ? list_->get(rt_, at) : list_->pop(rt_, at);
      op.returns(r.ok() ? mark_value(static_cast<int_object*>(r.value)->value) : raised(r.what));
      interp::decref_if(rt_, r.value);
    }
  }

 private:
  using list = interp::shared_list<Policies>;

  static mark_value raised(interp::error what) {
    return what == interp::error::none ? mark_value() : mark_value::error(to_string(what));
  }
  const char* mark(std::string_view operation) const {
    static const std::map<std::string, std::string, std::less<>> documented = {
        {"append", "list/documented.append"}, {"set", "list/documented.set"},
        {"insert", "list/documented.insert"}, {"clear", "list/documented.clear"},
        {"len", "list/documented.len"},       {"get", "list/documented.get"},
        {"pop", "list/documented.pop"}};
    static const std::map<std::string, std::string, std::less<>> all = {
        {"append", "list.append"}, {"set", "list.set"}, {"insert", "list.insert"},
        {"clear", "list.clear"},   {"len", "list.len"}, {"get", "list.get"},
        {"pop", "list.pop"}};
    return (promise_ == promise::documented ? documented : all).find(operation)->second.c_str();
  }

  promise promise_;
  interp::runtime& rt_;
  list* const list_;
  std::map<int, int_object*> numbers_;
};

template <class Policies>
void play(const test_case& c, promise what) {
  interp::runtime rt;
  grace_periods grace(rt, 3);
  player<Policies> p(what, rt);
  p.make_numbers(c.prefix);
  for (const auto& thread : c.threads) p.make_numbers(thread);
  for (const step& s : c.prefix) p.take(s);
  const auto thread = [&](std::uint32_t t) {
    return [&, t] {
      grace_periods::member here(grace, t);
      for (const step& s : c.threads[t]) p.take(s);
    };
  };
  sync::parallel(thread(0), thread(1));
}

template <class Policies>
suture::result explored(const test_case& c, promise what) {
  suture::options how;
  how.name = id_of(c);
  how.max_executions = 500;
  how.max_seconds = 0;
  return suture::check([c, what] { play<Policies>(c, what); }, how);
}

TEST(GeneratedLockFree, keeps_what_is_documented) {
  std::uint64_t verified = 0;
  for (std::uint64_t number = 0; number < 150; ++number) {
    const suture::result r =
        explored<right>(draw({&shared_list(), 2, 2, 2, false}, 1, number), promise::documented);
    ASSERT_NE(r.verdict, suture::verdict::found) << r.to_string();
    verified += r.verdict == suture::verdict::verified ? 1 : 0;
  }
  EXPECT_GE(verified, 75U);
}

// The excuses are needed: without them a reader is caught that sees an insert half done.
TEST(GeneratedLockFree, promises_no_more) {
  const test_case c = parse_id("generated.list/prefix=append0_append1,a=insert0x2,b=get1_get0");
  EXPECT_EQ(explored<right>(c, promise::documented).verdict, suture::verdict::verified);
  const suture::result r = explored<right>(c, promise::all);
  ASSERT_EQ(r.verdict, suture::verdict::found);
  EXPECT_EQ(r.findings.front().kind, "not-linearizable") << r.to_string();
}

// A reader that finds an array without its items yet (gh-118561).
TEST(GeneratedLockFree, a_mistake_of_the_protocol_is_found) {
  const range from{&shared_list(), 2, 2, 2, false};
  std::uint64_t number = 0;
  while (number < 300 &&
         explored<unready_array>(draw(from, 1, number), promise::documented).verdict !=
             suture::verdict::found) {
    ++number;
  }
  EXPECT_LT(number, 300U);
}

}  // namespace
