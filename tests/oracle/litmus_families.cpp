#include "tests/oracle/litmus.hpp"

namespace suture::oracle {
namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto acq = std::memory_order_acquire;
constexpr auto rel = std::memory_order_release;
constexpr unsigned x = 0;

/// `threads` threads that each do `each` times what `body` adds.
template <class Body>
program repeated(program p, unsigned threads, unsigned each, Body body) {
  for (unsigned t = 0; t < threads; ++t) {
    p.threads.emplace_back();
    for (unsigned k = 0; k < each; ++k) body(p.threads.back(), k);
  }
  return p;
}

}  // namespace

program writers(unsigned n) {
  program p{.locations = {0}};
  for (unsigned t = 0; t < n; ++t) p.threads.push_back({store(x, t + 1, rlx)});
  return p;
}

program increments(unsigned threads, unsigned each) {
  return repeated({.locations = {0}}, threads, each,
                  [](auto& thread, unsigned k) { thread.push_back(fetch_add(k, x, 1, rlx)); });
}

program readers(unsigned n) {
  program p{.locations = {0}, .threads = {{store(x, 1, rlx)}}};
  for (unsigned t = 0; t < n; ++t) p.threads.push_back({load(0, x, rlx)});
  return p;
}

program lastzero(unsigned n) {
  program p{.locations = std::vector<value_type>(n + 1, 0), .threads = {{}}};
  for (unsigned k = 0; k <= n; ++k) {
    p.threads[0].push_back(load(k, n - k, acq));
    p.threads[0].push_back(skip_if(k, 0, 2 * (n - k)));  // found: to the end
  }
  for (unsigned j = 1; j <= n; ++j)
    p.threads.push_back({load(0, j - 1, acq), store(j, {0, 1}, rel)});
  return p;
}

program casrot(unsigned n) {
  program p{.locations = {0}};
  for (unsigned t = 0; t < n; ++t) p.threads.push_back({cas_strong(0, 1, x, t, t + 1, rlx, rlx)});
  return p;
}

program mutual_exclusion(unsigned threads, unsigned each) {
  return repeated({.mutexes = 1}, threads, each, [](auto& thread, unsigned) {
    thread.push_back(lock(0));
    thread.push_back(unlock(0));
  });
}

program lock_inversion() {
  return {.mutexes = 2,
          .threads = {{lock(0), lock(1), unlock(1), unlock(0)},
                      {lock(1), lock(0), unlock(0), unlock(1)}}};
}

program refcount_pairs(unsigned threads, unsigned each) {
  return repeated({.locations = {1}}, threads, each, [](auto& thread, unsigned k) {
    thread.push_back(add_unread(x, 1, rlx));
    thread.push_back(sub_and_test(k, x, 1, rel));
  });
}

std::vector<litmus> family_litmus() {
  return {
      {"writers 3", writers(3), 6, 6},
      {"writers 4", writers(4), 24, 24},
      {"increments 3", increments(3, 1), 6, 6},
      {"increments 4", increments(4, 1), 24, 24},
      {"increments 5", increments(5, 1), 120, 120},
      {"increments 2x2", increments(2, 2), 6, 6},
      {"increments 3x2", increments(3, 2), 90, 90},
      {"readers 3", readers(3), 8, 8},
      {"readers 6", readers(6), 64, 64},
      {"lastzero 3", lastzero(3), 12, 12},
      {"lastzero 5", lastzero(5), 64, 64},
      {"casrot 3", casrot(3), 5, 5},
      {"casrot 4", casrot(4), 14, 14},
      {"casrot 5", casrot(5), 43, 43},
      {"mutex 2", mutual_exclusion(2, 1), 2, 2},
      {"mutex 3", mutual_exclusion(3, 1), 6, 6},
      {"mutex 4", mutual_exclusion(4, 1), 24, 24},
      {"mutex 2x2", mutual_exclusion(2, 2), 6, 6},
      {"mutex 3x2", mutual_exclusion(3, 2), 90, 90},
      {"AB-BA", lock_inversion(), 2, 2, 1},
      {"refcount pairs 2x1", refcount_pairs(2, 1), 6, 6},
      {"refcount pairs 2x2", refcount_pairs(2, 2), 70, 70},
      {"refcount pairs 3x1", refcount_pairs(3, 1), 90, 90},
  };
}

}  // namespace suture::oracle
