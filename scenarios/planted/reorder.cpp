// Two words are set one after the other by many threads; one looks at both, without a lock. It must
// look when the first is set and none has set the second.
#include "scenarios/planted/program.hpp"
#include "scenarios/planted/threads.hpp"

namespace planted {

namespace {

void set_in_order(unsigned threads) {
  sync::atomic<int> a{0}, b{0};
  const crowd setters(threads - 1, [&](unsigned) {
    a.store(1);
    b.store(-1);
  });
  sync::thread checker([&] {
    sync::check((a.load() == 0 && b.load() == 0) || (a.load() == 1 && b.load() == -1),
                "both are set, or none");
  });
  checker.join();
}

}  // namespace

void add_reorder(std::vector<program>& to) {
  for (const unsigned threads : {5U, 10U, 50U, 100U}) {
    to.push_back({"reorder_" + std::to_string(threads), "check",
                  "a reader sees the first of two stores alone",
                  [threads] { set_in_order(threads); }});
  }
}

}  // namespace planted
