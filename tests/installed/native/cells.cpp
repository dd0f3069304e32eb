// Threads of C++ under the search.
#include <suture/scenario.h>

#include <atomic>
#include <thread>

int first_value();

SUTURE_SCENARIO(adders, "cell.add") {
  std::atomic<int> value{first_value()};
  std::thread other([&] { value++; });
  value++;
  other.join();
  suture_check(value == 42, "both add");
}
