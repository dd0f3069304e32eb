// Blocks, plain data and names, as the code under test sees them.
#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>

#include "tests/model/engine/runs.hpp"

namespace suture::testing {
namespace {

TEST(memory, has_the_same_addresses_in_every_run) {
  const auto seen = outcomes<void*>([] {
    void* mine = nullptr;
    sync::atomic<int> x{0};
    const auto allocate = [&] {
      x.fetch_add(1);
      void* p = sync::allocate(24);
      if (sync::this_thread_id() == 2) mine = p;
      sync::deallocate(p);
    };
    sync::parallel(allocate, allocate);
    return mine;
  });
  EXPECT_EQ(seen.size(), 1U);
}

// ABA: the same address for another object, which is what a compare-exchange cannot tell.
TEST(memory, gives_an_address_out_again_only_if_asked_to) {
  const auto same_again = [](reuse_policy policy) {
    limits l = calm;
    l.reuse = policy;
    return outcomes<bool>(
        [] {
          void* first = sync::allocate(16);
          sync::deallocate(first);
          void* second = sync::allocate(16);
          sync::deallocate(second);
          return first == second;
        },
        l);
  };
  EXPECT_EQ(same_again(reuse_policy::none), std::set<bool>{false});
  EXPECT_EQ(same_again(reuse_policy::lifo), std::set<bool>{true});
}

// A block that another thread frees at the same time may or may not be free yet: were it handed out
// by the order of this run, the same graph could give two addresses.
TEST(memory, is_given_out_again_only_where_its_end_is_known) {
  limits l = calm;
  l.reuse = reuse_policy::lifo;
  const auto seen = outcomes<std::string>(
      [] {
        void* shared = sync::allocate(16);
        sync::atomic<int> freed{0};
        sync::thread other([&] {
          sync::deallocate(shared);
          freed.store(1, std::memory_order_release);
        });
        const int known = freed.load(std::memory_order_acquire);
        void* mine = sync::allocate(16);
        const bool same = mine == shared;
        sync::deallocate(mine);
        other.join();
        return std::string(known == 1 ? "known" : "unknown") + (same ? ", same" : ", another");
      },
      l);
  EXPECT_EQ(seen, (texts{"known, same", "unknown, another"}));
}

TEST(memory, that_may_fail_fails_at_each_place_and_no_more_than_so_often) {
  const auto count = [](std::uint32_t failures) {
    limits l = calm;
    l.allocation_failures = failures;
    return outcomes<std::string>(
        [] {
          std::string got;
          for (int k = 0; k < 2; ++k) {
            void* p = sync::allocate(8);
            got += p != nullptr ? "y" : "n";
            sync::deallocate(p);
          }
          return got;
        },
        l);
  };
  EXPECT_EQ(count(0), texts{"yy"});
  EXPECT_EQ(count(1), (texts{"yy", "yn", "ny"}));
  EXPECT_EQ(count(2), (texts{"yy", "yn", "ny", "nn"}));
}

struct live_blocks : observer {
  std::size_t at_end = 0;
  void end_run(run_view& run, run_end) override {
    run.memory().each_block(
        [&](const block& b) { at_end += b.state == block_state::freed ? 0 : 1; });
  }
};

struct thrower {
  thrower() { throw std::runtime_error("not made"); }
};

TEST(memory, of_an_object_whose_constructor_throws_is_given_back) {
  live_blocks left;
  const exploration e = search(
      [] {
        try {
          sync::check(sync::make<thrower>() == nullptr, "nothing is made");
        } catch (const std::runtime_error&) {
        }
      },
      calm, "rc11", &left);
  EXPECT_EQ(message_of(e), "");
  EXPECT_EQ(left.at_end, 0U);
}

TEST(memory, that_is_not_freed_is_seen_by_who_looks) {
  live_blocks left;
  search([] { (void)sync::allocate(8); }, calm, "rc11", &left);
  EXPECT_EQ(left.at_end, 1U);
}

TEST(memory, in_a_freelist_has_its_contents_put_away) {
  const exploration e = search([] {
    auto* p = static_cast<char*>(sync::allocate(4));
    std::memcpy(p, "abc", 4);
    sync::retire(p);
    sync::check(std::memcmp(p, "abc", 4) != 0, "a stale pointer sees nothing of it");
    sync::revive(p);
    sync::check(std::memcmp(p, "abc", 4) == 0, "and it comes back as it was");
    sync::deallocate(p);
  });
  EXPECT_EQ(message_of(e), "");
}

TEST(memory, is_retired_and_revived_by_its_beginning_only) {
  const exploration e = search([] {
    auto* p = static_cast<char*>(sync::allocate(8));
    std::memcpy(p, "abcdefg", 8);
    sync::retire(p + 4);
    sync::check(std::memcmp(p, "abcdefg", 8) == 0, "a pointer into the middle retires nothing");
    sync::retire(p);
    sync::revive(p + 4);
    sync::check(std::memcmp(p, "abcdefg", 8) != 0, "nor does it revive");
    sync::revive(p);
    sync::deallocate(p);
  });
  EXPECT_EQ(message_of(e), "");
}

// A checker that takes every invalid access for a use after free.
struct suspicious : observer {
  void on_invalid_access(run_view& run, const void*, object_kind, sync::site) override {
    run.report({std::string(finding_kind::use_after_free), "used", {}, {}});
  }
};

exploration suspect(const std::function<void()>& body) {
  suspicious watcher;
  return search(body, calm, "rc11", &watcher);
}

TEST(invalid_access, to_plain_data_made_before_there_was_a_run_is_misuse) {
  sync::var<int> outside{1};
  EXPECT_EQ(kind_of(suspect([&] { outside.get(); })), "misuse");
}

TEST(invalid_access, to_what_an_earlier_run_has_made_is_misuse) {
  std::unique_ptr<sync::atomic<int>> kept;
  const exploration e = suspect([&] {
    if (kept == nullptr) kept = std::make_unique<sync::atomic<int>>(1);
    sync::choose(2);
    kept->load();
  });
  EXPECT_EQ(kind_of(e), "misuse");
}

TEST(invalid_access, to_what_was_destroyed_or_is_not_made_yet_goes_to_the_observers) {
  EXPECT_EQ(kind_of(suspect([] {
              alignas(sync::atomic<int>) unsigned char place[sizeof(sync::atomic<int>)];
              auto* x = new (place) sync::atomic<int>(1);
              x->~atomic();
              x->load();
            })),
            "use-after-free");
  EXPECT_EQ(kind_of(suspect([] {
              void* fresh = sync::allocate(sizeof(sync::var<int>));
              static_cast<sync::var<int>*>(fresh)->get();
            })),
            "use-after-free");
  EXPECT_EQ(kind_of(suspect([] {
              auto* x = sync::make<sync::atomic<int>>(1);
              sync::deallocate(x);
              x->load();
            })),
            "use-after-free");
}

// What the observers are told about a name.
struct names : observer {
  std::set<std::string> seen;
  void on_event(run_view& run, event_id id) override {
    if (run.events()[id].location != no_location)
      seen.insert(run.objects().name_of(run.events()[id].location));
  }
};

texts names_in(const std::function<void()>& body) {
  names all;
  const auto rules = make_memory_model("rc11");
  execution run(*rules, 0);
  run.observe_events(all);
  exhaustive strategy(*rules);
  explore(run, body, strategy, calm, budget{});
  return all.seen;
}

TEST(label, names_an_object_in_its_run_only) {
  EXPECT_EQ(names_in([] {
              sync::atomic<int> x{0};
              sync::label(x, "refcount");
              x.load();
            }),
            texts{"refcount"});
  EXPECT_EQ(names_in([] {
              sync::atomic<int> x{0};
              x.load();
            }),
            texts{"a0.0"});
}

TEST(label, does_not_outlive_its_object) {
  EXPECT_EQ(names_in([] {
              alignas(sync::atomic<int>) unsigned char place[sizeof(sync::atomic<int>)];
              auto* first = new (place) sync::atomic<int>(1);
              sync::label(*first, "first");
              first->load();
              first->~atomic();
              auto* second = new (place) sync::atomic<int>(2);
              second->load();
              second->~atomic();
            }),
            (texts{"first", "a0.1"}));
}

struct namer : observer {
  std::string last, block_name;
  void end_run(run_view& run, run_end) override {
    last = run.objects().name_of(0);
    run.memory().each_block([&](const block& b) { block_name = b.name != nullptr ? b.name : ""; });
  }
};

TEST(label, is_remembered_of_an_object_that_is_gone) {
  namer at_end;
  search(
      [] {
        auto* x = sync::make<sync::atomic<int>>(1);
        sync::label(*x, "gone");
        sync::destroy(x);
      },
      calm, "rc11", &at_end);
  EXPECT_EQ(at_end.last, "gone");
}

TEST(label, of_a_pointer_names_the_block) {
  namer at_end;
  search(
      [] {
        void* p = sync::allocate(64);
        sync::label(p, "node");
        sync::label(static_cast<char*>(p) + 8, "inside");
        new (p) sync::atomic<int>(1);
      },
      calm, "rc11", &at_end);
  EXPECT_EQ(at_end.block_name, "node");
}

// Which atomics an observer sees end, and where they are then.
struct ends : observer {
  int seen = 0;
  void on_end_atomic(run_view&, location_id, const void*, ending, sync::site) override { ++seen; }
};

int cells_ended(const std::function<void()>& body) {
  ends all;
  search(body, calm, "rc11", &all);
  return all.seen;
}

TEST(memory, that_is_freed_ends_the_atomics_in_it_that_nobody_destroyed) {
  struct pair {
    sync::atomic<int> a{1}, b{2};
  };
  EXPECT_EQ(cells_ended([] { sync::deallocate(sync::make<pair>()); }), 2);
  EXPECT_EQ(cells_ended([] { sync::destroy(sync::make<pair>()); }), 2);
  EXPECT_EQ(cells_ended([] {
              auto* p = sync::make<pair>();
              sync::retire(p);
              sync::revive(p);
              p->a.~atomic();
              sync::deallocate(p);
            }),
            2);
}

TEST(memory, that_is_used_again_does_not_end_what_it_held_before) {
  limits l = calm;
  l.reuse = reuse_policy::lifo;
  ends all;
  search(
      [] {
        for (int k = 0; k < 3; ++k) sync::deallocate(sync::make<sync::atomic<int>>(k));
      },
      l, "rc11", &all);
  EXPECT_EQ(all.seen, 3);
}

}  // namespace
}  // namespace suture::testing
