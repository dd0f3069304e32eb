// Selectively uniform random walk: the order of the accesses to one location is drawn evenly.
//
// Zhao, Wolff, Mathur, Roychoudhury, "Selectively Uniform Concurrency Testing", ASPLOS 2025. Each
// run draws a location that threads share, in proportion to how often it is accessed. Which thread
// accesses it next is drawn beforehand, by how many accesses it and its children have left; the
// others wait in front of it, and whatever else threads do goes on in any order meanwhile.
//
// Deviations: counts are what a profile says of the average run, and without one this is the
// uniform walk. Where the thread that was drawn cannot go on and all others wait in front of the
// location, another is drawn.
#pragma once

#include <memory>
#include <vector>

#include "model/explore/sampling/profile.hpp"
#include "model/explore/sampling/sampler.hpp"

namespace suture {

class surw final : public sampler {
 public:
  surw(const memory_model& model, const strategy_options& options);

  std::string_view name() const override { return "surw"; }

 private:
  void begin() override;
  thread_id pick(const run_view& run, std::span<const thread_id> willing) override;
  bool is_at_it(const run_view& run, thread_id t);
  bool is_it(const graph& g, location_id l);
  thread_id draw_next(const graph& g, std::span<const thread_id> among);

  std::shared_ptr<const profile> known_;
  std::uint64_t accesses_ = 0;                        // to all shared locations
  const profile::shared_location* chosen_ = nullptr;  // in this run
  location_id chosen_here_ = no_location;             // its number in it, once it is seen
  std::vector<bool> others_;                          // locations that are not the chosen one
  thread_id next_ = no_thread;                        // who accesses it next
  std::vector<thread_id> free_;                       // who may go on
};

extern const strategy_kind surw_kind;

}  // namespace suture
