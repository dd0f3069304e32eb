// Strategies and checkers of one's own.
//
//   class few_switches final : public suture::sampler { … };        // who goes on
//   suture::add_strategy(few_switches_kind);
//   suture::check(body, {.strategy = "few_switches"});
//
//   class no_relaxed_stores final : public suture::observer { … };  // run.report(finding)
//   const suture::extra_checker strict([] { return std::make_unique<no_relaxed_stores>(); });
//   suture::check(body);
//
// A strategy decides (model/run/decider.hpp); one that draws its runs says only who goes on
// (model/explore/sampling/sampler.hpp). A checker is an observer of runs (model/run/observer.hpp),
// which sees each as run_view.hpp shows it. What a name of another header does is said there.
#pragma once

#include <functional>
#include <memory>

#include "model/explore/sampling/sampler.hpp"
#include "model/explore/strategy_kind.hpp"
#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"

namespace suture {

// Makes the strategy known by its name, to options::strategy as to SUTURE_STRATEGY. Throws
// std::invalid_argument where the name is taken or empty or has a colon in it, or where it cannot
// be made. `kind` must live as long as the process does. Not while a check is under way.
void add_strategy(const strategy_kind& kind);

// While it lives, each OS thread that makes runs, for a check, a replay or a report on a finding,
// has an observer made by `make`, which is told of everything, after Suture's own checkers. It must
// judge a run by that run alone: a finding is made again from its token before it is told. And by
// what is known to happen before (run_view::knows), or by the graph, not by what came first: a
// search carries out one of the many orders that a graph allows. Not to be made or ended while a
// check is under way.
class [[nodiscard]] extra_checker {
 public:
  explicit extra_checker(std::function<std::unique_ptr<observer>()> make);
  ~extra_checker();
  extra_checker(const extra_checker&) = delete;
  extra_checker& operator=(const extra_checker&) = delete;

 private:
  friend class extra_checkers;
  std::function<std::unique_ptr<observer>()> make_;
};

}  // namespace suture
