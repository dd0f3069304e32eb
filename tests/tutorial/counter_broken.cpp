#include <suture/suture.hpp>

#include <cstdio>

// Two threads, each adds one. The load and the store are atomic; the addition is not.
void two_increments() {
  sync::atomic<int> count{0};
  const auto increment = [&] {
    const int seen = count.load();
    count.store(seen + 1);
  };
  sync::parallel(increment, increment);
  sync::check(count.load() == 2, "both increments count");
}

int main() {
  const suture::result result = suture::check(two_increments);
  std::printf("%s\n", result.to_string().c_str());
  return result.verdict == suture::verdict::verified ? 0 : 1;
}
