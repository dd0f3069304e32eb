// Random programs of locks and plain data, each in two spellings: with pthreads, compiled, and with
// `sync`. Verdicts are the same, and of what is verified the number of executions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <random>

#include "library/suture.hpp"
#include "tests/native/modules.hpp"

namespace native_test {
namespace {

enum class deed { lock, both, attempt, timed, read, write, post, wait, plain, publish, look };

struct step {
  deed what;
  unsigned which;  // of two
};
struct program {
  std::vector<std::vector<step>> threads;
  unsigned permits = 0;
};

program draw(std::mt19937& random) {
  const auto up_to = [&](unsigned n) {
    return std::uniform_int_distribution<unsigned>(0, n)(random);
  };
  program p;
  p.permits = up_to(2);
  const unsigned most_kinds = static_cast<unsigned>(deed::look);
  const bool orderly = up_to(9) < 8;  // most have no plain access without a lock
  p.threads.resize(2 + up_to(1));
  for (std::vector<step>& thread : p.threads) {
    for (unsigned n = 1 + up_to(p.threads.size() == 2 ? 3 : 1); n > 0; --n) {
      const auto what = static_cast<deed>(up_to(most_kinds));
      if (what != deed::plain || !orderly) thread.push_back({what, up_to(1)});
    }
  }
  return p;
}

std::string in_c(const step& s, std::size_t thread) {
  const unsigned i = s.which;
  switch (s.what) {
    case deed::lock:
      return fmt::format("pthread_mutex_lock(&m[{0}]); v[{0}]++; pthread_mutex_unlock(&m[{0}]);",
                         i);
    case deed::both:
      return fmt::format(
          "pthread_mutex_lock(&m[{0}]); pthread_mutex_lock(&m[{1}]); v[{0}]++;"
          " pthread_mutex_unlock(&m[{1}]); pthread_mutex_unlock(&m[{0}]);",
          i, 1 - i);
    case deed::attempt:
      return fmt::format(
          "if (pthread_mutex_trylock(&m[{0}]) == 0) {{ v[{0}]++; pthread_mutex_unlock(&m[{0}]); }}",
          i);
    case deed::timed:
      return fmt::format(
          "if (pthread_mutex_timedlock(&m[{0}], &soon) == 0)"
          " {{ v[{0}]++; pthread_mutex_unlock(&m[{0}]); }}",
          i);
    case deed::read:
      return "pthread_rwlock_rdlock(&rw); sink = w; pthread_rwlock_unlock(&rw);";
    case deed::write:
      return "pthread_rwlock_wrlock(&rw); w++; pthread_rwlock_unlock(&rw);";
    case deed::post:
      return "sem_post(&permits);";
    case deed::wait:
      return "sem_wait(&permits);";
    case deed::plain:
      return fmt::format("v[{}]++;", i);
    case deed::publish:
      return fmt::format(
          "p[{0}][{1}] = 1; atomic_store_explicit(&f[{0}], 1, memory_order_release);", i, thread);
    case deed::look:
      return fmt::format(
          "if (atomic_load_explicit(&f[{0}], memory_order_acquire)) sink = p[{0}][0];", i);
  }
  return {};
}

// What the threads of a program share.
struct shared {
  std::array<sync::timed_mutex, 2> m;
  sync::shared_mutex rw;
  sync::counting_semaphore<100> permits;
  std::array<sync::var<int>, 2> v{0, 0};
  sync::var<int> w{0};
  std::array<std::array<sync::var<int>, 3>, 2> p{{{0, 0, 0}, {0, 0, 0}}};
  std::array<sync::atomic<int>, 2> f{0, 0};

  explicit shared(unsigned n) : permits(n) {}

