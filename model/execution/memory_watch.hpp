// Does a loop that seems to do nothing change static data, or memory of malloc?
//
// Such memory belongs to the whole process, the engine included, so its contents cannot be compared
// as a run's own can (state_elsewhere.hpp). But a word that a loop counts in changes again and
// again: it is looked at three times while the loop goes round, and what differs each time is a
// state. What other threads of the process do by themselves is too rare to be taken for it.
//
// Seen are the writable segments of the executable and malloc's main heap, up to 64 MiB; not what
// malloc takes from the system by itself (large blocks, other OS threads' arenas), nor shared
// libraries. Dear: for the first time that a loop is met.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace suture {

class memory_watch {
 public:
  memory_watch() = default;
  ~memory_watch();
  memory_watch(const memory_watch&) = delete;
  memory_watch& operator=(const memory_watch&) = delete;

  void begin();  // keeps what is there
  void stop() { on_ = false; }
  bool on() const { return on_; }
  void look();  // keeps which words have changed; once
  // Have some of those changed again? Words in `own` do not count. Stops.
  bool still_changes(std::span<const std::span<const std::byte>> own);

 private:
  using word = std::uint64_t;
  struct changed_word {
    const volatile word* at;
    word value;
  };
  // Memory of its own from the system, as that of malloc is what is looked at.
  template <class T>
  struct mapped {
    T* items = nullptr;
    std::size_t room = 0;
    bool reserve(std::size_t count);
    void give_back();
  };

  bool on_ = false, looked_ = false;
  std::span<const word> regions_[8];
  std::size_t region_count_ = 0;
  mapped<word> kept_;
  mapped<changed_word> changed_;
  std::size_t changed_count_ = 0;
};

}  // namespace suture
