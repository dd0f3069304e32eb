// Asymmetric fences under x86-TSO against a machine with store buffers, on random programs.
//
// A heavy fence begins, has every other thread empty its buffer, and ends. Of each light fence it
// is guessed beforehand whether what stands before it reaches memory before the heavy one ends, or
// what stands behind it waits until the heavy one has begun; all guesses are tried.
#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr std::size_t places = 3;

enum class act : std::uint8_t { store, load, light, heavy };
struct step {
  act what = act::load;
  std::size_t place = 0;  // of a store and a load
  int value = 0;          // of a store
};
using program = std::vector<std::vector<step>>;
using fence_at = std::pair<std::size_t, std::size_t>;  // thread, step

std::vector<fence_at> all(const program& p, act what) {
  std::vector<fence_at> found;
  for (std::size_t t = 0; t < p.size(); ++t) {
    for (std::size_t i = 0; i < p[t].size(); ++i) {
      if (p[t][i].what == what) found.emplace_back(t, i);
    }
  }
  return found;
}

class machine {
 public:
  explicit machine(const program& p)
      : program_(p), lights_(all(p, act::light)), heavies_(all(p, act::heavy)) {}

  texts endings() {
    const std::size_t pairs = lights_.size() * heavies_.size();
    for (guess_ = 0; guess_ < (1U << pairs); ++guess_) {
      seen_.clear();
      go({std::vector<thread>(program_.size()), {}, std::vector<bool>(heavies_.size())});
    }
    return endings_;
  }

 private:
  struct thread {
    std::size_t next = 0;
    std::deque<step> buffer;
    std::string read;
  };
  struct state {
    std::vector<thread> threads;
    std::array<int, places> memory{};
    std::vector<bool> begun;  // by heavy fence
  };

  bool light_first(std::size_t light, std::size_t heavy) const {
    return (guess_ >> (light * heavies_.size() + heavy) & 1U) != 0;
  }

  static std::string text_of(const state& s) {
    std::string text;
    for (const thread& t : s.threads) text += t.read + "|";
    for (const int m : s.memory) text += std::to_string(m);
    return text;
  }
  static std::string key(const state& s) {
    std::string text = text_of(s);
    for (const thread& t : s.threads) {
      text += "," + std::to_string(t.next) + ":" + std::to_string(t.buffer.size());
    }
    for (const bool b : s.begun) text += b ? "+" : "-";
    return text;
  }

  void go(const state& now) {
    if (!seen_.insert(key(now)).second) return;
    bool ended = true;
    for (std::size_t t = 0; t < now.threads.size(); ++t) {
      const thread& own = now.threads[t];
      ended = ended && own.buffer.empty() && own.next == program_[t].size();
      if (!own.buffer.empty()) {
        state after = now;
        after.memory[own.buffer.front().place] = own.buffer.front().value;
        after.threads[t].buffer.pop_front();
        go(after);
      }
      if (own.next < program_[t].size()) carry_out(now, t, program_[t][own.next]);
    }
    if (ended) endings_.insert(text_of(now));
  }

  void carry_out(const state& now, std::size_t t, const step& s) {
    state after = now;
    thread& own = after.threads[t];
    if (s.what == act::heavy) return carry_out_heavy(now, t);
    if (s.what == act::light && !may_pass(now, {t, own.next})) return;
    if (s.what == act::store) own.buffer.push_back(s);
    if (s.what == act::load) own.read += std::to_string(visible(now, t, s.place));
    ++own.next;
    go(after);
  }

  static int visible(const state& now, std::size_t t, std::size_t place) {
    const std::deque<step>& buffer = now.threads[t].buffer;
    for (auto newest = buffer.rbegin(); newest != buffer.rend(); ++newest) {
      if (newest->place == place) return newest->value;
    }
    return now.memory[place];
  }

  bool may_pass(const state& now, fence_at light) const {
    for (std::size_t l = 0; l < lights_.size(); ++l) {
      for (std::size_t h = 0; lights_[l] == light && h < heavies_.size(); ++h) {
        const bool other = heavies_[h].first != light.first;
        if (other && !light_first(l, h) && !now.begun[h]) return false;
      }
    }
    return true;
  }