  void add(sync::var<int>& to) { to = to + 1; }
  void take(const step& s, std::size_t thread) {
    sync::timed_mutex& mine = m[s.which];
    switch (s.what) {
      case deed::lock:
        mine.lock();
        add(v[s.which]);
        mine.unlock();
        break;
      case deed::both:
        mine.lock();
        m[1 - s.which].lock();
        add(v[s.which]);
        m[1 - s.which].unlock();
        mine.unlock();
        break;
      case deed::attempt:
        if (!mine.try_lock()) break;
        add(v[s.which]);
        mine.unlock();
        break;
      case deed::timed:
        if (!mine.try_lock_for(std::chrono::microseconds(100))) break;
        add(v[s.which]);
        mine.unlock();
        break;
      case deed::read: {
        rw.lock_shared();
        const int seen = w;
        static_cast<void>(seen);
        rw.unlock_shared();
        break;
      }
      case deed::write:
        rw.lock();
        add(w);
        rw.unlock();
        break;
      case deed::post:
        permits.release();
        break;
      case deed::wait:
        permits.acquire();
        break;
      case deed::plain:
        add(v[s.which]);
        break;
      case deed::publish:
        p[s.which][thread] = 1;
        f[s.which].store(1, std::memory_order_release);
        break;
      case deed::look:
        if (f[s.which].load(std::memory_order_acquire) != 0) {
          const int seen = p[s.which][0];
          static_cast<void>(seen);
        }
        break;
    }
  }
};

// As verdicts_of has it.
verdict with_sync(const program& p) {
  suture::options how;
  how.strategy = "exhaustive";
  const suture::result r = suture::check(
      [&] {
        shared all(p.permits);
        std::vector<sync::thread> threads;
        for (std::size_t t = 0; t < p.threads.size(); ++t) {
          threads.emplace_back([&, t] {
            for (const step& s : p.threads[t]) all.take(s, t);
          });
        }
        for (sync::thread& t : threads) t.join();
      },
      how);
  const bool found = !r.findings.empty();
  return {found ? r.findings.front().kind : std::string(to_string(r.verdict)),
          r.executions,
          true,
          found ? r.findings.front().message : "",
          {}};
}

std::string with_pthreads(const program& p, int number) {
  std::string c, starts, joins;
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    c += fmt::format("static void *t{}_{}(void *a) {{ ", number, t);
    for (const step& s : p.threads[t]) c += in_c(s, t) + " ";
    c += "return a; }\n";
    starts += fmt::format("pthread_create(&all[{0}], 0, t{1}_{0}, 0); ", t, number);
    joins += fmt::format("pthread_join(all[{}], 0); ", t);
  }
  return c + fmt::format(
                 "SUTURE_SCENARIO(s{0}, \"drawn.t{0}\") {{ pthread_t all[3];"
                 " sem_init(&permits, 0, {1}); {2}{3}}}\n",
                 number, p.permits, starts, joins);
}

class LockAgreement : public testing::TestWithParam<unsigned> {};

TEST_P(LockAgreement, of_pthreads_with_sync) {
  constexpr int programs = 40;
  std::mt19937 random(GetParam());
  std::vector<program> drawn;
  // A clock that stands where it did when the run began, and 0.1 ms later.
  std::string c =
      "#define _GNU_SOURCE\n#include <pthread.h>\n#include <semaphore.h>\n#include <stdatomic.h>\n"
      "#include <time.h>\n#include <suture/scenario.h>\n"
      "static pthread_mutex_t m[2] = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};\n"
      "static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;\n"
      "static sem_t permits;\nstatic int v[2], w, p[2][3];\nstatic atomic_int f[2];\n"
      "static _Thread_local volatile int sink;\n"
      "static const struct timespec soon = {1000000000, 100000};\n";
  for (int i = 0; i < programs; ++i) {
    drawn.push_back(draw(random));
    c += with_pthreads(drawn.back(), i);
  }
  const cli::temporary_folder folder;
  const auto verdicts = verdicts_of(compile(folder, c, {"-O2"}));
  for (int i = 0; i < programs; ++i) {
    const verdict expected = with_sync(drawn[static_cast<std::size_t>(i)]);
    const verdict& v = verdicts.at(fmt::format("drawn.t{}", i));
    EXPECT_EQ(v.word, expected.word) << "seed " << GetParam() << ", program " << i << "\n  "
                                     << v.message << "\n  " << expected.message;
    if (v.word == "verified") {
      EXPECT_EQ(v.runs, expected.runs) << "seed " << GetParam() << ", program " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, LockAgreement, testing::Range(1U, 4U));

}  // namespace
}  // namespace native_test
