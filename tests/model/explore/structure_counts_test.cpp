// The number of executions of small concurrent data structures written against sync::, as other
// checkers count them. Their loops repeat only because another thread has made progress, so every
// execution is finite.
#include <gtest/gtest.h>

#include <array>

#include "model/sync/sync.hpp"
#include "tests/support/counting.hpp"

namespace suture::testing {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;

struct node {
  sync::atomic<node*> next{nullptr};
};

// Treiber, "Systems programming: coping with parallelism", 1986.
struct stack {
  sync::atomic<node*> top{nullptr};

  void push(node& n) {
    for (;;) {
      node* seen = top.load(acq);
      n.next.store(seen, rlx);
      if (top.compare_exchange_strong(seen, &n, rel, rlx)) return;
    }
  }
  void pop() {
    for (;;) {
      node* seen = top.load(acq);
      if (seen == nullptr) return;
      node* next = seen->next.load(rlx);
      if (top.compare_exchange_strong(seen, next, rlx, rlx)) return;
    }
  }
};

// Michael and Scott, PODC 1996, with the dequeue of Doherty, Groves, Luchangco and Moir, FORTE
// 2004, which looks at the tail only once it has its node.
struct queue {
  node dummy;
  sync::atomic<node*> head{&dummy};
  sync::atomic<node*> tail{&dummy};

  void enqueue(node& n) {
    for (;;) {
      node* last = tail.load(acq);
      node* next = last->next.load(acq);
      if (next != nullptr) {
        tail.compare_exchange_strong(last, next, rel, rlx);
      } else if (last->next.compare_exchange_strong(next, &n, rel, rlx)) {
        tail.compare_exchange_strong(last, &n, rel, rlx);
        return;
      }
    }
  }
  void dequeue() {
    for (;;) {
      node* first = head.load(acq);
      node* next = first->next.load(acq);
      if (next == nullptr) return;
      node* seen = first;
      if (!head.compare_exchange_strong(seen, next, rel, rlx)) continue;
      node* last = tail.load(acq);
      if (last == first) tail.compare_exchange_strong(last, next, rel, rlx);
      return;
    }
  }
};

class structure_counts : public ::testing::TestWithParam<const char*> {
 protected:
  // Threads 0 … pushers - 1 put, the others take.
  template <class Structure, class Put, class Take>
  tally count(unsigned putters, unsigned takers, Put put, Take take) {
    return count_executions(GetParam(), [=] {
      Structure shared;
      std::array<node, 4> nodes;
      run_threads(putters + takers, [&](unsigned t) {
        if (t < putters) {
          put(shared, nodes[t]);
        } else {
          take(shared);
        }
      });
    });
  }
  tally stacks(unsigned pushers, unsigned poppers) {
    return count<stack>(
        pushers, poppers, [](stack& s, node& n) { s.push(n); }, [](stack& s) { s.pop(); });
  }
  tally queues(unsigned enqueuers, unsigned dequeuers) {
    return count<queue>(
        enqueuers, dequeuers, [](queue& q, node& n) { q.enqueue(n); },
        [](queue& q) { q.dequeue(); });
  }
};

TEST_P(structure_counts, of_treiber_stacks) {
  EXPECT_EQ(stacks(2, 0), (tally{.complete = 4}));
  EXPECT_EQ(stacks(2, 1), (tally{.complete = 22}));
  EXPECT_EQ(stacks(2, 2), (tally{.complete = 220}));
}

TEST_P(structure_counts, of_treiber_stacks_whose_threads_push_and_pop) {
  const tally two = count_executions(GetParam(), [] {
    stack shared;
    std::array<node, 2> nodes;
    run_threads(2, [&](unsigned t) {
      shared.push(nodes[t]);
      shared.pop();
    });
  });
  EXPECT_EQ(two, (tally{.complete = 46}));
}

TEST_P(structure_counts, of_michael_scott_queues) {
  EXPECT_EQ(queues(2, 0), (tally{.complete = 16}));
  EXPECT_EQ(queues(2, 1), (tally{.complete = 96}));
}

TEST_P(structure_counts, of_locks_taken_in_opposite_order) {
  const tally inverted = count_executions(GetParam(), [] {
    sync::mutex a, b;
    sync::parallel(
        [&] {
          const sync::lock_guard first(a);
          const sync::lock_guard second(b);
        },
        [&] {
          const sync::lock_guard first(b);
          const sync::lock_guard second(a);
        });
  });
  EXPECT_EQ(inverted, (tally{.complete = 2, .blocked = 1}));
}

// Each thread takes and drops its reference `pairs` times and then, where `last`, drops one it had.
tally refcounts(const char* model, unsigned threads, unsigned pairs, bool last) {
  return count_executions(model, [=] {
    sync::atomic<unsigned> count{last ? threads : 1};
    run_threads(threads, [&](unsigned) {
      for (unsigned k = 0; k < pairs; ++k) {
        count.add_unread(1, rlx);
        count.sub_and_test(1, rel);
      }
      if (last && count.sub_and_test(1, rel)) sync::fence(acq);
    });
  });
}

TEST_P(structure_counts, of_refcounts_whose_changes_commute) {
  EXPECT_EQ(refcounts(GetParam(), 2, 3, false), (tally{.complete = 1}));  // 924 one by one
  EXPECT_EQ(refcounts(GetParam(), 3, 3, false), (tally{.complete = 1}));  // 17,153,136
  EXPECT_EQ(refcounts(GetParam(), 2, 3, true), (tally{.complete = 2}));   // 3,432
  EXPECT_EQ(refcounts(GetParam(), 3, 3, true), (tally{.complete = 3}));   // 399,072,960
}

INSTANTIATE_TEST_SUITE_P(models, structure_counts, ::testing::Values("sc", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace suture::testing
