#include <array>
#include <functional>
#include <memory>
#include <stdexcept>

#include "bench/versus_relacy/contest.hpp"
#include "checkers/standard.hpp"
#include "model/explore/exhaustive/exhaustive.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/sampling/random_walk.hpp"
#include "model/sync/sync.hpp"

namespace versus {

namespace {

template <class Body, std::size_t... I>
void in_threads(Body body, std::index_sequence<I...>) {
  sync::parallel([&] { (void)I, body(); }...);
}

template <std::size_t Threads>
void fetch_adds(int times) {
  sync::atomic<int> n{0};
  in_threads(
      [&] {
        for (int i = 0; i < times; ++i) n.fetch_add(1);
      },
      std::make_index_sequence<Threads>{});
  sync::check(n.load() == static_cast<int>(Threads) * times, "every increment counts");
}

template <std::size_t Threads>
void locked_increments(int times) {
  sync::mutex m;
  sync::var<int> n{0};
  in_threads(
      [&] {
        for (int i = 0; i < times; ++i) {
          const sync::lock_guard guard(m);
          n = n.get() + 1;
        }
      },
      std::make_index_sequence<Threads>{});
  sync::check(n.get() == static_cast<int>(Threads) * times, "every increment counts");
}

void treiber() {
  struct node {
    node* next = nullptr;
  };
  std::array<node, 2> nodes;
  sync::atomic<node*> top{nullptr};
  const auto push_pop = [&](node& mine) {
    node* seen = top.load(std::memory_order_acquire);
    do {
      mine.next = seen;
    } while (!top.compare_exchange_weak(seen, &mine, std::memory_order_acq_rel,
                                        std::memory_order_acquire));
    seen = top.load(std::memory_order_acquire);
    while (seen != nullptr &&
           !top.compare_exchange_weak(seen, seen->next, std::memory_order_acq_rel,
                                      std::memory_order_acquire)) {
    }
  };
  sync::parallel([&] { push_pop(nodes[0]); }, [&] { push_pop(nodes[1]); });
}

std::function<void()> body_of(program p) {
  switch (p) {
    case program::fetch_add_2x3:
      return [] { fetch_adds<2>(3); };
    case program::fetch_add_3x2:
      return [] { fetch_adds<3>(2); };
    case program::fetch_add_3x3:
      return [] { fetch_adds<3>(3); };
    case program::mutex_3x2:
      return [] { locked_increments<3>(2); };
    case program::mutex_3x3:
      return [] { locked_increments<3>(3); };
    case program::fetch_add_5x2000:
      return [] { fetch_adds<5>(2000); };
    case program::mutex_5x2000:
      return [] { locked_increments<5>(2000); };
    case program::treiber_2:
      return treiber;
  }
  throw std::logic_error("no such program");
}

// With the checkers attached: what a user gets.
struct side {
  std::unique_ptr<suture::memory_model> model = suture::make_memory_model("rc11");
  suture::execution run{*model, 0};
  suture::standard_checkers checkers;
  side() { checkers.attach(run); }
};

measured explore(program p, suture::strategy& s, side& mine, std::uint64_t runs) {
  suture::budget b;
  b.runs = runs;
  const suture::exploration done = suture::explore(mine.run, body_of(p), s, {}, b);
  if (done.found) throw std::logic_error("a right program was found wrong");
  return {done.counts.runs(), done.counts.seconds, done.exhausted};
}

}  // namespace

measured suture_random(program p, std::uint64_t executions) {
  static side mine;
  static suture::random_walk walk(1, *mine.model);
  return explore(p, walk, mine, executions);
}

measured suture_search(program p) {
  static side mine;
  suture::exhaustive search(*mine.model);
  search.limit_spurious_failures(1);
  return explore(p, search, mine, 0);
}

}  // namespace versus
