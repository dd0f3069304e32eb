// What x86-TSO orders, clause by clause: store buffering with something between store and load, and
// the shapes in which the other clauses decide.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto rlx = std::memory_order_relaxed;
constexpr auto sc = std::memory_order_seq_cst;
using atomic = sync::atomic<int>;

struct two {
  atomic x{0}, y{0};
};

using between = void (*)(two&);

template <between first, between second = first, std::memory_order store = rlx>
void store_buffering() {
  two m;
  sync::parallel(
      [&] {
        m.x.store(1, store);
        first(m);
        static_cast<void>(m.y.load(rlx));
      },
      [&] {
        m.y.store(1, store);
        second(m);
        static_cast<void>(m.x.load(rlx));
      });
}

void nothing(two&) {}
void fences(two&) { sync::fence(sc); }
void adds(two&) { atomic(0).fetch_add(1, rlx); }
void fails(two&) {
  int expected = 5;
  atomic(0).compare_exchange_strong(expected, 6, rlx, rlx);
}
void light(two&) { sync::asymmetric_thread_fence_light(); }
void heavy(two&) { sync::asymmetric_thread_fence_heavy(); }
void notifies(two& m) { m.x.notify_one(); }
void signals(two&) { sync::condition_variable().notify_one(); }

// n6 of Owens, Sarkar and Sewell.
void reads_its_own() {
  two m;
  sync::parallel(
      [&] {
        m.x.store(1, rlx);
        static_cast<void>(m.x.load(rlx));
        static_cast<void>(m.y.load(rlx));
      },
      [&] {
        m.y.store(2, rlx);
        m.x.store(2, rlx);
      });
}

void two_plus_two_writes() {
  two m;
  sync::parallel(
      [&] {
        m.x.store(1, rlx);
        m.y.store(2, rlx);
      },
      [&] {
        m.y.store(1, rlx);
        m.x.store(2, rlx);
      });
}

// IRIW. Coherence alone would let the readers disagree.
void two_readers() {
  two m;
  const auto reads = [](const atomic& first, const atomic& second) {
    static_cast<void>(first.load(rlx));
    static_cast<void>(second.load(rlx));
  };
  sync::parallel([&] { m.x.store(1, rlx); }, [&] { m.y.store(1, rlx); }, [&] { reads(m.x, m.y); },
                 [&] { reads(m.y, m.x); });
}

// Store buffering, of which one side reads in a thread of its own.
void reads_in_another_thread() {
  two m;
  sync::parallel(
      [&] {
        m.x.store(1, rlx);
        sync::thread([&] { static_cast<void>(m.y.load(rlx)); }).join();
      },
      [&] {
        m.y.store(1, rlx);
        sync::fence(sc);
        static_cast<void>(m.x.load(rlx));
      });
}

struct counted : two {
  atomic count{3};
};

// The changes commute; a buffer is empty at each all the same.
void counts_between() {
  counted m;
  sync::parallel(
      [&] {
        m.x.store(1, rlx);
        m.count.add_unread(1, rlx);
        static_cast<void>(m.y.load(rlx));
      },
      [&] {
        m.y.store(1, rlx);
        m.count.add_unread(1, rlx);
        static_cast<void>(m.x.load(rlx));
      });
}

// Of the two decrements either may be the last, and comes after the other. Where the second
// thread's does, not all that the third could miss can be missed: 3 executions, and 4 the other
// way.
void last_one_looks() {
  two m;
  atomic count{2};
  sync::parallel(
      [&] {
        m.x.store(1, rlx);
        static_cast<void>(count.sub_and_test(1, rlx));
      },
      [&] {
        static_cast<void>(count.sub_and_test(1, rlx));
        static_cast<void>(m.y.load(rlx));
      },
      [&] {
        m.y.store(1, rlx);
        sync::fence(sc);
        static_cast<void>(m.x.load(rlx));
      });
}

}  // namespace

engine_cases tso_cases() {
  constexpr const char* all = "4 complete";
  constexpr const char* forbidden = "3 complete";
  return {
      {"SB, nothing between", store_buffering<nothing>, forbidden, all, nullptr, all},
      {"SB, fences", store_buffering<fences>, forbidden, forbidden, nullptr, forbidden},
      {"SB, updates elsewhere", store_buffering<adds>, forbidden, all, nullptr, forbidden},
      {"SB, failures elsewhere", store_buffering<fails>, forbidden, all, nullptr, forbidden},
      {"SB, seq_cst stores", store_buffering<nothing, nothing, sc>, forbidden, all, nullptr,
       forbidden},
      {"SB, light fences", store_buffering<light>, forbidden, all, nullptr, all},
      {"SB, light and heavy", store_buffering<light, heavy>, forbidden, forbidden, nullptr,
       forbidden},
      {"SB, light and full", store_buffering<light, fences>, forbidden, all, nullptr, all},
      {"SB, heavy and full", store_buffering<heavy, fences>, forbidden, forbidden, nullptr,
       forbidden},
      {"SB, notifications", store_buffering<notifies>, "4 complete", "8 complete", nullptr,
       "8 complete"},
      {"SB, signals", store_buffering<signals>, forbidden, all, nullptr, all},
      {"SB, another thread", reads_in_another_thread, forbidden, all, nullptr, forbidden},
      {"SB, counts", counts_between, forbidden, all, nullptr, forbidden},
      {"SB, last of two", last_one_looks, "7 complete", "8 complete", nullptr, "7 complete"},
      {"n6", reads_its_own, "4 complete", "6 complete", nullptr, "5 complete"},
      {"2+2W", two_plus_two_writes, forbidden, all, nullptr, forbidden},
      {"IRIW", two_readers, "15 complete", "16 complete", nullptr, "15 complete"},
  };
}

}  // namespace suture::testing
