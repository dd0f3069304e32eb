// Threads that are detached, what threads do at their end, and what they keep for themselves.
#include <cerrno>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <unordered_set>
#include <vector>

#include "tests/model/sync/engine_verdict.hpp"

namespace {

using suture::testing::ending_of;
using suture::testing::kind_of;

TEST(engine_thread, that_is_detached_is_not_waited_for) {
  EXPECT_EQ(kind_of([] { sync::thread([] {}).detach(); }), "verified");
}

// Daemons hang in every way there is when main ends.
TEST(engine_thread, that_is_detached_may_hang_at_the_end) {
  static sync::atomic<std::uint32_t> never{0};
  EXPECT_EQ(kind_of([] { sync::thread([] { never.wait(0); }).detach(); }), "verified");
  EXPECT_EQ(kind_of([] { sync::thread([] { sync::futex_wait(never, 0); }).detach(); }), "verified");
  EXPECT_EQ(kind_of([] {
              sync::thread([] { sync::spin_until([] { return never.load() == 1; }); }).detach();
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::thread([] {
                while (never.load() == 0) sync::yield();
              }).detach();
            }),
            "verified");
}

TEST(engine_thread, that_is_not_detached_may_not) {
  static sync::atomic<std::uint32_t> never{0};
  EXPECT_EQ(kind_of([] {
              sync::thread waits([] { never.wait(0); });
              sync::thread([] { never.wait(0); }).detach();
              waits.join();
            }),
            "lost-wakeup");
}

TEST(engine_thread, that_is_detached_still_counts) {
  EXPECT_EQ(kind_of([] {
              auto* n = sync::make<sync::var<int>>(0);  // a race, and a leak
              sync::thread([n] { n->set(1); }).detach();
              n->set(2);
            }),
            "race");
  EXPECT_EQ(kind_of([] { sync::thread([] { (void)sync::make<int>(1); }).detach(); }), "leak");
  EXPECT_EQ(kind_of([] { sync::thread([] { sync::check(false, "no"); }).detach(); }), "check");
}

TEST(engine_thread, that_is_detached_must_not_use_what_main_has_destroyed) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> on_main{0};
              sync::thread([&] { on_main.store(1); }).detach();
            }),
            "use-after-free");
  EXPECT_EQ(kind_of([] {
              sync::var<int> on_main(0);
              sync::thread([&] { on_main.set(1); }).detach();
            }),
            "use-after-free");
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> done{0};
              sync::thread([&] { done.store(1); }).detach();
              sync::spin_until([&] { return done.load() == 1; });
            }),
            "verified");
}

TEST(engine_thread, is_misused_by_whoever_drops_it_or_detaches_it_twice) {
  EXPECT_EQ(kind_of([] { sync::thread dropped([] {}); }), "misuse");
  EXPECT_EQ(kind_of([] {
              sync::thread twice([] {});
              twice.detach();
              twice.detach();
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              sync::thread joined([] {});
              joined.join();
              joined.detach();
            }),
            "misuse");
}

TEST(engine_thread, is_misused_by_an_exception_that_drops_it) {
  EXPECT_EQ(kind_of([] {
              try {
                std::vector<sync::thread> pool;
                pool.emplace_back([] {});
                throw 1;
              } catch (int) {
              }
            }),
            "misuse");
  EXPECT_EQ(kind_of([] {
              std::vector<sync::thread> pool;
              try {
                pool.emplace_back([] {});
                throw 1;
              } catch (int) {
                for (sync::thread& one : pool) one.join();
              }
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              try {
                const sync::jthread joined([] {});
                throw 1;
              } catch (int) {
              }
            }),
            "verified");
}

TEST(engine_thread, takes_arguments_and_what_can_only_be_moved) {
  EXPECT_EQ(kind_of([] {
              auto owned = std::make_unique<int>(7);
              int seen = 0;
              sync::thread a([&seen, mine = std::move(owned)] { seen = *mine; });
              a.join();
              sync::thread b([](int* to, int from) { *to += from; }, &seen, 3);
              b.join();
              sync::check(seen == 10, "both ran");
            }),
            "verified");
}

// What a body owns ends in its thread, as something that others can see.
TEST(engine_thread, ends_what_its_body_owns) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> ended{0};
              struct owned {
                explicit owned(sync::atomic<int>& e) : ended(&e) {}
                owned(owned&& other) noexcept : ended(std::exchange(other.ended, nullptr)) {}
                ~owned() {
                  if (ended != nullptr) ended->fetch_add(1);
                }
                sync::atomic<int>* ended;
              };
              sync::thread a([mine = owned(ended)] {});
              sync::thread b([mine = owned(ended)] {});
              a.join();
              b.join();
              sync::check(ended.load() == 2, "both");
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              const auto p = sync::make_shared<sync::var<int>>(1);
              sync::thread([p] { p->get(); }).detach();
            }),
            "verified");
}

