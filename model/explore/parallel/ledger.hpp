// What the workers of a divided search share: which items are taken, and what those done came to.
//
// Results are folded in the order of the items, so that what is reported depends neither on the
// number of workers nor on their speed: the finding of the lowest item wins, and counted is what a
// lone worker would have counted up to it. All members may be called from any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "model/explore/parallel/search_state.hpp"
#include "model/explore/parallel/shard.hpp"

namespace suture {

class ledger {
 public:
  // Goes on from `state`. `workers` is how many there will be. Of `b`, only runs and stop_at_first
  // are looked at.
  ledger(search_state state, shard part, const budget& b, unsigned workers);

  // --- for workers ---------------------------------------------------------------------------

  // Takes the item for the caller: false where it is another's, done, or of no interest any more.
  bool claim(std::uint64_t item);
  // Can the item, or a later one, still change what is reported?
  bool matters(std::uint64_t item) const {
    return !stopped_.load(std::memory_order_relaxed) &&
           item <= bound_.load(std::memory_order_relaxed);
  }
  // Has the budget been used up for sure by the items before it and `runs` of its own?
  bool used_up(std::uint64_t runs) const {
    return budget_.runs != 0 && folded_runs_.load(std::memory_order_relaxed) + runs >= budget_.runs;
  }
  void finish(unsigned worker, std::uint64_t item, item_result&& result);
  // Progress in the item that the worker is at.
  void report(unsigned worker, const statistics& counts);
  // Instead of finish: the item's last run showed that the search must begin anew and learn
  // `refused` (strategy::refusals). Whoever sees it may say so.
  void refuse(std::uint64_t item, std::uint64_t runs, const std::vector<std::string>& refused);
  // The worker has seen all there is.
  void walked() { walked_.store(true, std::memory_order_relaxed); }

  // --- for who waits for them ------------------------------------------------------------------

  // Is there nothing to do, because `state` had decided it all?
  bool settled() const { return settled_; }
  void only_up_to(std::uint64_t item) { lower_bound_to(item); }
  void stop() { stopped_.store(true, std::memory_order_relaxed); }
  search_state snapshot();
  // Everything that has been done, in whatever order.
  statistics done();

  // Once the workers have ended.
  struct outcome {
    search_state state;
    bool stopped = false;
    bool overflow = false;  // item state.folded must be done again, to the end of the budget only
    std::vector<std::string> refused;  // not empty: the search must begin anew
    std::uint64_t given_up = 0;        // runs of a lone worker until it knew
  };
  outcome close();

 private:
  static constexpr std::uint64_t none = ~std::uint64_t{0};

  void fold();
  void fold_in(std::uint64_t item, item_result&& result);
  void lower_bound_to(std::uint64_t item);

  const shard part_;
  const budget budget_;
  const search_state before_;               // what is done from the start
  std::atomic<std::uint64_t> next_{0};      // items below are taken
  std::atomic<std::uint64_t> bound_{none};  // items above do not matter
  std::atomic<std::uint64_t> folded_runs_{0};
  std::atomic<bool> stopped_{false};
  std::atomic<bool> walked_{false};

  std::mutex guard_;  // of what follows
  search_state state_;
  bool closed_ = false;  // nothing more is folded: it is decided
  bool settled_ = false;
  bool overflow_ = false;
  std::uint64_t refused_in_ = none;
  std::uint64_t refused_runs_ = 0;
  std::vector<std::string> refused_;
  statistics finished_;           // sum of all items done, folded or not
  std::vector<statistics> live_;  // by worker
};

}  // namespace suture
