#include <suture/suture.hpp>

#include <cstdio>

// Two threads, each adds one, in a single step.
void two_increments() {
  sync::atomic<int> count{0};
  const auto increment = [&] { count.fetch_add(1); };
  sync::parallel(increment, increment);
  sync::check(count.load() == 2, "both increments count");
}

int main() {
  const suture::result result = suture::check(two_increments);
  std::printf("%s\n", result.to_string().c_str());
  return result.verdict == suture::verdict::verified ? 0 : 1;
}
