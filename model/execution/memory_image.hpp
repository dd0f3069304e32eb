// A copy of memory that the whole process can write to, at one moment.
//
// At most 64 MiB are copied. Reads what other threads of the process may write meanwhile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "model/execution/mapped_array.hpp"

namespace suture {

class memory_image {
 public:
  using word = std::uint64_t;
  enum class scope : std::uint8_t {
    program,  // the executable's writable segments and malloc's main heap
    process,  // and those of shared libraries, and the calling OS thread's thread_local data
  };

  // False where there is no memory for it.
  bool take(scope s);
  // Calls visit(address, value then, value now) for each word that differs from the copy.
  template <class Visit>
  void each_change(Visit visit) const {
    const word* before = kept_.data();
    for (std::size_t i = 0; i < count_; ++i) {
      if (!is_there(regions_[i])) return;
      for (const word& w : regions_[i]) {
        const word then = *before++, now = value_at(&w);
        if (now != then) visit(&w, then, now);
      }
    }
  }

  // Other threads of the process may write there, and AddressSanitizer has redzones there.
  __attribute__((no_sanitize("address", "thread"))) static word value_at(const volatile word* at) {
    return *at;
  }
  // Malloc may have given the end of its heap back.
  static bool is_there(std::span<const word> words);

 private:
  static constexpr std::size_t most_regions = 128;
  std::array<std::span<const word>, most_regions> regions_;
  std::size_t count_ = 0;
  mapped_array<word> kept_;
};

}  // namespace suture
