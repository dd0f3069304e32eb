// An object made where another stands: the end of that one, and a write to it.
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include "tests/checkers/runs.hpp"

namespace suture {
namespace {

using testing::kind_of;
using testing::line;
using testing::message_of;
using testing::run_many;
using testing::run_portfolio;

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;
using number = sync::atomic<int>;
using datum = sync::var<int>;

template <class T>
void* place(T& object) {
  return static_cast<void*>(&object);
}

// Every strategy comes to one of `kinds`, and to the same whichever thread begins.
void expect_each(const std::function<void()>& body, ::testing::Matcher<std::string> kinds) {
  for (const std::string_view strategy : {"exhaustive", "random", "portfolio"}) {
    SCOPED_TRACE(strategy);
    const exploration e = strategy == "portfolio" ? run_portfolio("rc11", body)
                                                  : run_many("rc11", body, {}, strategy);
    EXPECT_THAT(kind_of(e), kinds) << message_of(e);
  }
}

template <class Object, class Use>
void race_of_use_and_remake(Use use) {
  for (const bool remake_first : {false, true}) {
    const auto body = [&] {
      Object object(1);
      number go{0};
      const auto uses = [&] {
        go.load();
        use(object);
      };
      const auto remakes = [&] {
        go.load();
        ::new (place(object)) Object(2);
        go.load();
      };
      remake_first ? sync::parallel(remakes, uses) : sync::parallel(uses, remakes);
    };
    expect_each(body, ::testing::Eq("race"));
  }
}

TEST(ReplacedObjects, a_use_that_nothing_orders_is_a_race) {
  race_of_use_and_remake<number>([](number& n) { n.load(relaxed); });
  race_of_use_and_remake<number>([](number& n) { n.fetch_add(1); });
  race_of_use_and_remake<datum>([](datum& d) { static_cast<void>(d.get()); });
  race_of_use_and_remake<datum>([](datum& d) { d.set(3); });
}

TEST(ReplacedObjects, locks_and_conditions_are_objects_too) {
  for (const bool remake_first : {false, true}) {
    const auto body = [&] {
      sync::mutex m;
      const auto uses = [&] { sync::lock_guard held(m); };
      const auto remakes = [&] { ::new (place(m)) sync::mutex; };
      remake_first ? sync::parallel(remakes, uses) : sync::parallel(uses, remakes);
    };
    expect_each(body, ::testing::AnyOf("race", "misuse"));
  }
  expect_each(
      [] {
        sync::shared_mutex m;
        sync::parallel([&] { sync::shared_lock held(m); },
                       [&] { ::new (place(m)) sync::shared_mutex; });
      },
      ::testing::AnyOf("race", "misuse"));
  expect_each(
      [] {
        sync::condition_variable c;
        sync::parallel([&] { c.notify_one(); }, [&] { ::new (place(c)) sync::condition_variable; });
      },
      ::testing::AnyOf("race", "misuse"));
}

struct header {
  number count{1};
  datum size{0};
  sync::mutex lock;
};

TEST(ReplacedObjects, whole_structs_and_arrays) {
  expect_each(
      [] {
        header h;
        sync::parallel([&] { static_cast<void>(h.size.get()); }, [&] { ::new (place(h)) header; });
      },
      ::testing::Eq("race"));
  expect_each(
      [] {
        std::array<number, 4> all;
        sync::parallel([&] { all[2].load(); }, [&] { ::new (place(all)) std::array<number, 4>; });
      },
      ::testing::Eq("race"));
}

TEST(ReplacedObjects, in_any_kind_of_memory) {
  const auto both = [](number* n) {
    sync::parallel([=] { n->load(); }, [=] { ::new (static_cast<void*>(n)) number(2); });
  };
  expect_each(
      [&] {
        auto* n = sync::make<number>(1);
        both(n);
        sync::destroy(n);
      },
      ::testing::Eq("race"));
  expect_each(
      [&] {
        auto n = std::make_unique<number>(1);
        both(n.get());
      },
      ::testing::Eq("race"));
  alignas(number) static std::byte room[sizeof(number)];
  expect_each(
      [&] {
        auto* n = ::new (static_cast<void*>(room)) number(1);
        both(n);
        n->~number();
      },
      ::testing::Eq("race"));
}

// Another kind of object, of another size, and only some bytes in common.
TEST(ReplacedObjects, by_something_else) {
  using big = sync::var<std::array<std::uint64_t, 8>>;
  for (const std::size_t offset : {std::size_t{0}, std::size_t{16}, std::size_t{40}}) {
    for (const bool remake_first : {false, true}) {
      SCOPED_TRACE(offset);
      const auto body = [&] {
        alignas(16) std::byte room[256] = {};
        auto* n = ::new (static_cast<void*>(room + 48)) number(1);
        const auto uses = [=] { n->load(); };
        const auto remakes = [&room, offset] { ::new (static_cast<void*>(room + offset)) big; };
        remake_first ? sync::parallel(remakes, uses) : sync::parallel(uses, remakes);
      };
      expect_each(body, ::testing::Eq("race"));
      const auto plain = [&] {
        alignas(16) std::byte room[256] = {};
        auto* d = ::new (static_cast<void*>(room + 48)) datum(1);
        const auto uses = [=] { d->set(2); };
        const auto remakes = [&room] { ::new (static_cast<void*>(room + 48)) number(7); };
        remake_first ? sync::parallel(remakes, uses) : sync::parallel(uses, remakes);
      };
      expect_each(plain, ::testing::Eq("race"));
    }
  }
}

TEST(ReplacedObjects, two_remakes_and_an_end_beside_a_remake) {
  expect_each(
      [] {
        number n{0};
        const auto remakes = [&] { ::new (place(n)) number(1); };
        sync::parallel(remakes, remakes);
      },
      ::testing::Eq("race"));
  for (const bool end_first : {false, true}) {
    expect_each(
        [end_first] {
          alignas(number) std::byte room[sizeof(number)];
          auto* n = ::new (static_cast<void*>(room)) number(1);
          const auto ends = [=] { n->~number(); };
          const auto remakes = [&] { ::new (static_cast<void*>(room)) number(2); };
          end_first ? sync::parallel(ends, remakes) : sync::parallel(remakes, ends);
        },
        ::testing::AnyOf("race", "use-after-free"));
  }
}

TEST(ReplacedObjects, an_order_makes_it_right) {
  const auto verified = ::testing::Eq("verified");
  expect_each(
      [] {
        number n{1};
        datum d{1};
        sync::parallel([&] { n.load(), d.set(2); }, [] {});
        ::new (place(n)) number(2);
        ::new (place(d)) datum(2);
        sync::parallel([&] { n.load(), d.set(3); }, [] {});
      },
      verified);
  expect_each(
      [] {
        number n{1}, ready{0};
        sync::parallel(
            [&] {
              n.load();
              ready.store(1, release);
            },
            [&] {
              if (ready.load(acquire) == 1) ::new (place(n)) number(2);
            });
        n.load();
      },
      verified);
}

TEST(ReplacedObjects, a_relaxed_flag_is_no_order) {
  expect_each(
      [] {
        datum d{1};
        number ready{0};
        sync::parallel(
            [&] {
              d.set(2);
              ready.store(1, relaxed);
            },
            [&] {
              if (ready.load(relaxed) == 1) ::new (place(d)) datum(2);
            });
      },
      ::testing::Eq("race"));
}

void leaves_an_object_behind() {
  alignas(number) std::byte room[sizeof(number)];
  ::new (static_cast<void*>(room)) number(1);
}

// What vanished with its stack frame, or with its thread, is not made over.
TEST(ReplacedObjects, a_stack_used_again_is_no_finding) {
  const auto forgets = [] {
    leaves_an_object_behind();
    leaves_an_object_behind();
    number own{0};
    own.fetch_add(1);
  };
  expect_each(
      [&] {
        for (int i = 0; i < 3; ++i) sync::parallel(forgets, forgets);
      },
      ::testing::Eq("verified"));
}

// malloc hands out again what an earlier owner gave back without destroying what was in it.
TEST(ReplacedObjects, memory_of_malloc_may_have_been_given_back) {
  const auto owner = [] {
    void* memory = std::malloc(sizeof(number));
    auto* n = ::new (memory) number(1);
    n->fetch_add(1);
    std::free(memory);
  };
  expect_each([&] { sync::parallel(owner, owner); }, ::testing::Eq("verified"));
}

TEST(ReplacedObjects, an_object_in_freed_memory_is_a_use_after_free) {
  expect_each(
      [] {
        void* memory = sync::allocate(sizeof(number));
        sync::deallocate(memory);
        ::new (memory) number(1);
      },
      ::testing::Eq("use-after-free"));
}

TEST(ReplacedObjects, bytes_moved_elsewhere_are_no_object) {
  expect_each(
      [] {
        number n{1};
        alignas(number) std::byte copy[sizeof(number)];
        std::memcpy(copy, place(n), sizeof copy);
        std::launder(reinterpret_cast<number*>(copy))->load();
      },
      ::testing::AnyOf("use-after-free", "misuse"));
}

TEST(ReplacedObjects, the_message_names_both_places) {
  const auto body = [] {
    number n{1};
    sync::label(n, "count");
    sync::parallel([&] { n.load(relaxed, line(20)); },
                   [&] { ::new (place(n)) number(2, line(30)); });
  };
  EXPECT_EQ(message_of(run_many("rc11", body, {}, "exhaustive")),
            "count is made over by thread 2 at str.cpp:30 while thread 1's access at str.cpp:20 is "
            "not ordered before it");
}

}  // namespace
}  // namespace suture
