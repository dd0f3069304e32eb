// Which plain objects lie in which block: the objects made in the heap, by address.
//
// A sorted vector: addresses mostly ascend within a run, so that adding is mostly appending, and a
// warm run allocates nothing. Objects leave when their block is freed or another is made in their
// place, not when they are destroyed: whoever asks knows which are still alive.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace suture {

class placed_objects {
 public:
  struct placed {
    const std::byte* address = nullptr;
    std::uint32_t object = 0;
  };

  void clear() { all_.clear(); }

  void add(const void* address, std::uint32_t object) {
    const auto* const at = static_cast<const std::byte*>(address);
    const auto place = from(at);
    if (place != all_.end() && place->address == at) {
      place->object = object;
    } else {
      all_.insert(place, {at, object});
    }
  }

  std::span<const placed> in(const std::byte* begin, std::size_t bytes) {
    return {from(begin), from(begin + bytes)};
  }

  void erase(const std::byte* begin, std::size_t bytes) {
    all_.erase(from(begin), from(begin + bytes));
  }

  bool holds(const void* address) {
    const auto* const at = static_cast<const std::byte*>(address);
    const auto place = from(at);
    return place != all_.end() && place->address == at;
  }

 private:
  std::vector<placed>::iterator from(const std::byte* address) {
    return std::lower_bound(all_.begin(), all_.end(), address,
                            [](const placed& p, const std::byte* a) { return p.address < a; });
  }

  std::vector<placed> all_;
};

}  // namespace suture
