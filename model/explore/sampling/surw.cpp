#include "model/explore/sampling/surw.hpp"

#include <algorithm>

#include "model/explore/sampling/weighted.hpp"

namespace suture {

surw::surw(const memory_model& model, const strategy_options& options)
    : sampler(model, options), known_(options.known) {
  if (!known_) return;
  for (const profile::shared_location& at : known_->shared) accesses_ += at.accesses;
}

void surw::begin() {
  chosen_ = nullptr;
  chosen_here_ = no_location;
  others_.clear();
  next_ = no_thread;
  if (accesses_ == 0) return;
  std::uint64_t left = random().next() % accesses_;
  for (const profile::shared_location& at : known_->shared) {
    if (left < at.accesses) {
      chosen_ = &at;
      return;
    }
    left -= at.accesses;
  }
}

bool surw::is_it(const graph& g, location_id l) {
  if (l == no_location) return false;
  if (chosen_here_ != no_location) return l == chosen_here_;
  if (others_.size() <= l) others_.resize(l + 1, false);
  if (others_[l]) return false;
  if (key_of_location(g, l) == chosen_->key) {
    chosen_here_ = l;
    return true;
  }
  others_[l] = true;
  return false;
}

bool surw::is_at_it(const run_view& run, thread_id t) {
  const event* pending = run.thread(t).next_event();
  return pending != nullptr && is_it(run.events(), pending->location);
}

thread_id surw::draw_next(const graph& g, std::span<const thread_id> among) {
  const work_left left(chosen_->by, known_->runs);
  return draw_weighted(random(), among, [&](thread_id t) {
    std::uint32_t done = 0;
    if (chosen_here_ != no_location) {
      const location& at = g.where(chosen_here_);
      for (std::uint32_t i = 0; i < at.accessors; ++i) {
        if (at.accesses[i].thread == t) {
          done = static_cast<std::uint32_t>(at.accesses[i].ids.size());
        }
      }
    }
    return left.of(g, t, done);
  });
}

thread_id surw::pick(const run_view& run, std::span<const thread_id> willing) {
  if (chosen_ == nullptr) return any_of(willing);
  if (next_ == no_thread) next_ = draw_next(run.events(), run.unfinished());
  free_.clear();
  for (const thread_id t : willing) {
    if (t == next_ || !is_at_it(run, t)) free_.push_back(t);
  }
  if (free_.empty()) {
    next_ = draw_next(run.events(), willing);
    free_.push_back(next_);
  }
  const thread_id goes = any_of(free_);
  if (goes == next_ && is_at_it(run, goes)) next_ = no_thread;
  return goes;
}

constinit const strategy_kind surw_kind{
    .name = "surw",
    .summary = "each order of the accesses to one location, drawn for the run, as likely as others",
    .traits = {.samples = true, .divisible = true, .learns = true},
    .make = make_sampler<surw>};

}  // namespace suture
