// The steps of generated cases of dict, over a dict with any policies.
#pragma once

#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "interp_core/dict/dict.hpp"
#include "interp_core/dict/dict_iterator.hpp"
#include "scenarios/generated/world.hpp"

namespace scenarios::generated {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Policies>
class dict_player {
  static_assert(std::is_same_v<typename Policies::count, count>, "cases count atomically");
  using dict = interp::dict<Policies>;

 public:
  dict_player(case_runtime& rt, const numbers& ints)
      : rt_(rt), ints_(ints), dict_(needed(dict::create())) {
    sync::label(dict_, "the dict");
  }
  ~dict_player() { interp::decref(rt_, *dict_); }
  dict_player(const dict_player&) = delete;
  dict_player& operator=(const dict_player&) = delete;

  item& subject() { return *dict_; }

  void take(const step& s) {
    if (is(s, "iterate")) return iterate();
    std::vector<sync::mark_value> arguments;
    if (is(s, "update")) {
      std::vector<sync::mark_value> items;
      items.emplace_back(std::vector<sync::mark_value>{s.arguments[0], s.arguments[1]});
      arguments.emplace_back(std::move(items));
    } else {
      arguments.assign(s.arguments.begin(), s.arguments.end());
    }
    dict* const more = is(s, "update") ? with(s.arguments) : nullptr;
    sync::marked_operation op(dict_, s.operation->mark, std::move(arguments));
    dict* made = nullptr;
    sync::mark_value answer;
    {
      const entered in(rt_, s.operation->entry);
      answer = answer_to(s, more, made);
    }
    if (made != nullptr) answer = pairs(*made);
    op.returns(std::move(answer));
    interp::decref_if<count>(rt_, more);
  }

  void look_at_the_end() { take({operation_named(dict_container(), "copy", 0), {}}); }

 private:
  static bool is(const step& s, std::string_view name) { return s.operation->name == name; }

  // A dict of the thread's own.
  dict* with(const std::vector<int>& pair) {
    dict* fresh = needed(dict::create());
    sync::assume(fresh->set(rt_, ints_[pair[0]], ints_[pair[1]]) == interp::error::none);
    return fresh;
  }

  // To the end, or to where the dict has changed.
  void iterate() {
    interp::result<interp::dict_iterator<Policies>*> it(interp::error::none);
    {
      const entered in(rt_, "iterate");
      it = dict_->iterate(rt_);
    }
    for (bool more = it.ok(); more;) {
      const entered in(rt_, "next");
      const auto r = it.value->next(rt_);
      more = r.ok() && r.value.key != nullptr;
      interp::decref_if(rt_, r.value.key);
      interp::decref_if(rt_, r.value.value);
    }
    if (it.value != nullptr) interp::decref(rt_, *it.value);
  }

  // What the dict holds, in order, which no other thread knows of. Drops it.
  sync::mark_value pairs(dict& of) {
    std::vector<sync::mark_value> all;
    const auto it = of.iterate(rt_);
    sync::assume(it.ok());
    for (auto r = it.value->next(rt_); r.ok() && r.value.key != nullptr; r = it.value->next(rt_)) {
      sync::mark_value key = taken_value(rt_, r.value.key);
      sync::mark_value value = taken_value(rt_, r.value.value);
      all.emplace_back(std::vector<sync::mark_value>{std::move(key), std::move(value)});
    }
    interp::decref(rt_, *it.value);
    interp::decref(rt_, of);
    return all;
  }

  template <class Result>
  sync::mark_value object(const Result& r) {
    return r.ok() ? taken_value(rt_, r.value) : raised(r.what);
  }

  // A dict that is the answer goes to `made`.
  sync::mark_value answer_to(const step& s, dict* more, dict*& made) {
    const std::vector<int>& n = s.arguments;
    if (is(s, "get")) return object(dict_->get(rt_, ints_[n[0]]));
    if (is(s, "set")) return raised(dict_->set(rt_, ints_[n[0]], ints_[n[1]]));
    if (is(s, "setdefault")) return object(dict_->setdefault(rt_, ints_[n[0]], ints_[n[1]]));
    if (is(s, "del")) return raised(dict_->del(rt_, ints_[n[0]]));
    if (is(s, "pop")) return object(dict_->pop(rt_, ints_[n[0]]));
    if (is(s, "len")) return dict_->len(rt_);
    if (is(s, "update")) return raised(dict_->update(rt_, *more));
    if (is(s, "clear")) dict_->clear(rt_);
    if (is(s, "contains")) {
      const auto r = dict_->contains(rt_, ints_[n[0]]);
      return r.ok() ? sync::mark_value(r.value) : raised(r.what);
    }
    if (is(s, "popitem")) {
      const auto r = dict_->popitem(rt_);
      if (!r.ok()) return raised(r.what);
      sync::mark_value key = taken_value(rt_, r.value.key);
      sync::mark_value value = taken_value(rt_, r.value.value);
      return std::vector<sync::mark_value>{std::move(key), std::move(value)};
    }
    if (is(s, "copy")) {
      const auto r = dict_->copy(rt_);
      made = r.value;
      return raised(r.what);
    }
    return {};
  }

  case_runtime& rt_;
  const numbers& ints_;
  dict* const dict_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios::generated
