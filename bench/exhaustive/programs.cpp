#include "bench/exhaustive/programs.hpp"

#include <fmt/format.h>

#include <memory>

#include "model/sync/sync.hpp"

namespace exhaustive_bench {

namespace {

using number = sync::atomic<unsigned>;
constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

template <class F>
void in_threads(unsigned count, F body) {
  std::vector<sync::thread> all;
  for (unsigned i = 0; i < count; ++i) all.emplace_back([=] { body(i); });
  for (sync::thread& t : all) t.join();
}

void fetch_adds(unsigned threads, unsigned each) {
  number n{0};
  in_threads(threads, [&](unsigned) {
    for (unsigned i = 0; i < each; ++i) n.fetch_add(1);
  });
}

void locked(unsigned threads, unsigned each) {
  sync::mutex m;
  sync::var<unsigned> n{0};
  in_threads(threads, [&](unsigned) {
    for (unsigned i = 0; i < each; ++i) {
      const sync::lock_guard guard(m);
      n = n.get() + 1;
    }
  });
}

// One writer of twelve values, one reader that looks four times: no look sees an older value.
void publications() {
  number x{0};
  sync::parallel(
      [&] {
        for (unsigned i = 1; i <= 12; ++i) x.store(i, release);
      },
      [&] {
        for (unsigned i = 0; i < 4; ++i) x.load(acquire);
      });
}

// Thread j makes a[j] one more than a[j - 1]; thread 0 looks for a zero from the end on.
void last_zero(unsigned n) {
  std::vector<std::unique_ptr<number>> a;
  for (unsigned i = 0; i <= n; ++i) a.push_back(std::make_unique<number>(0U));
  in_threads(n + 1, [&](unsigned j) {
    if (j == 0) {
      unsigned i = n;
      while (a[i]->load(acquire) != 0) --i;
    } else {
      a[j]->store(a[j - 1]->load(acquire) + 1, release);
    }
  });
}

// i += j beside j += i, while the main thread looks at both.
void fib_bench(unsigned n) {
  number i{1};
  number j{1};
  const auto add = [n](number& to, number& from) {
    for (unsigned k = 0; k < n; ++k) {
      const unsigned mine = to.load(acquire);
      to.store(mine + from.load(acquire), release);
    }
  };
  sync::thread one([&] { add(i, j); });
  sync::thread other([&] { add(j, i); });
  i.load(acquire);
  j.load(acquire);
  one.join();
  other.join();
}

void readers(unsigned n) {
  number x{0};
  in_threads(n + 1, [&](unsigned t) {
    if (t == 0) {
      x.store(1, relaxed);
    } else {
      x.load(relaxed);
    }
  });
}

void cas_rotation(unsigned n) {
  number x{0};
  in_threads(n, [&](unsigned t) {
    unsigned expected = t;
    x.compare_exchange_strong(expected, t + 1, relaxed, relaxed);
  });
}

}  // namespace

std::vector<program> of_thirty_events() {
  return {{"3 × 3 fetch_add", [] { fetch_adds(3, 3); }, 1680, 1680},
          {"2 × 5 fetch_add", [] { fetch_adds(2, 5); }, 252, 252},
          {"12 stores, 4 loads", publications, 1820, 1820},
          {"3 × 2 mutex", [] { locked(3, 2); }, 90, 90}};
}

std::vector<program> of_genmc() {
  return {{"lastzero(15)", [] { last_zero(15); }, 147'456, 147'456},
          {"fib_bench(5)", [] { fib_bench(5); }, 525'630, 218'243},
          {"readers(15)", [] { readers(15); }, 32'768, 32'768},
          {"8 × 1 fetch_add", [] { fetch_adds(8, 1); }, 40'320, 40'320},
          {"casrot(10)", [] { cas_rotation(10); }, 38'486, 38'486}};
}

program long_run(std::uint32_t events) {
  const auto body = [events] {
    number shared{0};
    in_threads(2, [&](unsigned) {
      number own{0};
      for (unsigned i = 0; i < events / 4; ++i) {
        own.store(i, release);
        own.load(acquire);
      }
      shared.fetch_add(1);
    });
  };
  return {fmt::format("{} events", events), body, 2, 2};
}

program many_runs(std::uint32_t ways) {
  const auto body = [ways] {
    std::vector<std::string> owned;
    for (std::uint32_t i = 0; i < ways; ++i) {
      if (sync::choose(2) == 1) owned.emplace_back("a string that is too long to be kept inside");
    }
  };
  const std::uint64_t runs = std::uint64_t{1} << ways;
  return {fmt::format("2^{} runs", ways), body, runs, runs};
}

}  // namespace exhaustive_bench
