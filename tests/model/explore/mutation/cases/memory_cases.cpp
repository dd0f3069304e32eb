// Plain data and memory: what races, what is used when it is no longer, or not yet, there.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

template <std::memory_order Store, std::memory_order Load>
void handed_over() {
  sync::var<int> data{0};
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        data.set(1);
        flag.store(1, Store);
      },
      [&] {
        if (flag.load(Load) == 1) sync::check(data.get() == 1, "what was written");
      });
}

// The write can only come after the read, but nothing says so.
template <std::memory_order Store, std::memory_order Load>
void read_and_given_away() {
  sync::var<int> data{0};
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        static_cast<void>(data.get());
        flag.store(1, Store);
      },
      [&] {
        if (flag.load(Load) == 1) data.set(1);
      });
}

// One knows of the other, but nothing orders them.
void written_by_two() {
  sync::var<int> data{0};
  sync::atomic<int> flag{0};
  sync::parallel(
      [&] {
        data.set(1);
        flag.store(1, relaxed);
      },
      [&] {
        if (flag.load(relaxed) == 1) data.set(2);
      });
}

void never_written() {
  sync::var<int> data;
  static_cast<void>(data.get());
}

void leaked() { static_cast<void>(sync::allocate(8)); }

void freed_twice() {
  void* const block = sync::allocate(8);
  sync::deallocate(block);
  sync::deallocate(block);
}

// Whoever drops the last reference frees.
template <std::memory_order Drop>
void shared_node() {
  struct node {
    sync::atomic<int> references{2};
    sync::var<int> value{1};
  };
  node* const n = sync::make<node>();
  const auto use = [&] {
    static_cast<void>(n->value.get());
    if (n->references.sub_and_test(1, Drop)) sync::destroy(n);
  };
  sync::parallel(use, use);
}

void put_away_and_read() {
  auto* const v = sync::make<sync::var<int>>(1);
  sync::retire(v);
  static_cast<void>(v->get());
}

void one_allocation_fails() {
  void* const a = sync::allocate(8);
  void* const b = sync::allocate(8);
  sync::deallocate(a);
  sync::deallocate(b);
}

}  // namespace

engine_cases memory_cases() {
  return {
      {"handed_over", handed_over<release, acquire>, "2 complete", "2 complete"},
      {"handed_over, not released", handed_over<relaxed, acquire>, "2 complete", "race"},
      {"handed_over, not acquired", handed_over<release, relaxed>, "2 complete", "race"},
      {"read_and_given_away", read_and_given_away<release, acquire>, "2 complete", "2 complete"},
      {"read_and_given_away, not ordered", read_and_given_away<relaxed, relaxed>, "2 complete",
       "race"},
      {"written_by_two", written_by_two, "2 complete", "race"},
      {"never_written", never_written, "uninitialised-read", "uninitialised-read"},
      {"leaked", leaked, "leak", "leak"},
      {"freed_twice", freed_twice, "double-free", "double-free"},
      {"shared_node", shared_node<std::memory_order_acq_rel>, "2 complete", "2 complete"},
      {"shared_node, not released", shared_node<acquire>, "2 complete", "use-after-free"},
      {"put_away_and_read", put_away_and_read, "retired-access", "retired-access"},
      {"one_allocation_fails", one_allocation_fails, "3 complete", "3 complete",
       [](limits& l) { l.allocation_failures = 1; }},
  };
}

}  // namespace suture::testing
