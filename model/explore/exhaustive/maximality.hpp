// When may a write revisit a read?
//
// TruSt (Kokologiannakis, Marmanis, Gladstein, Vafeiadis: "Truly Stateless, Optimal Dynamic Partial
// Order Reduction", POPL 2022). A write w that comes late can have been read by a read r that was
// added before it. Taking the value from w after all means to drop what was added after r and is
// not in w's prefix. The same smaller graph is reached from many larger ones; it is built only from
// the one in which everything dropped, and r, had been added with the latest choice each time.
#pragma once

#include <vector>

#include "model/graph/graph.hpp"

namespace suture {

class mo_tails;

// A revisit under consideration. `trigger` is the newest event; `past` says of each event whether
// it must stay for its sake: for a write its prefix; for a decrement that reaches zero, see
// blind_counts.hpp.
struct revisit_view {
  const graph& g;
  event_id trigger;
  event_id target;
  std::span<const std::uint8_t> past;
  mo_tails* tails = nullptr;

  bool kept(event_id e) const { return e <= target || past[e] != 0; }
};

// For long modification orders, so that asking whether a write is overtaken takes no walk along all
// that come after it. Worked out for a view when first asked; begin() forgets.
class mo_tails {
 public:
  void begin() { ++stamp_; }
  // Is some write at place `from` or later of l's modification order previous to `by`?
  bool overtaken(const revisit_view& v, event_id by, location_id l, std::size_t from);

 private:
  struct tail {
    std::uint64_t stamp = 0;
    std::vector<event_id> earliest;  // by place: the least event that counts as there
  };
  std::uint64_t stamp_ = 0;
  std::vector<tail> by_location_;
};

// The po ∪ rf prefix of `w`, itself included.
void prefix_of(const graph& g, event_id w, std::vector<std::uint8_t>& past);

// What stays: what is kept, and of each thread whose creation stays its start.
void keep_for(const revisit_view& v, std::vector<std::uint8_t>& keep);

// May the trigger, the newest event, revisit the target? The target must lie outside of `past`.
bool revisitable(const revisit_view& v);

// The newest event from v.target on that lies outside of `past` and is not maximal, or no_event:
// the trigger may revisit the targets after it and no others. So many targets need only one look at
// what would have to go. Of use as long as the graph and `past` stay the same.
event_id newest_fixed(const revisit_view& v, mo_tails& tails);

}  // namespace suture
