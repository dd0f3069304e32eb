#include "checkers/race.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <vector>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::expect_finding;
using testing::expect_verified;
using testing::kind_of;
using testing::line;
using testing::message_of;
using testing::run_many;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

TEST(Race, write_and_read_without_order) {
  expect_finding(
      finding_kind::race,
      [] {
        sync::var<int> utf8(0, line(100));
        sync::label(utf8, "utf8");
        sync::parallel([&] { utf8.set(1, line(118)); }, [&] { (void)utf8.get(line(112)); });
      },
      "thread 1 writes utf8 at str.cpp:118, thread 2 reads it at str.cpp:112, and nothing orders "
      "them");
}

TEST(Race, two_writes_without_order) {
  expect_finding(
      finding_kind::race,
      [] {
        sync::var<int> hash(0, line(100));
        sync::parallel([&] { hash.set(1, line(7)); }, [&] { hash.set(1, line(7)); });
      },
      "thread 1 writes the data of str.cpp:100 at str.cpp:7, thread 2 writes it at str.cpp:7, and "
      "nothing orders them");
}

TEST(Race, an_operator_knows_no_place) {
  expect_finding(
      finding_kind::race,
      [] {
        sync::var<int> hash(0, {});
        sync::parallel([&] { hash.set(1, line(7)); }, [&] { (void)int{hash}; });
      },
      "thread 1 writes plain data at str.cpp:7, thread 2 reads it, and nothing orders them");
}

// A read by itself is nothing that others see; in a waiting loop it is a race all the same.
TEST(Race, in_a_late_round_of_a_waiting_loop) {
  const auto body = [] {
    sync::atomic<int> flag{0};
    sync::var<int> hash(0);
    int rounds = 0;
    sync::parallel(
        [&] {
          while (flag.load() == 0) {
            if (++rounds == 20) (void)hash.get();
            sync::yield();
          }
        },
        [&] {
          hash = 1;
          flag.store(1);
        });
  };
  for (const std::string_view model : {"sc", "rc11"}) {
    EXPECT_EQ(kind_of(run_many(model, body, {}, "exhaustive")), "race") << model;
  }
}

// Whichever thread does which, and whichever comes first: one signature, places in source order.
TEST(Race, the_signature_is_that_of_the_two_places) {
  const auto places = [](bool swapped) {
    return run_many("sc",
                    [swapped] {
                      sync::var<int> x(0, line(1));
                      const auto reader = [&] { (void)x.get(line(30, "reader")); };
                      const auto writer = [&] { x.set(1, line(20, "writer")); };
                      if (swapped) {
                        sync::parallel(reader, writer);
                      } else {
                        sync::parallel(writer, reader);
                      }
                    })
        .found.value();
  };
  const finding one = places(false);
  EXPECT_EQ(one.signature(), "race@writer@reader");
  EXPECT_EQ(places(true).signature(), one.signature());
  ASSERT_EQ(one.places.size(), 2U);
  EXPECT_EQ(one.places[0].what, "thread 1 writes the data of str.cpp:1");
  EXPECT_EQ(one.places[0].where.line, 20U);
  EXPECT_EQ(one.places[1].what, "thread 2 reads the data of str.cpp:1");
}

// FastTrack's shared state: the write conflicts with the read that is not the last one.
TEST(Race, a_write_conflicts_with_any_of_several_reads) {
  expect_finding(
      finding_kind::race,
      [] {
        sync::var<int> x(0, line(1));
        sync::atomic<int> done{0};
        sync::parallel([&] { (void)x.get(line(10)); },
                       [&] {
                         (void)x.get(line(20));
                         done.store(1, release);
                       },
                       [&] {
                         if (done.load(acquire) == 1) x.set(1, line(30));
                       });
      },
      "thread 1 reads the data of str.cpp:1 at str.cpp:10, thread 3 writes it at str.cpp:30, and "
      "nothing orders them");
}

TEST(Race, reads_do_not_conflict) {
  expect_verified([] {
    sync::var<int> x(5);
    const auto read = [&] { sync::check(x.get() == 5, "five"); };
    sync::parallel(read, read, read);
    x.set(6);
  });
}

