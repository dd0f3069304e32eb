// Locks: who may take them, what they order.
#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

void counted_under_a_mutex() {
  sync::mutex m;
  sync::var<int> n{0};
  const auto enter = [&] {
    const sync::lock_guard<sync::mutex> held(m);
    n.set(n.get() + 1);
  };
  sync::parallel(enter, enter);
  sync::check(n.get() == 2, "one at a time");
}

void readers_beside_a_writer() {
  sync::shared_mutex m;
  sync::var<int> n{0};
  const auto look = [&] {
    const sync::shared_lock<sync::shared_mutex> held(m);
    static_cast<void>(n.get());
  };
  sync::parallel(look, look, [&] {
    m.lock();
    n.set(1);
    m.unlock();
  });
}

// Two readers are in at a time, or this would never end.
void readers_meet() {
  sync::shared_mutex m;
  sync::atomic<int> in{0};
  const auto meet = [&] {
    m.lock_shared();
    in.fetch_add(1);
    sync::spin_until([&] { return in.load() == 2; });
    m.unlock_shared();
  };
  sync::parallel(meet, meet);
}

void in_opposite_order() {
  sync::mutex a, b;
  const auto both = [](sync::mutex& first, sync::mutex& second) {
    first.lock();
    second.lock();
    second.unlock();
    first.unlock();
  };
  sync::parallel([&] { both(a, b); }, [&] { both(b, a); });
}

void unlocked_by_another() {
  sync::mutex m;
  m.lock();
  sync::parallel([&] { m.unlock(); });
}

void tried_while_held() {
  sync::mutex m;
  sync::parallel(
      [&] {
        m.lock();
        m.unlock();
      },
      [&] {
        if (m.try_lock()) m.unlock();
      });
}

// Who takes both may have the second before the first. It gives the second back first.
void one_of_two_is_tried() {
  sync::mutex a, b;
  sync::parallel(
      [&] {
        sync::lock(a, b);
        b.unlock();
        a.unlock();
      },
      [&] {
        const sync::lock_guard first(a);
        const bool got = b.try_lock();
        if (got) b.unlock();
        sync::check(got, "it is free");
      });
}

}  // namespace

engine_cases lock_cases() {
  return {
      {"counted_under_a_mutex", counted_under_a_mutex, "2 complete", "2 complete"},
      {"readers_beside_a_writer", readers_beside_a_writer, "14 complete", "14 complete"},
      {"readers_meet", readers_meet, "8 complete", "8 complete"},
      {"in_opposite_order", in_opposite_order, "deadlock", "deadlock"},
      {"unlocked_by_another", unlocked_by_another, "misuse", "misuse"},
      {"tried_while_held", tried_while_held, "3 complete", "3 complete"},
      {"one_of_two_is_tried", one_of_two_is_tried, "check", "check"},
  };
}

}  // namespace suture::testing
