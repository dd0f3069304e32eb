// dict: what the talk asks of it, two or three threads with one operation each.
//
// Situation::run<Policies>() is a body over a dict with these policies: it checks what it expects
// of atomic operations and leaves the rest to the checkers.
#pragma once

#include <cstddef>

#include "interp_core/dict/dict.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace of_dict {

using interp::error;

// A dict of 0: 0, 1: 1, ... up to `size`, with all it needs.
template <class Policies>
struct filled {
  using count = typename Policies::count;

  explicit filled(long size) {
    for (long i = 0; i < size; ++i) {
      number<count> n(rt, i);
      sync::check(dict->set(rt, n, n) == error::none, "set works");
    }
  }

  // The value of a key; -1 where there is none.
  long at(interp::object<count>& key) { return take_value<count>(rt, dict->get(rt, key).value); }

  interp::runtime rt;
  owned<interp::dict<Policies>> dict{rt};
};

// One thread sets a key that is there, one deletes it, one looks it up.
struct set_del_get {
  static constexpr unsigned threads = 3;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    number<typename Policies::count> zero(f.rt, 0), seven(f.rt, 7);
    error set = error::none, del = error::none;
    long seen = -1;
    sync::parallel([&] { set = f.dict->set(f.rt, zero, seven); },
                   [&] { del = f.dict->del(f.rt, zero); }, [&] { seen = f.at(zero); });
    sync::check(set == error::none && del == error::none, "the key can be set and deleted");
    sync::check(seen == 0 || seen == 7 || seen == -1, "a look-up finds what was there");
    const long left = f.at(zero);
    sync::check(left == 7 || left == -1, "what is left is what came last");
  }
};

// The dict is full, so that a sixth key makes its table grow, while the other thread looks one up.
struct resize_lookup {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(5);
    number<typename Policies::count> two(f.rt, 2), five(f.rt, 5);
    error what = error::none;
    long seen = -1;
    sync::parallel([&] { what = f.dict->set(f.rt, five, five); }, [&] { seen = f.at(two); });
    sync::check(what == error::none && seen == 2, "the key is there all the time");
  }
};

// Two threads give a missing key a default: one value wins, and both get it.
struct setdefault {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(0);
    number<typename Policies::count> zero(f.rt, 0), one(f.rt, 1), two(f.rt, 2);
    long got[2] = {};
    auto set = [&](int i, interp::object<typename Policies::count>& value) {
      got[i] = take_value(f.rt, f.dict->setdefault(f.rt, zero, value).value);
    };
    sync::parallel([&] { set(0, one); }, [&] { set(1, two); });
    sync::check(got[0] == got[1] && f.at(zero) == got[0], "both get the value that is there");
  }
};

// Two threads pop the one item: one gets it.
struct popitem {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    long popped[2] = {};
    auto pop = [&](int i) {
      const auto item = f.dict->popitem(f.rt).value;
      take_value(f.rt, item.key);
      popped[i] = take_value(f.rt, item.value);
    };
    sync::parallel([&] { pop(0); }, [&] { pop(1); });
    sync::check(popped[0] + popped[1] == -1, "one gets the item, the other a KeyError");
  }
};

// One thread clears, the other looks a key up: the value or nothing.
struct clear_read {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    number<typename Policies::count> zero(f.rt, 0);
    long seen = -1;
    sync::parallel([&] { f.dict->clear(f.rt); }, [&] { seen = f.at(zero); });
    sync::check(seen == 0 || seen == -1, "the dict is read before or after it is cleared");
  }
};

}  // namespace of_dict
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