TEST(Race, a_mutex_orders) {
  expect_verified([] {
    sync::mutex m;
    sync::var<int> n(0);
    const auto increment = [&] {
      const sync::lock_guard held(m);
      n.set(n.get() + 1);
    };
    sync::parallel(increment, increment, increment);
    sync::check(n.get() == 3, "three");
  });
}

// Readers share, and the next writer must come after all of them.
TEST(Race, a_shared_mutex_orders) {
  expect_verified([] {
    sync::shared_mutex m;
    sync::var<int> n(0);
    const auto read = [&] {
      const sync::shared_lock held(m);
      (void)n.get();
    };
    sync::parallel(read, read, [&] {
      const sync::lock_guard held(m);
      n.set(1);
    });
  });
}

void message_passing(std::memory_order store, std::memory_order load) {
  sync::var<int> data(0, line(1));
  sync::atomic<int> ready{0};
  sync::parallel(
      [&] {
        data.set(42, line(10));
        ready.store(1, store);
      },
      [&] {
        if (ready.load(load) == 1) sync::check(data.get(line(20)) == 42, "the message");
      });
}

// Under sc every access orders, as in a program of interleavings; the race is rc11's to find.
TEST(Race, message_passing_needs_release_and_acquire) {
  expect_verified([] { message_passing(release, acquire); });
  for (const auto& [store, load] : {std::pair(relaxed, acquire), std::pair(release, relaxed)}) {
    const auto body = [s = store, l = load] { message_passing(s, l); };
    EXPECT_EQ(kind_of(run_many("sc", body)), "verified");
    const auto weak = run_many("rc11", body);
    EXPECT_EQ(kind_of(weak), "race");
    EXPECT_EQ(message_of(weak),
              "thread 1 writes the data of str.cpp:1 at str.cpp:10, thread 2 reads it at "
              "str.cpp:20, and nothing orders them");
  }
}

TEST(Race, fences_order_relaxed_message_passing) {
  expect_verified([] {
    sync::var<int> data(0);
    sync::atomic<int> ready{0};
    sync::parallel(
        [&] {
          data.set(42);
          sync::fence(release);
          ready.store(1, relaxed);
        },
        [&] {
          if (ready.load(relaxed) != 1) return;
          sync::fence(acquire);
          sync::check(data.get() == 42, "the message");
        });
  });
}

// Handing over a fresh object without order: the reader may see it as it was before it was made.
template <class T>
void publish(std::memory_order store) {
  sync::atomic<T*> shared{nullptr};
  sync::parallel([&] { shared.store(sync::make_at<T>(line(9), 1, line(10)), store); },
                 [&] {
                   if (T* seen = shared.load(acquire)) (void)seen->read();
                 });
  sync::destroy(shared.load(), line(40));
}

struct plain_int {
  plain_int(int v, sync::site where) : value(v, where) {}
  int read() const { return value.get(line(20)); }
  sync::var<int> value;
};

struct atomic_int {
  atomic_int(int v, sync::site where) : value(v, where) {}
  int read() const { return value.load(relaxed, line(20)); }
  sync::atomic<int> value;
};

TEST(Race, making_is_a_write) {
  expect_verified([] { publish<plain_int>(release); });
  EXPECT_EQ(kind_of(run_many("sc", [] { publish<plain_int>(relaxed); })), "verified");
  const auto weak = run_many("rc11", [] { publish<plain_int>(relaxed); });
  EXPECT_EQ(kind_of(weak), "race");
  EXPECT_EQ(message_of(weak),
            "thread 1 makes the data of str.cpp:10 at str.cpp:10, thread 2 reads it at str.cpp:20, "
            "and nothing orders them");
}

TEST(Race, an_atomic_is_used_before_its_making_is_visible) {
  expect_verified([] { publish<atomic_int>(release); });
  EXPECT_EQ(kind_of(run_many("sc", [] { publish<atomic_int>(relaxed); })), "verified");
  const auto weak = run_many("rc11", [] { publish<atomic_int>(relaxed); });
  EXPECT_EQ(kind_of(weak), "race");
  EXPECT_EQ(message_of(weak),
            "thread 1 makes a1.0 at str.cpp:10, thread 2 uses it at str.cpp:20, and nothing orders "
            "them");
}

