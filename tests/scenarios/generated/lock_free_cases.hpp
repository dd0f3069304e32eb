// Generated cases of the containers that are read without a lock: what their tests share.
#pragma once

#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/lock_free/lock_free_policies.hpp"
#include "interp_core/small_int.hpp"
#include "library/suture.hpp"
#include "scenarios/generated/draw.hpp"

namespace scenarios::generated::lock_free {

struct right : interp::lock_free_policies {
  using locking = interp::locking::assumed;
};

using item = interp::object<right::count>;
using int_object = interp::small_int<right::count>;

// What the container is held to: all that its model says, or what CPython documents of its own.
enum class promise { documented, all };

inline sync::mark_value raised(interp::error what) {
  return what == interp::error::none ? sync::mark_value()
                                     : sync::mark_value::error(to_string(what));
}

// Drops the reference.
inline sync::mark_value answer(interp::runtime& rt, const interp::result<item*>& r) {
  if (r.value == nullptr) return raised(r.what);
  const sync::mark_value value(static_cast<int_object*>(r.value)->value);
  interp::decref(rt, *r.value);
  return value;
}

// The names of operations in histories, which must outlive the run. For checks with one worker.
inline const char* mark_of(std::string_view model, promise what, std::string_view operation) {
  static std::map<std::string, std::string, std::less<>> names;
  std::string name(model);
  name += what == promise::documented ? "/documented." : ".";
  name += operation;
  return names.try_emplace(name, name).first->second.c_str();
}

// The int objects of a case.
class int_objects {
 public:
  int_objects(interp::runtime& rt, const test_case& c) : rt_(rt) {
    add(c.prefix);
    for (const std::vector<step>& thread : c.threads) add(thread);
  }
  ~int_objects() {
    for (const auto& [value, object] : all_) interp::decref(rt_, *object);
  }
  int_objects(const int_objects&) = delete;
  int_objects& operator=(const int_objects&) = delete;

  item& operator[](int value) const { return *all_.at(value); }

 private:
  void add(const std::vector<step>& steps) {
    for (const step& s : steps) {
      for (const int v : s.arguments) {
        int_object*& object = all_[v];
        if (object == nullptr) object = sync::make_at<int_object>(sync::site::current(), v);
      }
    }
  }

  interp::runtime& rt_;
  std::map<int, int_object*> all_;
};

// Two threads; what they free is freed when both have ended.
template <class Player>
void play(const test_case& c, promise what) {
  interp::runtime rt;
  interp::grace_periods grace(rt, 2);
  const int_objects ints(rt, c);
  Player player(rt, ints, what);
  for (const step& s : c.prefix) player.take(s);
  const auto thread = [&](std::uint32_t t) {
    return [&, t] {
      interp::grace_periods::member here(grace, t);
      for (const step& s : c.threads[t]) player.take(s);
    };
  };
  sync::parallel(thread(0), thread(1));
}

template <class Player>
suture::result explored(const test_case& c, promise what, const char* memory = "rc11") {
  suture::options how;
  how.name = id_of(c);
  how.memory = memory;
  how.max_executions = 500;
  how.max_seconds = 0;
  return suture::check([c, what] { play<Player>(c, what); }, how);
}

// The first of 300 cases that fails; 300 where none does.
template <class Player>
std::uint64_t first_failing(const container& of) {
  const range from{&of, 2, 2, 2, false};
  std::uint64_t number = 0;
  while (number < 300 && explored<Player>(draw(from, 1, number), promise::documented).verdict !=
                             suture::verdict::found) {
    ++number;
  }
  return number;
}

}  // namespace scenarios::generated::lock_free