  void carry_out_heavy(const state& now, std::size_t t) {
    const thread& own = now.threads[t];
    std::size_t h = 0;
    while (heavies_[h] != fence_at{t, own.next}) ++h;
    if (!own.buffer.empty()) return;
    state after = now;
    if (!now.begun[h]) {
      after.begun[h] = true;
      return go(after);
    }
    for (std::size_t l = 0; l < lights_.size(); ++l) {
      if (lights_[l].first != t && light_first(l, h) && !is_in_memory(now, lights_[l])) return;
    }
    ++after.threads[t].next;
    go(after);
  }

  // All that stands before the light fence?
  bool is_in_memory(const state& now, fence_at light) const {
    const thread& own = now.threads[light.first];
    if (own.next < light.second) return false;
    std::size_t behind = 0;  // stores carried out since
    for (std::size_t i = light.second; i < own.next; ++i) {
      behind += program_[light.first][i].what == act::store ? 1 : 0;
    }
    return own.buffer.size() <= behind;
  }

  const program& program_;
  const std::vector<fence_at> lights_, heavies_;
  std::uint32_t guess_ = 0;
  std::set<std::string> seen_;
  texts endings_;
};

texts searched(const program& p) {
  return texts_of(
      [&p] {
        std::array<sync::atomic<int>, places> memory{};
        std::vector<std::string> read(p.size());
        std::vector<sync::thread> threads;
        for (std::size_t t = 0; t < p.size(); ++t) {
          threads.emplace_back([&, t] {
            for (const step& s : p[t]) {
              if (s.what == act::store) memory[s.place].store(s.value, relaxed);
              if (s.what == act::load) read[t] += std::to_string(memory[s.place].load(relaxed));
              if (s.what == act::light) sync::asymmetric_thread_fence_light();
              if (s.what == act::heavy) sync::asymmetric_thread_fence_heavy();
            }
          });
        }
        for (sync::thread& t : threads) t.join();
        std::string text;
        for (const std::string& r : read) text += r + "|";
        for (const auto& m : memory) text += std::to_string(m.load(relaxed));
        return text;
      },
      calm, "tso");
}

std::string to_text(const program& p) {
  std::string text;
  for (const auto& thread : p) {
    for (const step& s : thread) {
      if (s.what == act::store)
        text += "x" + std::to_string(s.place) + "=" + std::to_string(s.value);
      if (s.what == act::load) text += "r=x" + std::to_string(s.place);
      if (s.what == act::light) text += "light";
      if (s.what == act::heavy) text += "heavy";
      text += "; ";
    }
    text += "\n";
  }
  return text;
}

// Threads store, fence and read, with a step more here and there; most fences are asymmetric.
program drawn(std::mt19937& random) {
  const auto below = [&](unsigned n) { return random() % n; };
  program p(2 + below(2));
  int value = 0;
  for (auto& thread : p) {
    const auto access = [&](bool stores) {
      thread.push_back({stores ? act::store : act::load, below(places), stores ? ++value : 0});
    };
    access(below(4) != 0);
    if (below(4) == 0) access(below(2) == 0);
    if (below(6) != 0) thread.push_back({below(5) < 2 ? act::heavy : act::light});
    access(below(4) == 0);
    if (below(4) == 0) thread.push_back({below(3) == 0 ? act::heavy : act::light});
    if (below(3) == 0) access(below(2) == 0);
  }
  return p;
}

TEST(asymmetric_fence_under_tso, is_that_of_the_machine) {
  std::mt19937 random(7);
  int weak = 0;
  for (int i = 0; i < 400; ++i) {
    const program p = drawn(random);
    if (all(p, act::light).size() * all(p, act::heavy).size() > 6) continue;
    const texts expected = machine(p).endings();
    ASSERT_EQ(searched(p), expected) << to_text(p);
    program full = p;
    for (auto& thread : full) {
      for (step& s : thread) s.what = s.what == act::light ? act::heavy : s.what;
    }
    weak += searched(full) != expected ? 1 : 0;
  }
  EXPECT_GT(weak, 20) << "the fences drawn hardly ever matter";
}

}  // namespace
}  // namespace suture::testing
