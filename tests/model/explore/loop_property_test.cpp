// A loop that gives up after k attempts has the outcomes of its k attempts written one after the
// other; one that does not has those of spin_until. The loop may be cut short where it repeats
// itself, the straight code never is.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <string>

#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/sync/sync.hpp"
#include "tests/support/property.hpp"

namespace suture::testing {
namespace {

enum class attempt { load, other, exchange, compare, lock };
enum class counter { local, captured, member };
enum class writing { store, other, open, shut, lock };

struct program {
  attempt how = attempt::load;
  counter counts = counter::local;
  int patience = 1;
  bool yields = false;
  bool relaxed = false;
  bool two = false;                // the second of the others tries, too, before it does anything
  std::vector<writing> others[2];  // what two other threads do
};

struct state {
  sync::atomic<int> x{0}, y{0}, word{1};
  sync::mutex m;
};

std::memory_order order(const program& p) {
  return p.relaxed ? std::memory_order_relaxed : std::memory_order_seq_cst;
}

bool attempts(state& s, const program& p) {
  switch (p.how) {
    case attempt::load:
      return s.x.load(order(p)) != 0;
    case attempt::other:
      return s.x.load(order(p)) != 0 && s.y.load(order(p)) != 0;
    case attempt::exchange:
      return s.word.exchange(1, order(p)) == 0;
    case attempt::compare: {
      int open = 0;
      return s.word.compare_exchange_strong(open, 1, order(p));
    }
    case attempt::lock:
      return s.m.try_lock();
  }
  return true;
}

// Gives back what it has taken by an attempt.
void leaves(state& s, const program& p) {
  if (p.how == attempt::exchange || p.how == attempt::compare) s.word.store(0, order(p));
  if (p.how == attempt::lock) s.m.unlock();
}

// In which attempt it succeeds; -1 where none does.
int in_a_loop(state& s, const program& p, int& captured) {
  struct {
    int member = 0;
  } own;
  int local = 0;
  int& count = p.counts == counter::captured ? captured
               : p.counts == counter::member ? own.member
                                             : local;
  for (; count < p.patience; ++count) {
    if (attempts(s, p)) return count;
    if (p.yields) sync::yield();
  }
  return -1;
}

template <int Attempt = 0>
int straight(state& s, const program& p) {
  if (Attempt == p.patience) return -1;
  if (attempts(s, p)) return Attempt;
  if (p.yields) sync::yield();
  if constexpr (Attempt < 4) {
    return straight<Attempt + 1>(s, p);
  } else {
    return -1;
  }
}

void write(state& s, writing w, const program& p) {
  switch (w) {
    case writing::store:
      return s.x.store(1, order(p));
    case writing::other:
      return s.y.store(1, order(p));
    case writing::open:
      return s.word.store(0, order(p));
    case writing::shut:
      return s.x.store(0, order(p));
    case writing::lock:
      s.m.lock();
      s.m.unlock();
  }
}

using outcomes = std::set<std::string>;

template <class Try>
std::string outcome(const program& p, Try tries) {
  state s;
  int got[2] = {-1, -1}, then = 0;
  const auto attempts_of = [&](int who) {
    got[who] = tries(s, who);
    if (who == 0) then = s.y.load(order(p));
    if (got[who] >= 0) leaves(s, p);
  };
  sync::parallel([&] { attempts_of(0); },
                 [&] {
                   for (const writing w : p.others[0]) write(s, w, p);
                 },
                 [&] {
                   if (p.two) attempts_of(1);
                   for (const writing w : p.others[1]) write(s, w, p);
                 });
  return fmt::format("{} {} {} {}", got[0], got[1], then, s.word.load());
}

template <class Strategy>
outcomes all_of(execution& run, Strategy strategy, const std::function<std::string()>& body,
                std::uint64_t runs) {
  outcomes seen;
  const exploration e = explore(
      run, [&] { seen.insert(body()); }, strategy, limits{}, budget{.runs = runs});
  RC_ASSERT(!e.found);
  RC_ASSERT(e.counts.bounded == 0U);
  RC_ASSERT(runs != 0 || e.exhausted);
  return seen;
}

program any_program() {
  program p;
  p.how = *rc::gen::element(attempt::load, attempt::other, attempt::exchange, attempt::compare,
                            attempt::lock);
  p.counts = *rc::gen::element(counter::local, counter::captured, counter::member);
  p.two = *rc::gen::element(false, false, true);
  p.patience = *rc::gen::inRange(1, p.two ? 4 : 5);
  p.yields = *rc::gen::arbitrary<bool>();
  p.relaxed = *rc::gen::arbitrary<bool>();
  for (auto& thread : p.others) {
    const auto length = *rc::gen::inRange<std::size_t>(0, p.two ? 2 : 3);
    thread = *rc::gen::container<std::vector<writing>>(
        length, rc::gen::element(writing::store, writing::other, writing::open, writing::shut,
                                 writing::lock));
  }
  return p;
}

class loop_property : public ::testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<memory_model> rules = make_memory_model(GetParam());
  execution run{*rules, 0};

  outcomes searched(const std::function<std::string()>& body) {
    return all_of(run, exhaustive(*rules), body, 0);
  }
};

TEST_P(loop_property, with_patience_is_as_if_written_out) {
  check_property(
      [&] {
        const program p = any_program();
        const auto loop = [&] {
          int captured[2] = {0, 0};
          return outcome(p, [&](state& s, int who) { return in_a_loop(s, p, captured[who]); });
        };
        const outcomes written_out =
            searched([&] { return outcome(p, [&](state& s, int) { return straight(s, p); }); });
        RC_ASSERT(searched(loop) == written_out);
        for (const std::string& one : all_of(run, random_walk(1, *rules), loop, 200)) {
          RC_ASSERT(written_out.contains(one));
        }
      },
      150);
}

// The last word is that the flag is set, so that nobody waits for ever.
TEST_P(loop_property, without_patience_is_as_spin_until) {
  check_property(
      [&] {
        program p = any_program();
        p.how = *rc::gen::element(attempt::load, attempt::other);
        p.others[0].push_back(writing::other);
        p.others[0].push_back(writing::store);
        std::erase(p.others[1], writing::shut);
        const auto loop = [&] {
          return outcome(p, [&](state& s, int) {
            while (!attempts(s, p)) {
              if (p.yields) sync::yield();
            }
            return 0;
          });
        };
        const outcomes spinning = searched([&] {
          return outcome(p, [&](state& s, int) {
            sync::spin_until([&] { return attempts(s, p); });
            return 0;
          });
        });
        RC_ASSERT(searched(loop) == spinning);
        for (const std::string& one : all_of(run, random_walk(1, *rules), loop, 200)) {
          RC_ASSERT(spinning.contains(one));
        }
      },
      150);
}

INSTANTIATE_TEST_SUITE_P(models, loop_property, ::testing::Values("sc", "rc11"));

}  // namespace
}  // namespace suture::testing
