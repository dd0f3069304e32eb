// shared_ptr, weak_ptr and atomic<shared_ptr>: what is wrong with their use is found.
#include "tests/model/sync/engine_verdict.hpp"

namespace {

using std::memory_order;
using suture::testing::ending_of;
using suture::testing::kind_of;

TEST(engine_shared_ptr, frees_with_its_last_owner) {
  EXPECT_EQ(kind_of([] {
              auto p = sync::make_shared<sync::var<int>>(1);
              const auto reads = [p] { sync::check(p->get() == 1, "alive"); };
              p.reset();
              sync::parallel(reads, reads);
            }),
            "verified");
  EXPECT_EQ(kind_of([] { sync::shared_ptr<int> owned(sync::make<int>(1)); }), "verified");
  EXPECT_EQ(kind_of([] {
              int freed = 0;
              {
                sync::shared_ptr<int> p(sync::make<int>(1), [&](int* last) {
                  ++freed;
                  sync::destroy(last);
                });
              }
              sync::check(freed == 1, "by its deleter");
            }),
            "verified");
}

// The last owner's decrement is ordered behind the uses of all others.
TEST(engine_shared_ptr, orders_uses_before_the_end) {
  EXPECT_EQ(kind_of([] {
              auto p = sync::make_shared<sync::var<int>>(1);
              sync::thread other([mine = p]() mutable {
                mine->get();
                mine.reset();
              });
              p->get();
              p.reset();
              other.join();
            }),
            "verified");
}

TEST(engine_shared_ptr, is_a_race_where_two_threads_use_one) {
  EXPECT_EQ(kind_of([] {
              auto p = sync::make_shared<int>(1);
              sync::parallel([&] { const auto copy = p; }, [&] { p = sync::make_shared<int>(2); });
            }),
            "race");
}

TEST(engine_shared_ptr, leaks_in_a_ring) {
  EXPECT_EQ(kind_of([] {
              struct node {
                sync::shared_ptr<node> next;
              };
              auto a = sync::make_shared<node>();
              a->next = a;
            }),
            "leak");
}

TEST(engine_weak_ptr, owns_nothing_and_gets_what_is_alive) {
  EXPECT_EQ(kind_of([] {
              auto p = sync::make_shared<sync::var<int>>(1);
              const sync::weak_ptr<sync::var<int>> w = p;
              sync::parallel([&] { p.reset(); },
                             [&] {
                               if (const auto mine = w.lock()) mine->get();
                             });
              sync::check(w.expired() && w.lock() == nullptr, "gone");
            }),
            "verified");
}

// A pointer got out of it and kept is none that owns.
TEST(engine_weak_ptr, does_not_keep_what_it_watches) {
  EXPECT_EQ(kind_of([] {
              auto p = sync::make_shared<sync::var<int>>(1);
              sync::var<int>* raw = sync::weak_ptr<sync::var<int>>(p).lock().get();
              sync::parallel([&] { p.reset(); }, [&] { raw->get(); });
            }),
            "use-after-free");
}

using shared = sync::shared_ptr<sync::var<int>>;

TEST(engine_atomic_shared_ptr, never_gives_out_what_is_gone) {
  EXPECT_EQ(kind_of([] {
              sync::atomic<shared> current(sync::make_shared<sync::var<int>>(1));
              sync::parallel([&] { current.store(sync::make_shared<sync::var<int>>(2)); },
                             [&] {
                               const shared mine = current.load();
                               sync::check(mine->get() == 1 || mine->get() == 2, "whole");
                             });
            }),
            "verified");
}

TEST(engine_atomic_shared_ptr, lets_one_exchange_of_two_succeed) {
  EXPECT_EQ(kind_of([] {
              const shared old = sync::make_shared<sync::var<int>>(0);
              sync::atomic<shared> current(old);
              sync::atomic<int> done{0};
              const auto replace = [&] {
                shared expected = old;
                if (current.compare_exchange_strong(expected, sync::make_shared<sync::var<int>>(1)))
                  done.fetch_add(1);
              };
              sync::parallel(replace, replace);
              sync::check(done.load() == 1 && old.use_count() == 1, "one did");
            }),
            "verified");
}

// What the order does not promise is not there.
TEST(engine_atomic_shared_ptr, orders_by_its_order_alone) {
  const auto publish = [](memory_order writes, memory_order reads) {
    return [=] {
      auto fresh = sync::make_shared<sync::var<int>>(0);
      sync::atomic<shared> current;
      sync::parallel(
          [&, mine = std::move(fresh)]() mutable {
            mine->set(1);
            current.store(std::move(mine), writes);
          },
          [&] {
            if (const shared seen = current.load(reads)) seen->get();
          });
    };
  };
  EXPECT_EQ(kind_of(publish(memory_order::release, memory_order::acquire)), "verified");
  EXPECT_EQ(kind_of(publish(memory_order::relaxed, memory_order::acquire)), "race");
  EXPECT_EQ(kind_of(publish(memory_order::release, memory_order::relaxed)), "race");
}

TEST(engine_atomic_shared_ptr, can_be_waited_for) {
  const auto body = [](bool notifies) {
    return [=] {
      sync::atomic<shared> current;
      sync::parallel(
          [&] {
            current.wait(nullptr);
            sync::check(current.load()->get() == 1, "there");
          },
          [&] {
            current.store(sync::make_shared<sync::var<int>>(1));
            if (notifies) current.notify_one();
          });
    };
  };
  EXPECT_EQ(kind_of(body(true)), "verified");
  EXPECT_EQ(kind_of(body(false)), "lost-wakeup");
}

}  // namespace
