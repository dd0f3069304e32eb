#include "tests/report/bodies.hpp"

#include "model/sync/sync.hpp"

namespace suture {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

void lost_update() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  const auto increment = [&] { n.store(n.load(relaxed) + 1, std::memory_order_release); };
  sync::parallel(increment, increment);
  sync::check(n.load() == 2, "both increments count");
}

void operations() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  n = 5;
  n.exchange(6, std::memory_order_acq_rel);
  n.fetch_add(1, std::memory_order_acquire);
  n.fetch_sub(8, relaxed);
  n.fetch_or(3);
  n.fetch_xor(1);
  n.fetch_and(2);
  int expected = 2;
  n.compare_exchange_strong(expected, 7);
  n.compare_exchange_strong(expected, 9, std::memory_order_release, relaxed);
  sync::fence(std::memory_order_acquire);
  sync::fence(std::memory_order_seq_cst);
  sync::choose(3);
}

void pointers() {
  static sync::atomic<int> elsewhere{0};
  sync::atomic<void*> p{nullptr};
  sync::atomic<void*> q{nullptr};
  sync::label(p, "p");
  p = sync::allocate(24);
  void* block = p;
  sync::label(static_cast<char*>(block), "buffer");
  q = static_cast<char*>(block) + 8;
  q = &elsewhere;
  q = &p;
  q = nullptr;
  sync::deallocate(block);
}

struct pair {
  sync::var<int> first{1};
  sync::var<int> second{2};
};

void plain_data() {
  sync::var<int> alone;
  alone.set(3);
  alone.get();
  sync::var<int> named{0};
  sync::label(named, "named");
  named = named + 1;
  auto* const both = sync::make_at<pair>(sync::site::current());
  both->second.set(both->first.get());
  sync::retire(both);
  sync::revive(both);
  sync::destroy(both);
}

void locks() {
  sync::mutex m;
  sync::shared_mutex s;
  sync::label(m, "m");
  sync::label(s, "s");
  sync::parallel(
      [&] {
        m.lock();
        s.lock_shared();
        s.unlock_shared();
        m.unlock();
      },
      [&] {
        s.lock();
        m.lock();
        m.unlock();
        s.unlock();
      });
}

void sleeps() {
  sync::atomic<std::uint32_t> word{0};
  sync::label(word, "word");
  sync::parallel([&] { sync::futex_wait(word, 0); },
                 [&] {
                   word = 1;
                   sync::futex_wake(word, 1);
                 });
}

void spins() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  sync::parallel([&] { sync::spin_until([&] { return n.load() == 1; }); }, [&] { n = 1; });
}

void long_loop() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  for (int i = 0; i < 1000; ++i) {
    n.fetch_add(1);
    n.fetch_sub(1);
  }
}

void message() {
  sync::atomic<int> data{0};
  sync::atomic<int> flag{0};
  sync::label(data, "data");
  sync::label(flag, "flag");
  sync::parallel(
      [&] {
        data.store(42, relaxed);
        flag.store(1, relaxed);
      },
      [&] {
        flag.load(relaxed);
        data.load(relaxed);
      });
}

void crossed_writes() {
  sync::atomic<int> n{0};
  sync::label(n, "n");
  sync::parallel([&] { n.store(1, relaxed); }, [&] { n.store(2, relaxed); });
  n.load();
}

void named_threads() {
  sync::atomic<int> flag{0};
  sync::label(flag, "flag");
  sync::parallel(
      [&] {
        sync::name_thread("reader");
        sync::note("looks for\nthe flag");
        flag.wait(0);
      },
      [&] {
        sync::name_thread("writer");
        flag.store(1);
        flag.notify_one();
        sync::note("said so");
      });
}

}  // namespace

const std::vector<traced_body>& traced_bodies() {
  static const std::vector<traced_body> all{{"lost_update", lost_update},
                                            {"operations", operations},
                                            {"pointers", pointers},
                                            {"plain_data", plain_data},
                                            {"locks", locks},
                                            {"sleeps", sleeps},
                                            {"spins", spins},
                                            {"long_loop", long_loop},
                                            {"message", message},
                                            {"crossed_writes", crossed_writes},
                                            {"names", named_threads}};
  return all;
}

}  // namespace suture
