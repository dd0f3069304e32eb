#include "model/explore/shrinking/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <tuple>
#include <vector>

#include "model/explore/make_strategy.hpp"
#include "model/explore/replay.hpp"
#include "model/explore/shrinking/attempt.hpp"
#include "model/explore/shrinking/ddmin.hpp"
#include "model/explore/shrinking/planned_run.hpp"

namespace suture {

namespace {

constexpr std::uint32_t weight_of_odd = 2;  // in switches

std::vector<std::tuple<std::string, std::string, std::uint32_t>> lines_of(const finding& f) {
  std::vector<std::tuple<std::string, std::string, std::uint32_t>> lines;
  for (const finding::place& p : f.places) {
    lines.emplace_back(p.where.file, p.where.function, p.where.line);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

class shrinking {
 public:
  shrinking(execution& run, const std::function<void()>& body, const limits& l,
            const shrink_budget& most)
      : run_(run), body_(body), limits_(l), most_(most) {}

  shrunk shrink(const schedule& decisions) {
    replay first(decisions);
    best_ = make(first);
    shrunk result{decisions, {}, best_.cost, best_.cost, 0};
    if (best_.found) result.what = *best_.found;
    if (best_.found && best_.found->kind != finding_kind::timeout &&
        best_.found->kind != finding_kind::nondeterminism) {
      original_ = best_.cost;
      wanted_ = *best_.found;
      while (round()) {
      }
      if (search_anew()) {
        while (round()) {
        }
      }
      if (!late_ && is_repeated()) {
        result.decisions = best_.decisions;
        result.what = *best_.found;
        result.after = best_.cost;
      }
    }
    result.runs = runs_;
    return result;
  }

 private:
  attempt make(strategy& s) { return make(s, *s.next_run()); }
  attempt make(strategy& s, graph& g) {
    ++runs_;
    attempt a = attempt_of(run_, body_, limits_, s, g);
    events_ += a.cost.events;
    return a;
  }

  bool used_up() {
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
    late_ = late_ || spent.count() > most_.seconds;
    return late_ || runs_ >= most_.runs || events_ >= most_.events;
  }

  // Takes the plan where its run has the same finding and is simpler.
  bool take(plan p) {
    if (used_up()) return false;
    planned_run s(std::move(p));
    attempt a = make(s);
    if (!a.found || !same_bug(*a.found, wanted_)) return false;
    if (a.cost.switches > original_.switches || !simpler(a.cost, best_.cost)) return false;
    best_ = std::move(a);
    return true;
  }

  // True where the schedule has become simpler.
  bool round() {
    const complexity before = best_.cost;
    drop();
    join_blocks();
    extend_blocks();
    return simpler(best_.cost, before) && !used_up();
  }

  // Leaves out blocks and oddities. Without a block its thread's next one makes up for it.
  void drop() {
    const plan whole = best_.carried_out;
    ddmin(whole.size(), [&](const std::vector<std::size_t>& kept) {
      plan part;
      for (const std::size_t i : kept) {
        if (i < whole.blocks.size()) {
          part.blocks.push_back(whole.blocks[i]);
        } else {
          part.odd.push_back(whole.odd[i - whole.blocks.size()]);
        }
      }
      return take(std::move(part));
    });
  }

  // Brings a thread's next block forward, so that the two are one.
  void join_blocks() {
    for (std::size_t i = 0; i < best_.carried_out.blocks.size(); ++i) {
      bool again = true;
      while (again) {
        again = false;
        plan joined = best_.carried_out;
        if (i >= joined.blocks.size()) break;
        for (std::size_t j = i + 1; j < joined.blocks.size(); ++j) {
          if (joined.blocks[j].thread != joined.blocks[i].thread) continue;
          joined.blocks[i].until = joined.blocks[j].until;
          joined.blocks.erase(joined.blocks.begin() + static_cast<std::ptrdiff_t>(j));
          again = take(std::move(joined));
          break;
        }
      }
    }
  }

  // Lets a thread go on to its end.
  void extend_blocks() {
    for (std::size_t i = 0; i < best_.carried_out.blocks.size(); ++i) {
      plan extended = best_.carried_out;
      if (extended.blocks[i].until == plan_block::end) continue;
      extended.blocks[i].until = plan_block::end;
      take(std::move(extended));
    }
  }

  // What is left may be simple for its kind, and another way to the finding simpler: looks for one
  // among the runs with few preemptions, which are few themselves. True where there was one.
  bool search_anew() {
    constexpr std::uint32_t most_preemptions = 2;
    bool found = false;
    for (std::uint32_t p = 0; p <= most_preemptions && p < best_.cost.switches && !found; ++p) {
      const auto few = make_strategy(fmt::format("bounded:{}", p), run_.model(), {});
      for (graph* g = nullptr; !used_up() && (g = few->next_run()) != nullptr;) {
        const attempt a = make(*few, *g);
        found = a.found && same_bug(*a.found, wanted_) && simpler(a.cost, best_.cost) &&
                a.cost.switches <= original_.switches;
        if (!found) continue;
        best_ = a;
        break;
      }
    }
    return found;
  }

  // A token replays the schedule, not the plan.
  bool is_repeated() {
    replay again(best_.decisions);
    const attempt a = make(again);
    return a.found && a.found->kind == best_.found->kind &&
           a.found->message == best_.found->message && a.cost == best_.cost;
  }

  execution& run_;
  const std::function<void()>& body_;
  const limits& limits_;
  const shrink_budget& most_;
  finding wanted_;
  complexity original_;
  attempt best_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  bool late_ = false;
  std::uint32_t runs_ = 0;
  std::uint64_t events_ = 0;
};

}  // namespace

bool simpler(const complexity& a, const complexity& b) {
  const auto rank = [](const complexity& c) {
    return std::make_tuple(c.switches + weight_of_odd * c.odd, c.odd, c.decisions, c.events);
  };
  return rank(a) < rank(b);
}

bool same_bug(const finding& a, const finding& b) {
  if (a.kind != b.kind) return false;
  if (a.kind == finding_kind::check && a.message != b.message) return false;
  return lines_of(a) == lines_of(b);
}

shrunk shrink(execution& run, const std::function<void()>& body, const limits& l,
              const schedule& decisions, const shrink_budget& most) {
  return shrinking(run, body, l, most).shrink(decisions);
}

}  // namespace suture
