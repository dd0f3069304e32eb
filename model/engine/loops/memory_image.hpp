// A copy of memory that the whole process can write to, at one moment: the writable segments of the
// executable and of shared libraries, the calling OS thread's thread_local data and malloc's main
// heap.
//
// At most 64 MiB: where there is more, there is no copy. Reads what other threads of the process
// may write meanwhile.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "model/engine/loops/mapped_array.hpp"

namespace suture {

class memory_image {
 public:
  using word = std::uint64_t;

  // With what is in `more`, to the full word. False where there is too much, or no memory for it.
  bool take(std::span<const std::span<const std::byte>> more);
  std::size_t words() const { return total_; }  // that were copied
  // Calls visit(address, value then, value now) for each word that differs from the copy.
  template <class Visit>
  void each_change(Visit visit) const {
    const word* before = kept_.data();
    for (std::size_t i = 0; i < count_; ++i) {
      const word* then = before;
      before += regions_[i].size();
      for (const word& w : part_there(regions_[i])) {
        const word now = value_at(&w);
        if (now != *then) visit(&w, *then, now);
        ++then;
      }
    }
  }

  // Other threads of the process may write there, and AddressSanitizer has redzones there.
  __attribute__((no_sanitize("address", "thread"))) static word value_at(const volatile word* at) {
    return *at;
  }
  // Malloc may have given the end of its heap back.
  static std::span<const word> part_there(std::span<const word> words);

 private:
  static constexpr std::size_t most_regions = 4096;
  std::array<std::span<const word>, most_regions> regions_;
  std::size_t count_ = 0, total_ = 0;
  mapped_array<word> kept_;
};

}  // namespace suture
