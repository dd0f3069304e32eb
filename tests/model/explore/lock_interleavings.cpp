#include "tests/model/explore/lock_interleavings.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "model/sync/sync.hpp"

namespace suture::testing {

namespace {

constexpr auto rlx = std::memory_order_relaxed;

struct shared_state {
  std::array<sync::shared_mutex, lock_objects> mutexes;
  std::array<sync::atomic<int>, lock_objects> words;
};

// False where a try_lock fails.
bool carry_out(shared_state& s, const lock_instruction& i) {
  sync::shared_mutex& m = s.mutexes[i.object];
  switch (i.what) {
    case lock_action::lock:
      m.lock();
      break;
    case lock_action::unlock:
      m.unlock();
      break;
    case lock_action::try_lock:
      return m.try_lock();
    case lock_action::lock_shared:
      m.lock_shared();
      break;
    case lock_action::unlock_shared:
      m.unlock_shared();
      break;
    case lock_action::load:
      s.words[i.object].load(rlx);
      break;
    case lock_action::store:
      s.words[i.object].store(1, rlx);
      break;
  }
  return true;
}

class interleaver {
 public:
  explicit interleaver(const lock_program& p) : program_(p), next_(p.size(), 0), read_(p.size()) {}

  lock_executions all() {
    go_on();
    return {complete_.size(), blocked_.size()};
  }

 private:
  struct object {
    int value = 0;  // of a mutex: readers, or -1 for a writer
    std::string last = "initially";
    std::string order;  // of its writes
  };

  void go_on() {
    bool stuck = true, over = true;
    for (std::size_t t = 0; t < program_.size(); ++t) {
      if (next_[t] == program_[t].size()) continue;
      over = false;
      const lock_instruction& i = program_[t][next_[t]];
      const bool word = i.what == lock_action::load || i.what == lock_action::store;
      object& o = objects_[word ? lock_objects + i.object : i.object];
      const object before = o;
      const std::string read_before = read_[t];
      const std::size_t at = next_[t];
      if (step(t, i, o)) {
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
  bool step(std::size_t t, const lock_instruction& i, object& o) {
    const std::string me = std::to_string(t) + "." + std::to_string(next_[t]) + " ";
    const auto reads = [&] { read_[t] += me + "reads " + o.last; };
    const auto writes = [&](int value) {
      o.value = value;
      o.last = me;
      o.order += me;
    };
    ++next_[t];
    switch (i.what) {
      case lock_action::lock:
        if (o.value != 0) return false;
        reads();
        writes(-1);
        return true;
      case lock_action::lock_shared:
        if (o.value < 0) return false;
        reads();
        writes(o.value + 1);
        return true;
      case lock_action::try_lock:
        reads();
        if (o.value == 0) {
          writes(-1);
        } else {
          ++next_[t];
        }
        return true;
      case lock_action::unlock:
        writes(0);
        return true;
      case lock_action::unlock_shared:
        reads();
        writes(o.value - 1);
        return true;
      case lock_action::load:
        reads();
        return true;
      case lock_action::store:
        writes(1);
        return true;
    }
    return false;
  }

  const lock_program& program_;
  std::vector<std::size_t> next_;
  std::vector<std::string> read_;
  std::array<object, 2 * lock_objects> objects_;
  std::set<std::string> complete_, blocked_;
};

// Locks and unlocks in any order, but each lock once at a time.
std::vector<lock_instruction> draw_thread(std::mt19937& random, std::size_t length,
                                          std::size_t objects) {
  std::vector<lock_instruction> code, to_undo;
  while (code.size() < length) {
    const std::size_t o = random() % objects;
    const auto kind = random() % 10;
    const bool held = std::any_of(to_undo.begin(), to_undo.end(),
                                  [&](const lock_instruction& i) { return i.object == o; });
    if (kind < 4 && !held) {
      const bool shared = kind < 2;
      code.push_back({shared ? lock_action::lock_shared : lock_action::lock, o});
      to_undo.push_back({shared ? lock_action::unlock_shared : lock_action::unlock, o});
    } else if (kind < 6 && !to_undo.empty()) {
      const auto which = to_undo.begin() + static_cast<std::ptrdiff_t>(random() % to_undo.size());
      code.push_back(*which);
      to_undo.erase(which);
    } else if (kind < 8 && !held) {
      code.push_back({lock_action::try_lock, o});
      code.push_back({lock_action::unlock, o});
    } else {
      code.push_back({kind == 8 ? lock_action::load : lock_action::store, o});
    }
  }
  code.insert(code.end(), to_undo.begin(), to_undo.end());
  return code;
}

}  // namespace

lock_program draw_lock_program(std::mt19937& random) {
  lock_program p(2 + random() % 2);
  const std::size_t objects = 1 + random() % lock_objects;
  for (auto& thread : p) thread = draw_thread(random, 1 + random() % 3, objects);
  return p;
}

std::string to_text(const lock_program& p) {
  static constexpr const char* names[] = {"lock",          "unlock", "try_lock", "lock_shared",
                                          "unlock_shared", "load",   "store"};
  std::string text;
  for (const auto& thread : p) {
    for (const lock_instruction& i : thread) {
      text += std::string(names[static_cast<int>(i.what)]) + " " + std::to_string(i.object) + "; ";
    }
    text += "|| ";
  }
  return text;
}

std::function<void()> body_of(const lock_program& p) {
  return [&p] {
    shared_state s;
    std::vector<sync::thread> threads;
    for (const auto& code : p) {
      threads.emplace_back([&s, &code] {
        for (std::size_t k = 0; k < code.size(); ++k) {
          if (!carry_out(s, code[k])) ++k;
        }
      });
    }
    for (sync::thread& t : threads) t.join();
  };
}

lock_executions interleave(const lock_program& p) { return interleaver(p).all(); }

}  // namespace suture::testing
