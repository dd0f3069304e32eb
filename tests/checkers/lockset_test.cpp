#include "checkers/lockset.hpp"

#include "tests/checkers/runs.hpp"

namespace suture::testing {
namespace {

exploration locks_of(const std::function<void()>& body) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  lockset_checker locks;
  locks.attach(run);
  const auto runs = make_strategy("exhaustive", *model, {});
  return explore(run, body, *runs, {}, {});
}

std::string verdict_of(const std::function<void()>& body) { return kind_of(locks_of(body)); }

struct shared {
  sync::mutex a;
  sync::mutex b;
  sync::shared_mutex readers;
  sync::atomic<bool> ready{false};
  sync::var<int> data{0};

  void write_under(sync::mutex& m) {
    const sync::lock_guard held(m);
    data.set(data.get() + 1);
  }
};

TEST(Lockset, one_lock_for_all_is_enough) {
  EXPECT_EQ(verdict_of([] {
              shared s;
              s.data.set(1);
              sync::parallel([&] { s.write_under(s.a); }, [&] { s.write_under(s.a); });
              sync::check(s.data.get() == 3, "none is lost");
            }),
            "verified");
}

// In every order: no run needs to have a race for it.
TEST(Lockset, two_locks_are_no_common_one) {
  const exploration e = locks_of([] {
    shared s;
    sync::label(s.data, "data");
    sync::parallel(
        [&] {
          s.write_under(s.a);
          s.write_under(s.a);
        },
        [&] {
          s.write_under(s.b);
          s.write_under(s.b);
        });
  });
  ASSERT_TRUE(e.found);
  EXPECT_EQ(e.found->kind, "no-common-lock");
  EXPECT_THAT(e.found->message,
              ::testing::HasSubstr("under no lock that was held whenever it was used"));
  EXPECT_EQ(e.found->places.size(), 2U);
}

TEST(Lockset, a_lock_left_out_is_found_though_a_flag_orders_the_accesses) {
  const auto body = [] {
    shared s;
    sync::parallel(
        [&] {
          s.data.set(1);
          s.ready.store(true);
        },
        [&] {
          if (!s.ready.load()) return;
          s.data.set(2);
        });
  };
  EXPECT_EQ(kind_of(run_many("rc11", body)), "verified");  // the race checker knows better
  EXPECT_EQ(verdict_of(body), "no-common-lock");
}

TEST(Lockset, what_is_only_read_once_it_is_shared_needs_no_lock) {
  EXPECT_EQ(verdict_of([] {
              shared s;
              s.data.set(1);
              sync::parallel([&] { s.data.get(); }, [&] { s.data.get(); });
              s.data.set(2);
            }),
            "verified");
}

TEST(Lockset, a_reader_without_the_lock_of_the_writers_is_found) {
  EXPECT_EQ(verdict_of([] {
              shared s;
              sync::parallel([&] { s.write_under(s.a); }, [&] { s.data.get(); });
            }),
            "no-common-lock");
}

TEST(Lockset, a_lock_more_does_no_harm) {
  EXPECT_EQ(verdict_of([] {
              shared s;
              sync::parallel([&] { s.write_under(s.a); },
                             [&] {
                               const sync::lock_guard outer(s.b);
                               s.write_under(s.a);
                             });
            }),
            "verified");
}

TEST(Lockset, readers_and_writers_of_a_shared_mutex_have_it_in_common) {
  EXPECT_EQ(verdict_of([] {
              shared s;
              sync::parallel(
                  [&] {
                    const sync::shared_lock held(s.readers);
                    s.data.get();
                  },
                  [&] {
                    const sync::lock_guard held(s.readers);
                    s.data.set(1);
                  });
            }),
            "verified");
}

TEST(Lockset, locks_of_the_users_own_making_count) {
  EXPECT_EQ(verdict_of([] {
              sync::atomic<bool> spin{false};
              sync::var<int> data{0};
              const auto add = [&] {
                while (spin.exchange(true, std::memory_order_acquire)) sync::yield();
                sync::mark_locked(&spin);
                data.set(data.get() + 1);
                sync::mark_unlocked(&spin);
                spin.store(false, std::memory_order_release);
              };
              sync::parallel(add, add);
            }),
            "verified");
}

}  // namespace
}  // namespace suture::testing