// The pointer comes first, the object after it: most runs that see the pointer see no object.
TEST(Race, publication_before_making) {
  const auto body = [] {
    sync::atomic<sync::var<int>*> shared{nullptr};
    sync::parallel(
        [&] {
          void* block = sync::allocate(sizeof(sync::var<int>), line(8));
          shared.store(static_cast<sync::var<int>*>(block), release, line(9));
          ::new (block) sync::var<int>(1, line(10));
          sync::yield();
        },
        [&] {
          if (const sync::var<int>* seen = shared.load(acquire)) (void)seen->get(line(20));
        });
    sync::destroy(shared.load());
  };
  expect_finding(
      finding_kind::race, body,
      "thread 2 uses plain data at str.cpp:20 before it is made in the 16 bytes allocated at "
      "str.cpp:8 by thread 1",
      "thread 1 makes the data of str.cpp:10 at str.cpp:10, thread 2 reads it at str.cpp:20, and "
      "nothing orders them");
}

// A block that goes, or goes into a freelist, with a var in it whose destructor never runs.
template <class End>
void end_while_read(End end) {
  void* block = sync::allocate(sizeof(sync::var<int>), line(8));
  auto* x = ::new (block) sync::var<int>(1, line(10));
  sync::label(*x, "x");
  sync::thread reader([&] { (void)x->get(line(20)); });  // reads at once: nothing makes it wait
  end(block);
  reader.join();
}

TEST(Race, a_read_that_is_not_ordered_before_the_free) {
  expect_finding(
      finding_kind::use_after_free,
      [] { end_while_read([](void* block) { sync::deallocate(block, line(30)); }); },
      "thread 0 frees x at str.cpp:30, thread 1 reads it at str.cpp:20, and nothing orders them");
}

TEST(Race, a_read_that_is_not_ordered_before_the_destruction) {
  expect_finding(
      finding_kind::use_after_free,
      [] {
        end_while_read(
            [](void* block) { sync::destroy(static_cast<sync::var<int>*>(block), line(30)); });
      },
      "thread 0 destroys x at str.cpp:30, thread 1 reads it at str.cpp:20, and nothing orders "
      "them");
}

TEST(Race, a_read_that_is_not_ordered_before_the_way_into_a_freelist) {
  expect_finding(
      finding_kind::retired_access,
      [] { end_while_read([](void* block) { sync::retire(block, line(30)); }); },
      "thread 0 retires x at str.cpp:30, thread 1 reads it at str.cpp:20, and nothing orders them");
}

// In and out again while the reader looks: it may have looked in between.
TEST(Race, a_read_that_is_not_ordered_after_the_way_out_of_a_freelist) {
  expect_finding(
      finding_kind::retired_access,
      [] {
        void* block = sync::allocate(sizeof(sync::var<int>), line(8));
        auto* x = ::new (block) sync::var<int>(1, line(10));
        sync::label(*x, "x");
        sync::parallel([&] { (void)x->get(line(20)); },
                       [&] {
                         sync::retire(block, line(30));
                         sync::revive(block, line(31));
                       });
        sync::destroy(x);
      },
      "thread 1 reads x at str.cpp:20, thread 2 retires it at str.cpp:30, and nothing orders them",
      "thread 1 reads x at str.cpp:20, thread 2 revives it at str.cpp:31, and nothing orders them");
}

TEST(Race, joined_threads_leave_nothing_in_the_way) {
  expect_verified([] {
    auto* x = sync::make<sync::var<int>>(1);
    sync::parallel([&] { (void)x->get(); }, [&] { (void)x->get(); });
    sync::retire(x);
    sync::revive(x);
    sync::deallocate(x);
  });
}

// What the walk's seed does not show in one process it does not show in another: two rounds agree.
TEST(Race, messages_are_the_same_in_every_process) {
  const auto body = [] {
    sync::var<int> x(0, line(1));
    const auto work = [&] {
      (void)x.get(line(10));
      x.set(1, line(11));
    };
    sync::parallel(work, work, work);
  };
  const auto first = run_many("rc11", body);
  const std::vector<char> moved(1 << 20);  // other addresses
  const auto second = run_many("rc11", body);
  EXPECT_EQ(first.counts.runs(), second.counts.runs());
  EXPECT_EQ(message_of(first), message_of(second));
}

}  // namespace
}  // namespace suture
