// list: what the talk asks of it, two threads with one operation each.
//
// Situation::run<Policies>() is a body over a list with these policies: it checks what it expects
// of atomic operations and leaves the rest to the checkers.
#pragma once

#include <cstddef>

#include "interp_core/list/list.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace of_list {

using interp::error;

// A list of 0, 1, ... up to `size`, with all it needs.
template <class Policies>
struct filled {
  using count = typename Policies::count;

  explicit filled(long size) {
    for (long i = 0; i < size; ++i) {
      number<count> n(rt, i);
      sync::check(list->append(rt, n) == error::none, "append works");
    }
  }

  // The i-th number; -1 where there is none.
  long at(std::ptrdiff_t i) { return take_value<count>(rt, list->get(rt, i).value); }

  interp::runtime rt;
  owned<interp::list<Policies>> list{rt};
};

// Two threads append: both numbers are in, in one order or the other.
struct append_append {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(0);
    number<typename Policies::count> one(f.rt, 1), two(f.rt, 2);
    error what[2] = {};
    sync::parallel([&] { what[0] = f.list->append(f.rt, one); },
                   [&] { what[1] = f.list->append(f.rt, two); });
    sync::check(what[0] == error::none && what[1] == error::none, "append works");
    sync::check(f.list->len(f.rt) == 2 && f.at(0) + f.at(1) == 3, "no item is lost");
  }
};

// The list is full, so that appending moves it, while the other thread reads.
struct append_read {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(4);
    number<typename Policies::count> more(f.rt, 4);
    error what = error::none;
    long seen = -1;
    sync::parallel([&] { what = f.list->append(f.rt, more); }, [&] { seen = f.at(3); });
    sync::check(what == error::none && seen == 3, "the item is in the list all the time");
  }
};

// One thread clears, the other reads: the item or nothing.
struct clear_read {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    long seen = -1;
    sync::parallel([&] { f.list->clear(f.rt); }, [&] { seen = f.at(0); });
    sync::check(seen == -1 || seen == 0, "the list is read before or after it is cleared");
  }
};

// One thread sorts 2, 1, the other appends 3, which belongs at the end in any case.
struct sort_append {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(3);
    f.list->reverse(f.rt);
    number<typename Policies::count> three(f.rt, 3);
    error what[2] = {};
    sync::parallel([&] { what[0] = f.list->sort(f.rt); },
                   [&] { what[1] = f.list->append(f.rt, three); });
    sync::check(what[0] == error::none && what[1] == error::none, "sort and append work");
    for (long i = 0; i < 4; ++i) sync::check(f.at(i) == i, "nothing is lost, and all is in order");
  }
};

// Two threads pop the one item: one gets it.
struct pop_pop {
  static constexpr unsigned threads = 2;
  template <class Policies>
  static void run() {
    filled<Policies> f(1);
    long popped[2] = {};
    auto pop = [&](int i) {
      popped[i] = take_value<typename Policies::count>(f.rt, f.list->pop(f.rt).value);
    };
    sync::parallel([&] { pop(0); }, [&] { pop(1); });
    sync::check(popped[0] + popped[1] == -1, "one gets the item, the other an IndexError");
  }
};

}  // namespace of_list
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
