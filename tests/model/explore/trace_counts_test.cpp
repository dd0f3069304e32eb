// Under sc an execution is a Mazurkiewicz trace: the interleavings that differ only in the order of
// independent operations are one. The numbers are an independent enumerator's, over programs that
// Relacy and twist need far more runs for.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "model/sync/sync.hpp"
#include "tests/support/counting.hpp"

namespace suture::testing {
namespace {

// Every thread does `each` times what `step` does.
template <class Step>
tally count(unsigned threads, unsigned each, Step step) {
  return count_executions("sc", [=] {
    typename Step::state shared;
    run_threads(threads, [&](unsigned t) {
      for (unsigned k = 0; k < each; ++k) step(shared, t);
    });
  });
}

tally traces(std::uint64_t complete) { return {.complete = complete}; }

struct increment {
  struct state {
    sync::atomic<int> n{0};
  };
  void operator()(state& s, unsigned) const { s.n.fetch_add(1); }
};

struct load_store {
  using state = increment::state;
  void operator()(state& s, unsigned) const { s.n.store(s.n.load() + 1); }
};

struct increment_own {
  struct state {
    std::array<sync::atomic<int>, 3> n;
  };
  void operator()(state& s, unsigned t) const { s.n[t].fetch_add(1); }
};

struct locked_append {
  struct state {
    sync::mutex lock;
    std::vector<unsigned> items;
  };
  void operator()(state& s, unsigned t) const {
    const sync::lock_guard guard(s.lock);
    s.items.push_back(t);
  }
};

struct lazy_hash {
  using state = increment::state;
  void operator()(state& s, unsigned) const {
    if (s.n.load() == 0) s.n.store(7);
  }
};

struct incref_decref_decref {
  using state = increment::state;
  void operator()(state& s, unsigned) const {
    s.n.fetch_add(1);
    s.n.fetch_sub(1);
    s.n.fetch_sub(1);
  }
};

// The link of a node is plain: whoever reads it has it from the thread that pushed the node.
struct push_pop {
  struct node {
    node* next = nullptr;
  };
  struct state {
    sync::atomic<node*> top{nullptr};
    std::array<node, 3> nodes;
  };
  void operator()(state& s, unsigned t) const {
    // Told apart by its count, no round repeats another, and every trace is complete. Without, a
    // search cuts off a thread that fails by the same two values in turn.
    volatile unsigned rounds = 0;
    node* seen = s.top.load();
    do {
      rounds = rounds + 1;
      s.nodes[t].next = seen;
    } while (!s.top.compare_exchange_strong(seen, &s.nodes[t]));
    seen = s.top.load();
    while (seen != nullptr && !s.top.compare_exchange_strong(seen, seen->next)) {
      rounds = rounds + 1;
    }
  }
};

TEST(trace_counts, of_store_buffering) {
  EXPECT_EQ(count_executions("sc",
                             [] {
                               sync::atomic<int> x{0}, y{0};
                               sync::parallel([&] { x.store(1), y.load(); },
                                              [&] { y.store(1), x.load(); });
                             }),
            traces(3));
}

TEST(trace_counts, of_message_passing) {
  EXPECT_EQ(count_executions("sc",
                             [] {
                               sync::atomic<int> x{0}, y{0};
                               sync::parallel([&] { x.store(1), y.store(1); },
                                              [&] { y.load(), x.load(); });
                             }),
            traces(3));
}

TEST(trace_counts, of_independent_reads_of_independent_writes) {
  EXPECT_EQ(count_executions("sc",
                             [] {
                               sync::atomic<int> x{0}, y{0};
                               sync::parallel([&] { x.store(1); }, [&] { y.store(1); },
                                              [&] { x.load(), y.load(); },
                                              [&] { y.load(), x.load(); });
                             }),
            traces(15));
}

TEST(trace_counts, of_increments) {
  EXPECT_EQ(count(2, 3, increment{}), traces(20));
  EXPECT_EQ(count(3, 2, increment{}), traces(90));
  EXPECT_EQ(count(3, 3, increment{}), traces(1680));
  EXPECT_EQ(count(4, 2, increment{}), traces(2520));
}

TEST(trace_counts, of_increments_that_lose_updates) {
  EXPECT_EQ(count(2, 2, load_store{}), traces(34));
  EXPECT_EQ(count(3, 2, load_store{}), traces(7134));
}

TEST(trace_counts, of_independent_counters) {
  EXPECT_EQ(count(2, 3, increment_own{}), traces(1));
  EXPECT_EQ(count(3, 3, increment_own{}), traces(1));
}

TEST(trace_counts, of_a_locked_list) {
  EXPECT_EQ(count(2, 1, locked_append{}), traces(2));
  EXPECT_EQ(count(2, 2, locked_append{}), traces(6));
  EXPECT_EQ(count(2, 3, locked_append{}), traces(20));
  EXPECT_EQ(count(3, 1, locked_append{}), traces(6));
  EXPECT_EQ(count(3, 2, locked_append{}), traces(90));
}

TEST(trace_counts, of_a_treiber_stack) {
  EXPECT_EQ(count(2, 1, push_pop{}), traces(40));
  EXPECT_EQ(count(3, 1, push_pop{}), traces(25680));
}

TEST(trace_counts, of_a_lazy_hash) {
  EXPECT_EQ(count(2, 1, lazy_hash{}), traces(4));
  EXPECT_EQ(count(3, 1, lazy_hash{}), traces(21));
}

TEST(trace_counts, of_refcounts) {
  EXPECT_EQ(count(2, 1, incref_decref_decref{}), traces(20));
  EXPECT_EQ(count(3, 1, incref_decref_decref{}), traces(1680));
}

TEST(trace_counts, of_memory_that_nobody_shares) {
  EXPECT_EQ(count_executions("sc",
                             [] {
                               for (int k = 0; k < 3; ++k) sync::destroy(sync::make<int>(k));
                             }),
            traces(1));
}

}  // namespace
}  // namespace suture::testing