TEST(engine_thread, has_an_id) {
  EXPECT_EQ(kind_of([] {
              const sync::thread::id main = sync::this_thread::get_id();
              sync::thread::id inside;
              sync::thread other([&] { inside = sync::this_thread::get_id(); });
              const sync::thread::id outside = other.get_id();
              other.join();
              sync::check(inside == outside && inside != main && main < inside, "ids");
              sync::check(other.get_id() == sync::thread::id(), "of no thread");
              const std::unordered_set<sync::thread::id> both{main, inside, outside};
              sync::check(both.size() == 2, "hashes");
              sync::check(sync::thread::hardware_concurrency() == 2, "always the same");
            }),
            "verified");
}

TEST(engine_thread, sleeps_by_the_virtual_clock) {
  EXPECT_EQ(kind_of([] {
              using namespace std::chrono_literals;
              const auto before = sync::clock::now();
              sync::this_thread::sleep_for(5ms);
              sync::check(sync::clock::now() - before >= 5ms, "it is later now");
            }),
            "verified");
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> late{0};
              sync::thread other([&] { late = 1; });
              sync::this_thread::sleep_for(std::chrono::hours(1));
              const bool seen = late.load() == 1;
              other.join();
              sync::check(seen, "sleeping is no synchronisation");
            }),
            "check");
}

TEST(engine_thread, ends_with_its_exit_actions) {
  EXPECT_EQ(kind_of([] {
              std::string order;
              sync::thread([&] {
                sync::at_thread_exit([&] {
                  order += "b";
                  sync::at_thread_exit([&] { order += "c"; });
                });
                sync::at_thread_exit([&] { order += "a"; });
              }).join();
              sync::check(order == "abc", order);
            }),
            "verified");
  EXPECT_EQ(kind_of([] { sync::at_thread_exit([] { sync::check(false, "of main, too"); }); }),
            "check");
  EXPECT_EQ(kind_of([] {
              sync::var<int> n(0);
              sync::thread other([&] { sync::at_thread_exit([&] { n = 1; }); });
              n.get();
              other.join();
            }),
            "race");
}

struct counted {
  explicit counted(int& alive) : alive_(alive) { ++alive_; }
  ~counted() { --alive_; }
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;
  int value = 0;

 private:
  int& alive_;
};

TEST(engine_thread, has_objects_of_its_own) {
  EXPECT_EQ(kind_of([] {
              int alive = 0, most = 0;
              {
                sync::thread_local_object<counted> own([&] { return counted(alive); });
                sync::atomic<int> met{0};
                const auto use = [&] {
                  sync::check(own->value == 0, "one's own is new");
                  own->value = 1;
                  met.fetch_add(1);
                  most = std::max(most, alive);
                  sync::check((*own).value == 1, "and nobody else's");
                };
                sync::parallel(use, use);
                sync::check(alive == 0, "each ends with its thread");
                own.get();
                sync::check(alive == 1, "main has one");
              }
              sync::check(alive == 0, "which ends with the object");
            }),
            "verified");
}

// Runs that are cut short leave nothing of theirs for the next.
TEST(engine_thread, takes_its_objects_along_where_a_run_is_cut_short) {
  static int alive = 0;
  EXPECT_EQ(kind_of([] {
              sync::thread_local_object<counted> own([] { return counted(alive); });
              sync::atomic<int> x{0};
              sync::thread waits([&] {
                own.get();
                x.wait(0);
              });
              waits.join();
            }),
            "lost-wakeup");
  EXPECT_EQ(alive, 0);
}

// As one of static storage duration does, which ends with the process.
TEST(engine_thread, may_have_an_object_that_ends_outside_of_runs) {
  std::optional<sync::thread_local_object<int>> own;
  const suture::result r = suture::check(
      [&] {
        if (!own) own.emplace([] { return 7; });
        sync::check(own->get() == 7, "it is made by its initialiser");
      },
      {.strategy = "random", .max_executions = 1});
  EXPECT_EQ(r.verdict, suture::verdict::passed) << r.to_string();
  own.reset();
  sync::thread_local_ptr<int> none;
  EXPECT_EQ(none.get(), nullptr);
}

TEST(engine_thread, has_an_errno_of_its_own) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<int> turn{0};
              const auto mine = [&](int value) {
                return [&turn, value] {
                  sync::check(errno == 0, "none yet");
                  errno = value;
                  turn.fetch_add(1);
                  turn.load();
                  sync::check(errno == value, "still mine");
                };
              };
              sync::parallel(mine(EINTR), mine(EAGAIN));
            }),
            "verified");
}

}  // namespace
