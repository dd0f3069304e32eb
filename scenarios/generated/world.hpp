// What the bodies of generated cases share: the interpreter of the run, the numbers the case speaks
// of, and a lock that one entry point can be made to leave out.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "interp_core/census.hpp"
#include "interp_core/lock/locking.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/small_int.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/generated/case.hpp"

namespace scenarios::generated {
inline namespace SUTURE_BACKEND_NAMESPACE {

using count = interp::refcount::atomic;
using item = interp::object<count>;
using number = interp::small_int<count>;

// The runtime of a case: beside an interpreter's, which entry point the calling thread is in.
struct case_runtime : interp::runtime {
  explicit case_runtime(std::string_view left_out) : without(left_out) {}

  bool leaves_lock_out() const {
    const char* const* const entry = inside.get();
    return entry != nullptr && without == *entry;
  }

  const std::string_view without;
  sync::thread_local_ptr<const char*> inside;  // null: in none
};

// locking::assumed, but for the entry point that the case names. (The type of a container that
// never takes a lock there, interp::without_list_lock, would have to be compiled once for each of
// them.)
struct case_locking : interp::locking::assumed {
  struct section : interp::locking::assumed::section {
    bool skipped = false;
  };
  static void enter(interp::runtime& rt, in_object& m, section& s, sync::site where) {
    s.skipped = static_cast<case_runtime&>(rt).leaves_lock_out();
    if (!s.skipped) interp::locking::assumed::enter(rt, m, s, where);
  }
  static void leave(interp::runtime& rt, in_object& m, section& s, sync::site where) {
    if (!s.skipped) interp::locking::assumed::leave(rt, m, s, where);
  }
};

// Says for a scope that the calling thread is in this entry point.
class [[nodiscard]] entered {
 public:
  entered(case_runtime& rt, const char* entry) : rt_(rt), entry_(entry) { rt_.inside.set(&entry_); }
  ~entered() { rt_.inside.set(nullptr); }
  entered(const entered&) = delete;
  entered& operator=(const entered&) = delete;

 private:
  case_runtime& rt_;
  const char* entry_;
};

// What the case itself needs memory for is not what it is about: a run in which there is none is
// given up.
template <class T>
T* needed(T* p) {
  sync::assume(p != nullptr);
  return p;
}

// The int objects of a case: one for each number it speaks of, shared by all threads.
class numbers {
 public:
  numbers(case_runtime& rt, const test_case& c) : rt_(rt) {
    add(c.prefix);
    for (const std::vector<step>& thread : c.threads) add(thread);
  }
  ~numbers() {
    for (const auto& [value, object] : all_) interp::decref(rt_, *object);
  }
  numbers(const numbers&) = delete;
  numbers& operator=(const numbers&) = delete;

  item& operator[](int value) const { return *all_.at(value); }

  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [value, object] : all_) visit(*object);
  }

 private:
  void add(const std::vector<step>& steps) {
    for (const step& s : steps) {
      for (std::size_t i = 0; i < s.arguments.size(); ++i) {
        if (s.operation->arguments[i] == argument::index) continue;
        number*& object = all_[s.arguments[i]];
        if (object == nullptr) {
          object = needed(sync::make_at<number>(sync::site::current(), s.arguments[i]));
        }
      }
    }
  }

  case_runtime& rt_;
  std::map<int, number*> all_;
};

// What an object is in a history. Drops the caller's reference.
inline sync::mark_value taken_value(case_runtime& rt, item* o) {
  if (o == nullptr) return {};
  const sync::mark_value value(static_cast<number*>(o)->value);
  interp::decref(rt, *o);
  return value;
}

inline sync::mark_value raised(interp::error what) {
  return what == interp::error::none ? sync::mark_value()
                                     : sync::mark_value::error(to_string(what));
}

// Threads that tell each other when they have ended an operation.
class bulletin {
 public:
  explicit bulletin(const test_case& c) : on_(c.told), ended_(c.threads.size()) {}

  void read() const {
    if (!on_) return;
    for (const sync::atomic<int>& of_thread : ended_) {
      (void)of_thread.load(std::memory_order_acquire);
    }
  }
  void write(std::size_t thread) {
    if (on_) ended_[thread].store(++counts_[thread], std::memory_order_release);
  }

 private:
  bool on_;
  std::vector<sync::atomic<int>> ended_;
  std::array<int, 3> counts_{};  // each the thread's own
};

// Player: does one step with the container. See list_player, dict_player.
template <class Player>
void play(const test_case& c) {
  case_runtime rt(c.without);
  numbers ints(rt, c);
  Player player(rt, ints);
  for (const step& s : c.prefix) player.take(s);
  bulletin board(c);
  const auto thread = [&](std::size_t t) {
    return [&, t] {
      for (const step& s : c.threads[t]) {
        board.read();
        player.take(s);
        board.write(t);
      }
    };
  };
  if (c.threads.size() == 2) {
    sync::parallel(thread(0), thread(1));
  } else {
    sync::parallel(thread(0), thread(1), thread(2));
  }
  player.look_at_the_end();
  interp::census<count> references;
  references.root(player.subject());
  ints.each([&](item& o) { references.root(o); });
  references.check();
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios::generated
