// What is done in two critical sections is looked at in two: a value is taken from the first, and
// its fellow from the second before it is there.
#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

void in_two_stages(unsigned threads) {
  sync::mutex first_lock, second_lock;
  sync::var<int> first{0}, second{0};
  const crowd writers(threads - 1, [&](unsigned) {
    {
      const sync::lock_guard held(first_lock);
      first.set(1);
    }
    const sync::lock_guard held(second_lock);
    second.set(2);
  });
  sync::thread reader([&] {
    int seen = 0;
    {
      const sync::lock_guard held(first_lock);
      seen = first.get();
    }
    if (seen == 0) return;
    const sync::lock_guard held(second_lock);
    sync::check(second.get() == seen + 1, "the second stage is one above the first");
  });
  reader.join();
}

// Under one lock, where the reader must come after both that add.
void lazily() {
  sync::mutex m;
  sync::var<int> data{0};
  const auto add = [&](int n) {
    const sync::lock_guard held(m);
    data.set(data.get() + n);
  };
  sync::parallel([&] { add(1); }, [&] { add(2); },
                 [&] {
                   const sync::lock_guard held(m);
                   sync::check(data.get() < 3, "not both were there first");
                 });
}

}  // namespace

void add_two_stages(std::vector<program>& to) {
  for (const unsigned threads : {2U, 20U, 50U, 100U}) {
    to.push_back({"twostage_" + std::to_string(threads), "check",
                  "one stage is seen done and the other not",
                  [threads] { in_two_stages(threads); }});
  }
  to.push_back({"lazy", "check", "a reader comes after both writers", lazily});
}

}  // namespace planted
