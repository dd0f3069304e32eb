// Runs that are made once more for a finding already known, under LeakSanitizer.
#pragma once

// There where the program is linked with LeakSanitizer.
extern "C" {
[[gnu::weak]] void __lsan_disable();  // NOLINT(bugprone-reserved-identifier)
[[gnu::weak]] void __lsan_enable();   // NOLINT(bugprone-reserved-identifier)
}

namespace suture {

// What is allocated while it lives may leak untold: a run that ends early loses what its threads
// hold where they crash, or where an exception does not free it. Once is enough to hear of that.
struct leaks_untold {
  leaks_untold() {
    if (__lsan_disable != nullptr) __lsan_disable();
  }
  ~leaks_untold() {
    if (__lsan_enable != nullptr) __lsan_enable();
  }
  leaks_untold(const leaks_untold&) = delete;
  leaks_untold& operator=(const leaks_untold&) = delete;
};

}  // namespace suture
