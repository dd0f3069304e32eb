// Does a loop that seems to do nothing change static data, or memory of malloc?
//
// Such memory belongs to the whole process, the engine included, so its contents cannot be compared
// as a run's own can (state_elsewhere.hpp). But a word that a loop counts in changes again and
// again: it is looked at three times while the loop goes round, and what differs each time is a
// state. What other threads of the process do by themselves is too rare to be taken for it.
//
// Seen are the writable segments of the executable and malloc's main heap, up to 64 MiB; not what
// malloc takes from the system by itself (large blocks, other OS threads' arenas), nor shared
// libraries. Dear: for the first time that a loop is met. What one round changes once and for all
// is seen by round_audit.hpp.
#pragma once

#include <cstddef>
#include <span>

#include "model/execution/memory_image.hpp"

namespace suture {

class memory_watch {
 public:
  void begin();  // keeps what is there
  void stop() { on_ = false; }
  bool on() const { return on_; }
  void look();  // keeps which words have changed; once
  // Have some of those changed again? Words in `own` do not count. Stops.
  bool still_changes(std::span<const std::span<const std::byte>> own);

 private:
  struct changed_word {
    const volatile memory_image::word* at;
    memory_image::word value;
  };

  bool on_ = false, looked_ = false;
  memory_image before_;
  mapped_array<changed_word> changed_;
  std::size_t changed_count_ = 0;
};

}  // namespace suture
