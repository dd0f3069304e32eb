// Numbers in as few bytes as they need: seven bits a byte, the lowest first, the top bit set on all
// but the last (LEB128).
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace suture {

inline void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>((value & 0x7FU) | 0x80U);
  out += static_cast<char>(value);
}

// Reads from the front of a byte string. Throws std::out_of_range where the bytes run out or a
// number does not fit.
class byte_reader {
 public:
  explicit byte_reader(std::string_view bytes) : rest_(bytes) {}

  std::string_view rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }
  std::string_view take(std::uint64_t count) {
    if (count > rest_.size()) throw std::out_of_range("the bytes run out");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(take(1).front());
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    throw std::out_of_range("a number does not end");
  }
  std::uint32_t varint32() {
    const std::uint64_t value = varint();
    if (value > 0xFFFFFFFFU) throw std::out_of_range("a number is too large");
    return static_cast<std::uint32_t>(value);
  }

 private:
  std::string_view rest_;
};

}  // namespace suture
