// Finds the lost update of a counter that two threads increment in two steps each.
#include <cstdio>
#include <suture/suture.hpp>

int main() {
  const suture::result found = suture::check([] {
    sync::atomic<int> n{0};
    const auto increment = [&] { n.store(n.load() + 1); };
    sync::parallel(increment, increment);
    sync::check(n.load() == 2, "both increments count");
  });
  std::printf("%zu executions, %zu findings\n", static_cast<std::size_t>(found.executions),
              found.findings.size());
  return found.findings.empty() ? 1 : 0;
}
