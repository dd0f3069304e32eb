#include "model/explore/explaining/prefixes.hpp"

#include <algorithm>

#include "model/explore/replay.hpp"
#include "model/explore/sampling/random_walk.hpp"

namespace suture {

namespace {

// Follows a schedule for some questions, and a random walk from then on.
class strayed_run final : public strategy {
 public:
  strayed_run(const schedule& s, std::uint32_t followed, random_walk& walk)
      : replay_(s), followed_(followed), walk_(walk) {}

  std::string_view name() const override { return "strayed"; }
  graph* next_run() override { return walk_.next_run() == nullptr ? nullptr : replay_.next_run(); }
  thread_id pick_thread(const run_view& run) override { return now().pick_thread(run); }
  read_choice pick_read(const run_view& run, const event& proto) override {
    return now().pick_read(run, proto);
  }
  std::uint32_t pick_place(const run_view& run, const event& proto) override {
    return now().pick_place(run, proto);
  }
  std::uint32_t pick_choice(const run_view& run, std::uint32_t n) override {
    return now().pick_choice(run, n);
  }
  bool tries_condition(const sync::site&, std::uint64_t) override { return true; }

 private:
  decider& now() {
    return replay_.questions() < followed_ ? static_cast<decider&>(replay_) : walk_;
  }

  replay replay_;
  std::uint32_t followed_;
  random_walk& walk_;
};

class estimating {
 public:
  estimating(execution& run, const std::function<void()>& body, const limits& l,
             const schedule& decisions, const prefix_options& how)
      : run_(run), body_(body), limits_(l), decisions_(decisions), how_(how) {}

  prefix_estimate at(std::uint32_t k) {
    prefix_estimate e{k, how_.walks, 0, false};
    schedule prefix;
    for (const deviation& d : decisions_) {
      if (d.question < k) prefix.push_back(d);
    }
    replay base(prefix);
    run_.run(body_, *base.next_run(), base, limits_);
    e.base_passes = !run_.found();
    random_walk walk(how_.seed, run_.model());
    for (std::uint32_t i = 0; i < how_.walks; ++i) {
      strayed_run strayed(decisions_, k, walk);
      run_.run(body_, *strayed.next_run(), strayed, limits_);
      if (run_.found()) ++e.failed;
    }
    return e;
  }

 private:
  execution& run_;
  const std::function<void()>& body_;
  const limits& limits_;
  const schedule& decisions_;
  const prefix_options& how_;
};

}  // namespace

std::size_t largest_jump(const std::vector<prefix_estimate>& all) {
  std::size_t best = 0;
  double most = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const double jump = all[i].failing() - all[i - 1].failing();
    if (jump > most) best = i, most = jump;
  }
  return best;
}

std::vector<prefix_estimate> estimate_prefixes(execution& run, const std::function<void()>& body,
                                               const limits& l, const schedule& decisions,
                                               std::uint32_t questions, const prefix_options& how) {
  estimating one(run, body, l, decisions, how);
  std::vector<prefix_estimate> all;
  const std::uint32_t points = std::min(std::max(how.points, 2U), questions + 1);
  for (std::uint32_t i = 0; i < points; ++i) {
    const std::uint64_t spread = points == 1 ? 0 : std::uint64_t{questions} * i / (points - 1);
    all.push_back(one.at(static_cast<std::uint32_t>(spread)));
  }
  // The interval with the largest jump is halved until its ends are neighbours.
  for (std::size_t i = largest_jump(all); i > 0; i = largest_jump(all)) {
    const std::uint32_t low = all[i - 1].decisions;
    const std::uint32_t high = all[i].decisions;
    if (high - low < 2) break;
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(i), one.at(low + (high - low) / 2));
  }
  return all;
}

}  // namespace suture
