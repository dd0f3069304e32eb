#include <suture/suture.hpp>

#include <cstdio>

// Only sync:: types are watched: the race on `plain` is not seen, that on `watched` is.
void plain_increments() {
  int plain = 0;
  sync::parallel([&] { ++plain; }, [&] { ++plain; });
}

void watched_increments() {
  sync::var<int> watched{0};
  const auto increment = [&] { watched.set(watched.get() + 1); };
  sync::parallel(increment, increment);
}

int main() {
  std::printf("plain: %s\n", suture::check(plain_increments).to_string().c_str());
  std::printf("watched: %s\n", suture::check(watched_increments).to_string().c_str());
  return 0;
}
