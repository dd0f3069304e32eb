#include "tests/model/explore/parallel/programs.hpp"

#include <atomic>
#include <memory>

#include "model/sync/sync.hpp"

namespace suture::testing {

namespace {

using number = sync::atomic<int>;
constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
constexpr auto acq_rel = std::memory_order_acq_rel;
constexpr auto seq_cst = std::memory_order_seq_cst;

// Runs body(i) in thread i of n.
template <class Body>
void in_threads(int n, Body body) {
  std::vector<sync::thread> all;
  for (int i = 0; i < n; ++i) all.emplace_back([&body, i] { body(i); });
  for (sync::thread& t : all) t.join();
}

std::string text(std::initializer_list<int> values) {
  std::string all;
  for (const int v : values) all += std::to_string(v) + " ";
  return all;
}

std::function<std::string()> store_buffering(std::memory_order order) {
  return [order] {
    number x{0}, y{0};
    int a = 0, b = 0;
    sync::parallel([&] { x.store(1, order), a = y.load(order); },
                   [&] { y.store(1, order), b = x.load(order); });
    return text({a, b});
  };
}

std::function<std::string()> two_writes_each(std::memory_order order) {
  return [order] {
    number x{0}, y{0};
    sync::parallel([&] { x.store(1, order), y.store(2, order); },
                   [&] { y.store(1, order), x.store(2, order); });
    return text({x.load(), y.load()});
  };
}

std::function<std::string()> independent_reads(std::memory_order write, std::memory_order read) {
  return [write, read] {
    number x{0}, y{0};
    int a = 0, b = 0, c = 0, d = 0;
    sync::parallel([&] { x.store(1, write); }, [&] { y.store(1, write); },
                   [&] { a = x.load(read), b = y.load(read); },
                   [&] { c = y.load(read), d = x.load(read); });
    return text({a, b, c, d});
  };
}

std::string coherence() {
  number x{0};
  int a = 0, b = 0, c = 0, d = 0;
  sync::parallel([&] { x.store(1, relaxed); }, [&] { x.store(2, relaxed); },
                 [&] { a = x.load(relaxed), b = x.load(relaxed); },
                 [&] { c = x.load(relaxed), d = x.load(relaxed); });
  return text({a, b, c, d});
}

std::function<std::string()> additions(int threads, int each) {
  return [threads, each] {
    number x{0};
    std::vector<int> seen(static_cast<std::size_t>(threads));
    in_threads(threads, [&](int i) {
      for (int k = 0; k < each; ++k) {
        int& mine = seen[static_cast<std::size_t>(i)];
        mine = mine * 16 + x.fetch_add(1);
      }
    });
    std::string all;
    for (const int s : seen) all += text({s});
    return all;
  };
}

std::string last_zero() {
  constexpr int n = 7;
  std::vector<std::unique_ptr<number>> a;
  for (int i = 0; i <= n; ++i) a.push_back(std::make_unique<number>(0));
  int last = n;
  std::vector<sync::thread> all;
  all.emplace_back([&] {
    while (a[static_cast<std::size_t>(last)]->load(acquire) != 0) --last;
  });
  for (std::size_t j = 1; j <= n; ++j) {
    all.emplace_back([&, j] { a[j]->store(a[j - 1]->load(acquire) + 1, release); });
  }
  for (sync::thread& t : all) t.join();
  return text({last, a[n]->load()});
}

std::string rotation() {
  number x{0};
  in_threads(5, [&](int i) {
    int expected = i;
    x.compare_exchange_strong(expected, i + 1, relaxed, relaxed);
  });
  return text({x.load()});
}

std::string weak_rotation() {
  number x{0};
  in_threads(3, [&](int i) {
    int expected = i;
    x.compare_exchange_weak(expected, i + 1, relaxed, relaxed);
  });
  return text({x.load()});
}

std::function<std::string()> locks(int threads) {
  return [threads] {
    sync::mutex m;
    int order = 0;
    in_threads(threads, [&](int i) {
      for (int k = 0; k < 2; ++k) {
        const sync::lock_guard held(m);
        order = order * 4 + i;
      }
    });
    return text({order});
  };
}

std::string pairs() {
  number x{1};
  in_threads(3, [&](int i) {
    x.fetch_add(1, relaxed);
    if (i != 0) x.fetch_sub(1, acq_rel);
  });
  return text({x.load()});
}

struct node {
  number next_is_set{0};
  node* next = nullptr;
};

std::string stack() {
  sync::atomic<node*> top{nullptr};
  node nodes[2];
  int popped = 0;
  in_threads(3, [&](int i) {
    if (i == 2) {
      node* n = top.load(acquire);
      while (n != nullptr && !top.compare_exchange_strong(n, n->next, acquire, acquire)) {
      }
      popped = n == nullptr ? 0 : n == &nodes[0] ? 1 : 2;
      return;
    }
    node& mine = nodes[i];
    node* expected = top.load(relaxed);
    do {
      mine.next = expected;
    } while (!top.compare_exchange_strong(expected, &mine, release, relaxed));
  });
  return text({popped});
}

std::string increments() {
  number x{0};
  in_threads(2, [&](int) {
    for (int k = 0; k < 2; ++k) x.store(x.load() + 1);
  });
  return text({x.load()});
}

std::string chosen() {
  int sum = 0;
  for (int i = 0; i < 6; ++i) sum = sum * 3 + static_cast<int>(sync::choose(3));
  return text({sum});
}

std::string waiting() {
  sync::mutex m;
  sync::condition_variable changed;
  int ready = 0;
  sync::parallel(
      [&] {
        sync::unique_lock held(m);
        while (ready == 0) changed.wait(held);
      },
      [&] {
        const sync::lock_guard held(m);
        ready = 1;
        changed.notify_one();
      });
  return text({ready});
}

// Refcounts whose changes commute, until at the end of one thread somebody looks at one.
std::string refused_late() {
  number kept{2}, looked_at{2}, order{0};
  int seen = 0;
  in_threads(2, [&](int i) {
    kept.add_unread(1, relaxed);
    looked_at.add_unread(1, relaxed);
    const int mine = order.fetch_add(1);
    kept.sub_and_test(1, acq_rel);
    looked_at.sub_and_test(1, acq_rel);
    if (i == 0 && mine == 1) seen = looked_at.load(relaxed);
  });
  return text({seen, kept.load()});
}

std::string opposite_locks() {
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
  return {};
}

std::string lost_update() {
  number x{0};
  in_threads(3, [&](int) {
    for (int k = 0; k < 2; ++k) x.store(x.load() + 1);
  });
  const int end = x.load();
  sync::check(end > 2, "more than one thread's additions count");
  return text({end});
}

std::function<std::string()> one_in_many(std::uint32_t choices, int wrong) {
  return [choices, wrong] {
    int sum = 0;
    for (std::uint32_t i = 0; i < choices; ++i) sum = sum * 2 + static_cast<int>(sync::choose(2));
    sync::check(sum != wrong, "not this one");
    return text({sum});
  };
}

std::string leak() {
  sync::atomic<int*> p{nullptr};
  in_threads(3, [&](int) {
    if (p.load() == nullptr) p.store(sync::make<int>(7));
  });
  sync::destroy(p.load());
  return {};
}

std::string race() {
  sync::var<int> v{0};
  number stage{0};
  sync::parallel([&] { v = 1, stage.store(1, relaxed), stage.store(2, relaxed); },
                 [&] {
                   if (stage.load(relaxed) == 2) v = 2;
                 },
                 [&] { stage.fetch_add(3); }, [&] { stage.fetch_add(5); });
  return text({v.get()});
}

std::string freed_early() {
  struct object {
    number count{2};
    sync::var<int> value{5};
  };
  auto* o = sync::make<object>();
  in_threads(2, [&](int i) {
    // The second thread reads after it has given its reference up.
    if (i == 0) o->value.get();
    const bool last = o->count.sub_and_test(1, acq_rel);
    if (i == 1) o->value.get();
    if (last) sync::destroy(o);
  });
  return {};
}

}  // namespace

const std::vector<program>& sound_programs() {
  static const std::vector<program> all{{"store buffering", store_buffering(relaxed)},
                                        {"store buffering, seq_cst", store_buffering(seq_cst)},
                                        {"2+2W", two_writes_each(relaxed)},
                                        {"2+2W, seq_cst", two_writes_each(seq_cst)},
                                        {"IRIW", independent_reads(release, acquire)},
                                        {"IRIW, seq_cst", independent_reads(seq_cst, seq_cst)},
                                        {"coherence", coherence},
                                        {"5 additions", additions(5, 1)},
                                        {"2×2 additions", additions(2, 2)},
                                        {"3×2 additions", additions(3, 2)},
                                        {"3×3 additions", additions(3, 3)},
                                        {"last zero", last_zero},
                                        {"rotation", rotation},
                                        {"weak rotation", weak_rotation},
                                        {"3 threads with a lock", locks(3)},
                                        {"4 threads with a lock", locks(4)},
                                        {"refcount pairs", pairs},
                                        {"stack", stack},
                                        {"increments", increments},
                                        {"choices", chosen},
                                        {"condition variable", waiting},
                                        {"refcount refused", refused_late}};
  return all;
}

const std::vector<program>& failing_programs() {
  static const std::vector<program> all{{"opposite locks", opposite_locks},
                                        {"lost update", lost_update},
                                        {"the first of 512", one_in_many(9, 0)},
                                        {"one of 512", one_in_many(9, 333)},
                                        {"the last of 512", one_in_many(9, 511)},
                                        {"one of 2048", one_in_many(11, 1333)},
                                        {"the last of 2048", one_in_many(11, 2047)},
                                        {"leak", leak},
                                        {"race", race},
                                        {"freed early", freed_early}};
  return all;
}

}  // namespace suture::testing
