// Items in memory from the system, for those who watch malloc's.
#pragma once

#include <sys/mman.h>

#include <cstddef>

namespace suture {

template <class T>
class mapped_array {
 public:
  mapped_array() = default;
  ~mapped_array() { give_back(); }
  mapped_array(const mapped_array&) = delete;
  mapped_array& operator=(const mapped_array&) = delete;

  // False where the system has none. What was there is lost where it grows.
  bool reserve(std::size_t count) {
    if (count <= room_) return true;
    give_back();
    void* const memory = mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return false;
    items_ = static_cast<T*>(memory);
    room_ = count;
    return true;
  }
  T* data() { return items_; }
  const T* data() const { return items_; }

 private:
  void give_back() {
    if (items_ != nullptr) munmap(items_, room_ * sizeof(T));
    items_ = nullptr;
    room_ = 0;
  }

  T* items_ = nullptr;
  std::size_t room_ = 0;
};

}  // namespace suture
