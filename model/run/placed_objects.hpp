// What stands where: the objects of a run by address, those whose lifetime is over too.
//
// A constructor has overwritten what stood in its place before anyone can look, so making an object
// over a live one is noticed only by whoever remembers the addresses. Those that have ended stay,
// as remains, until another is made in their place: whoever builds on remains must know of the end.
//
// A sorted vector of ranges that do not overlap. Addresses mostly ascend within a run, so that
// adding is mostly appending, and a warm run allocates nothing. Nothing depends on the addresses
// themselves but which ranges overlap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace suture {

enum class object_kind : std::uint8_t { atomic, plain };

struct placed_object {
  const std::byte* address = nullptr;
  std::uint32_t bytes = 0;
  std::uint32_t id = 0;  // the location of an atomic, the number of plain data
  object_kind kind = object_kind::atomic;
  bool alive = true;

  const std::byte* end() const { return address + bytes; }
};

class placed_objects {
 public:
  void clear() { all_.clear(); }

  // Those that have a byte in the range, by address. Valid until the next change.
  std::span<placed_object> in(const void* begin, std::size_t bytes) {
    const auto* const at = static_cast<const std::byte*>(begin);
    const auto first = reaching(at);
    return {first, from(first, at + bytes)};
  }

  std::span<const placed_object> in(const void* begin, std::size_t bytes) const {
    return const_cast<placed_objects*>(this)->in(begin, bytes);
  }

  // The one around the address, or null.
  placed_object* around(const void* address) {
    const std::span<placed_object> found = in(address, 1);
    return found.empty() ? nullptr : &found.front();
  }
  const placed_object* around(const void* address) const {
    return const_cast<placed_objects*>(this)->around(address);
  }

  // Takes the place of all it overlaps.
  void put(const placed_object& o) {
    const auto first = reaching(o.address);
    const auto last = from(first, o.end());
    if (first == last) {
      all_.insert(first, o);
    } else {
      *first = o;
      all_.erase(first + 1, last);
    }
  }

  // Forgets what has a byte in the range.
  void erase(const void* begin, std::size_t bytes) {
    const auto* const at = static_cast<const std::byte*>(begin);
    const auto first = reaching(at);
    all_.erase(first, from(first, at + bytes));
  }

 private:
  using place = std::vector<placed_object>::iterator;

  // The first that ends behind the address: ends are sorted as beginnings are.
  place reaching(const std::byte* address) {
    return std::partition_point(all_.begin(), all_.end(),
                                [&](const placed_object& o) { return o.end() <= address; });
  }
  place from(place first, const std::byte* address) {
    return std::partition_point(first, all_.end(),
                                [&](const placed_object& o) { return o.address < address; });
  }

  std::vector<placed_object> all_;
};

}  // namespace suture
