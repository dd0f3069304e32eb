#include "tests/model/explore/count_interleavings.hpp"

#include <array>
#include <chrono>
#include <set>

#include "model/sync/sync.hpp"

namespace suture::testing {

namespace {

using namespace std::chrono_literals;

constexpr auto rlx = std::memory_order_relaxed;

struct shared_state {
  sync::counting_semaphore<4> semaphore{1};
  sync::latch latch{2};
  sync::once_flag once;
  sync::timed_mutex mutex;
  sync::atomic<int> word{0};
};

// How many instructions it takes up. The function of call_once is all between begin and end.
std::size_t carry_out(shared_state& s, count_action what) {
  switch (what) {
    case count_action::acquire:
      s.semaphore.acquire();
      return 1;
    case count_action::try_acquire:
      return s.semaphore.try_acquire() ? 1 : 2;
    case count_action::release:
      s.semaphore.release();
      return 1;
    case count_action::count_down:
      s.latch.count_down();
      return 1;
    case count_action::wait:
      s.latch.wait();
      return 1;
    case count_action::begin_once:
      sync::call_once(s.once, [] {});
      return 2;
    case count_action::end_once:
      return 1;
    case count_action::timed_lock:
      return s.mutex.try_lock_for(1ms) ? 1 : 2;
    case count_action::unlock:
      s.mutex.unlock();
      return 1;
    case count_action::load:
      s.word.load(rlx);
      return 1;
    case count_action::store:
      s.word.store(1, rlx);
      return 1;
  }
  return 1;
}

enum place { semaphore, latch, once, mutex, word, places };

class interleaver {
 public:
  explicit interleaver(const count_program& p) : program_(p), next_(p.size(), 0), read_(p.size()) {
    objects_[semaphore].value = 1;
    objects_[latch].value = 2;
  }

  count_executions all() {
    go_on();
    return {complete_.size(), blocked_.size()};
  }

 private:
  struct object {
    int value = 0;
    std::string last = "initially";
    std::string order;  // of its writes
  };

  static place place_of(count_action what) {
    switch (what) {
      case count_action::acquire:
      case count_action::try_acquire:
      case count_action::release:
        return semaphore;
      case count_action::count_down:
      case count_action::wait:
        return latch;
      case count_action::begin_once:
      case count_action::end_once:
        return once;
      case count_action::timed_lock:
      case count_action::unlock:
        return mutex;
      default:
        return word;
    }
  }

  void go_on() {
    bool stuck = true, over = true;
    for (std::size_t t = 0; t < program_.size(); ++t) {
      if (next_[t] >= program_[t].size()) continue;
      over = false;
      const count_action what = program_[t][next_[t]];
      object& o = objects_[place_of(what)];
      const object before = o;
      const std::string read_before = read_[t];
      const std::size_t at = next_[t];
      if (step(t, what, o)) {
        stuck = false;
        go_on();
      }
      o = before;
      read_[t] = read_before;
      next_[t] = at;
    }
    if (!stuck) return;
    std::string text;
    for (const std::string& r : read_) text += r + "|";
    for (const object& o : objects_) text += o.order + "/";
    (over ? complete_ : blocked_).insert(text);
  }

  // False where the thread must wait.
  bool step(std::size_t t, count_action what, object& o) {
    const std::string me = std::to_string(t) + "." + std::to_string(next_[t]) + " ";
    const auto reads = [&] { read_[t] += me + "reads " + o.last; };
    const auto writes = [&](int value) {
      o.value = value;
      o.last = me;
      o.order += me;
    };
    const auto writes_if = [&](bool does, int value) {
      reads();
      if (does) {
        writes(value);
      } else {
        ++next_[t];
      }
    };
    ++next_[t];
    switch (what) {
      case count_action::acquire:
        if (o.value == 0) return false;
        reads();
        writes(o.value - 1);
        return true;
      case count_action::try_acquire:
        writes_if(o.value != 0, o.value - 1);
        return true;
      case count_action::release:
        reads();
        writes(o.value + 1);
        return true;
      case count_action::count_down:
        reads();
        writes(o.value - 1);
        return true;
      case count_action::wait:
        if (o.value != 0) return false;
        reads();
        return true;
      case count_action::begin_once:
        if (o.value == 1) return false;
        writes_if(o.value == 0, 1);
        return true;
      case count_action::end_once:
        writes(2);
        return true;
      case count_action::timed_lock:
        writes_if(o.value == 0, 1);
        return true;
      case count_action::unlock:
        writes(0);
        return true;
      case count_action::load:
        reads();
        return true;
      case count_action::store:
        writes(1);
        return true;
    }
    return false;
  }

  const count_program& program_;
  std::vector<std::size_t> next_;
  std::vector<std::string> read_;
  std::array<object, places> objects_;
  std::set<std::string> complete_, blocked_;
};

}  // namespace

// At most two count the latch down, and no more is released than was acquired.
count_program draw_count_program(std::mt19937& random) {
  using enum count_action;
  count_program p(2 + random() % 2);
  unsigned counted = 0;
  const auto which = random() % 5;  // two kinds of object a program
  for (auto& thread : p) {
    const std::size_t length = 1 + random() % 3;
    for (std::size_t k = 0; k < length; ++k) {
      switch ((which + random() % 2) % 5) {
        case 0:
          thread.insert(thread.end(), {random() % 2 == 0 ? acquire : try_acquire, release});
          break;
        case 1:
          if (random() % 2 == 0 && counted < 2) {
            thread.push_back(count_down);
            ++counted;
          } else {
            thread.push_back(wait);
          }
          break;
        case 2:
          thread.insert(thread.end(), {begin_once, end_once});
          break;
        case 3:
          thread.insert(thread.end(), {timed_lock, unlock});
          break;
        default:
          thread.push_back(random() % 2 == 0 ? load : store);
      }
    }
  }
  return p;
}

std::string to_text(const count_program& p) {
  static constexpr const char* names[] = {"acquire", "try_acquire", "release",  "count_down",
                                          "wait",    "begin_once",  "end_once", "timed_lock",
                                          "unlock",  "load",        "store"};
  std::string text;
  for (const auto& thread : p) {
    for (const count_action a : thread) text += std::string(names[static_cast<int>(a)]) + "; ";
    text += "|| ";
  }
  return text;
}

std::function<void()> body_of(const count_program& p) {
  return [&p] {
    shared_state s;
    std::vector<sync::thread> threads;
    for (const auto& code : p) {
      threads.emplace_back([&s, &code] {
        for (std::size_t k = 0; k < code.size();) k += carry_out(s, code[k]);
      });
    }
    for (sync::thread& t : threads) t.join();
  };
}

count_executions interleave(const count_program& p) { return interleaver(p).all(); }

}  // namespace suture::testing
