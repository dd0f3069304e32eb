// logical_id: which logical thread, as thread::id is in the backends that explore.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>

namespace suture::sync {

// Of no thread at first. Threads have the numbers of this_thread_id: the main thread 0, the k-th
// that was created k.
class logical_id {
 public:
  constexpr logical_id() noexcept = default;
  constexpr explicit logical_id(std::uint32_t number) noexcept : number_(number + 1) {}

  friend constexpr bool operator==(logical_id, logical_id) noexcept = default;
  friend constexpr auto operator<=>(logical_id, logical_id) noexcept = default;
  friend std::ostream& operator<<(std::ostream& out, logical_id id) {
    return id.number_ == 0 ? out << "no thread" : out << id.number_ - 1;
  }
  std::size_t hash() const noexcept { return number_; }

 private:
  std::uint32_t number_ = 0;
};

}  // namespace suture::sync

template <>
struct std::hash<suture::sync::logical_id> {
  std::size_t operator()(suture::sync::logical_id id) const noexcept { return id.hash(); }
};
