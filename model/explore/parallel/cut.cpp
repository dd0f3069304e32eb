#include "model/explore/parallel/cut.hpp"

namespace suture {

namespace {

// What looking for the depth may cost: runs for each item that is wanted, and events in all runs.
constexpr std::uint64_t runs_per_item = 8;
constexpr std::uint64_t most_events = 2'000'000;

// Counts the items and does none.
class item_count final : public partition {
 public:
  bool mine(std::uint64_t item, bool subtree) override {
    items = item + 1;
    below = below || subtree;
    return false;
  }
  std::uint64_t items = 0;
  bool below = false;  // something begins at the depth of the cut
};

}  // namespace

std::uint32_t cut_depth(searcher& with, const std::function<void()>& body, const limits& l,
                        const std::vector<std::string>& refused, std::uint64_t items) {
  std::uint64_t runs = 0;
  std::uint64_t events = 0;
  for (std::uint32_t depth = 1;; ++depth) {
    const std::unique_ptr<strategy> search = with.begin();
    search->refuse(refused);
    item_count count;
    search->divide(depth, count);
    while (graph* g = search->next_run()) {
      const run_end end = with.run().run(body, *g, *search, l);
      ++runs;
      events += g->size();
      if (with.run().interrupted()) return depth;
      search->end_run(with.run(), end);
      // A search that must begin anew is cut anew.
      const bool dear = runs >= runs_per_item * items || events >= most_events;
      if (search->restart() || count.items >= items || dear) return depth;
    }
    if (!count.below || count.items >= items) return depth;
  }
}

}  // namespace suture
