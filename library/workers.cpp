#include "library/workers.hpp"

namespace suture {

namespace {

class checked_searcher final : public searcher {
 public:
  explicit checked_searcher(const options& how) : how_(how), session_(how.memory, limits_of(how)) {}
  execution& run() override { return session_.exploring(); }
  std::unique_ptr<strategy> begin() override {
    return make_strategy("exhaustive", session_.model(), strategy_options_of(how_));
  }

 private:
  const options& how_;
  session session_;
};

}  // namespace

divided_exploration search_divided(const std::function<void()>& body, const options& how,
                                   const budget& b, const attendance& attended,
                                   const std::string& code, const progress_callback& progress) {
  const searcher_factory make = [&how] { return std::make_unique<checked_searcher>(how); };
  division d;
  d.jobs = how.jobs;
  d.part = {how.shard - 1, how.shards};
  d.from = attended.from;
  if (attended.keep) {
    d.keep = [&](const search_state& state) { attended.keep(code, state); };
  }
  return explore_divided(body, make, limits_of(how), b, d, progress);
}

}  // namespace suture
