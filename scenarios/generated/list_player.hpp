// The steps of generated cases of list, over a list with any policies.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "interp_core/list/list.hpp"
#include "scenarios/generated/world.hpp"

namespace scenarios::generated {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
class list_player {
  static_assert(std::is_same_v<typename Policies::count, count>, "cases count atomically");
  using list = interp::list<Policies>;

 public:
  list_player(case_runtime& rt, const numbers& ints)
      : rt_(rt), ints_(ints), list_(needed(list::create())) {
    sync::label(list_, "the list");
  }
  ~list_player() { interp::decref(rt_, *list_); }
  list_player(const list_player&) = delete;
  list_player& operator=(const list_player&) = delete;

  item& subject() { return *list_; }

  void take(const step& s) {
    std::vector<sync::mark_value> arguments;
    if (is(s, "extend")) {
      arguments.emplace_back(std::vector<sync::mark_value>{s.arguments[0], s.arguments[1]});
    } else {
      arguments.assign(s.arguments.begin(), s.arguments.end());
    }
    list* const more = is(s, "extend") ? with(s.arguments) : nullptr;
    sync::marked_operation op(list_, s.operation->mark, std::move(arguments));
    list* made = nullptr;
    sync::mark_value answer;
    {
      const entered in(rt_, s.operation->entry);
      answer = answer_to(s, more, made);
    }
    if (made != nullptr) answer = elements(*made);
    op.returns(std::move(answer));
    interp::decref_if<count>(rt_, more);
  }

  void look_at_the_end() { take({operation_named(list_container(), "copy", 0), {}}); }

 private:
  static bool is(const step& s, std::string_view name) { return s.operation->name == name; }

  // A list of the thread's own.
  list* with(const std::vector<int>& values) {
    list* fresh = needed(list::create());
    for (const int v : values) sync::assume(fresh->append(rt_, ints_[v]) == interp::error::none);
    return fresh;
  }

  // What the list holds, which no other thread knows of. Drops it.
  sync::mark_value elements(list& of) {
    std::vector<sync::mark_value> all;
    const std::size_t size = of.len(rt_);
    for (std::size_t i = 0; i < size; ++i) {
      all.push_back(taken_value(rt_, of.get(rt_, static_cast<std::ptrdiff_t>(i)).value));
    }
    interp::decref(rt_, of);
    return all;
  }

  template <class Result>
  sync::mark_value object(const Result& r) {
    return r.ok() ? taken_value(rt_, r.value) : raised(r.what);
  }
  template <class Result>
  static sync::mark_value plain(const Result& r) {
    return r.ok() ? sync::mark_value(r.value) : raised(r.what);
  }

  // A list that is the answer goes to `made`.
  sync::mark_value answer_to(const step& s, list* more, list*& made) {
    const std::vector<int>& n = s.arguments;
    if (is(s, "append")) return raised(list_->append(rt_, ints_[n[0]]));
    if (is(s, "get")) return object(list_->get(rt_, n[0]));
    if (is(s, "set")) return raised(list_->set(rt_, n[0], ints_[n[1]]));
    if (is(s, "insert")) return raised(list_->insert(rt_, n[0], ints_[n[1]]));
    if (is(s, "pop")) return object(n.empty() ? list_->pop(rt_) : list_->pop(rt_, n[0]));
    if (is(s, "extend")) return raised(list_->extend(rt_, *more));
    if (is(s, "remove")) return raised(list_->remove(rt_, ints_[n[0]]));
    if (is(s, "index")) return plain(list_->index(rt_, ints_[n[0]]));
    if (is(s, "contains")) return plain(list_->contains(rt_, ints_[n[0]]));
    if (is(s, "len")) return list_->len(rt_);
    if (is(s, "sort")) return raised(list_->sort(rt_));
    if (is(s, "clear")) list_->clear(rt_);
    if (is(s, "reverse")) list_->reverse(rt_);
    if (is(s, "slice") || is(s, "copy")) {
      const auto r = n.empty() ? list_->copy(rt_) : list_->slice(rt_, n[0], n[1]);
      made = r.value;
      return raised(r.what);
    }
    return {};
  }

  case_runtime& rt_;
  const numbers& ints_;
  list* const list_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios::generated
