#include "model/execution/round_audit.hpp"

#include <algorithm>
#include <span>

#include "model/execution/execution.hpp"
#include "model/execution/identity_key.hpp"
#include "model/execution/round_place.hpp"
#include "model/execution/standing.hpp"

namespace suture {

namespace {

// More differ only where something else is going on in the process.
constexpr std::size_t most_kept = 4096;

using word = memory_image::word;

word bytes_that_differ(word a, word b) {
  word mask = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    const word byte = word{0xFF} << shift;
    if (((a ^ b) & byte) != 0) mask |= byte;
  }
  return mask;
}

std::uint64_t mixed_with_choices(std::uint64_t kind, const graph& g) {
  for (event_id id = 0; id < g.size(); ++id) {
    const event& e = g[id];
    if (e.kind != event_kind::choice || e.value == 0) continue;
    kind =
        mixed(mixed(kind, key_of_thread(g, e.thread)), (std::uint64_t{e.index} << 32U) | e.value);
  }
  return kind;
}

}  // namespace

constinit thread_local round_audit* auditing = nullptr;

void stack_gap::tell_entry() { auditing->enters(); }
void stack_gap::tell_exit() { auditing->leaves(); }

kind_of_round kind_of_round_in(const graph& g, const thread_round& round) {
  const std::vector<event_id>& own = g.thread(round.thread).events;
  const auto with = [&](std::uint64_t kind, std::uint32_t i) {
    const event& e = g[own[i]];
    kind = mixed(mixed(kind, e.where.line), static_cast<std::uint64_t>(e.kind));
    if (e.location != no_location) kind = mixed(kind, key_of_location(g, e.location));
    return mixed(mixed(kind, e.value), reads_news(g, own[i]) ? 1 : 0);
  };
  kind_of_round kind;
  kind.round = mixed_with_choices(round_place(g, round.thread, round.first), g);
  for (std::uint32_t i = round.first; i < round.last; ++i) kind.round = with(kind.round, i);
  kind.history = kind.round;
  for (std::uint32_t i = 0; i < round.first; ++i) kind.history = with(kind.history, i);
  return kind;
}

round_audit::knowledge round_audit::known(const sync::site& where,
                                          const kind_of_round& kind) const {
  const auto of_line = known_.find({where.line, where.file});
  if (of_line == known_.end()) return knowledge::unknown;
  const auto& [rounds, histories] = of_line->second;
  if (const auto h = histories.find(kind.history); h != histories.end()) return h->second;
  if (histories.size() < most_at_a_line) return knowledge::unknown;
  if (const auto r = rounds.find(kind.round); r != rounds.end()) return r->second;
  return rounds.size() < most_at_a_line ? knowledge::unknown : knowledge::idle;
}

void round_audit::ask(const thread_round& round, const sync::site& where,
                      const kind_of_round& kind) {
  round_ = round;
  auto& [rounds, histories] = known_[{where.line, where.file}];
  of_round_ = &rounds[kind.round];
  of_history_ = &histories[kind.history];
  // So it is where no run comes to the round again.
  *of_history_ = knowledge::leaves_marks;
  passes_left_ = passes;
  changed_own_ = false;
  asked_ = true;
}

void round_audit::begin_run(execution& run) {
  run_ = &run;
  outer_ = auditing;
  asked_ = outside_ = false;
  changed_count_ = 0;
  const bool wanted =
      passes_left_ != 0 && changed_.reserve(most_kept) && earlier_.reserve(most_kept);
  auditing = wanted ? this : nullptr;
}

void round_audit::end_run() {
  auditing = outer_;
  run_ = nullptr;
}

bool round_audit::again() {
  if (passes_left_ == 0) return false;
  if (asked_) return true;
  if (passes_left_ == passes) {
    std::copy_n(changed_.data(), changed_count_, earlier_.data());
    earlier_count_ = changed_count_;
  }
  if (--passes_left_ != 0) return true;
  const std::span<const change> earlier{earlier_.data(), earlier_count_};
  const std::span<const change> now{changed_.data(), changed_count_};
  const bool marks = changed_own_ || std::any_of(now.begin(), now.end(), [&](const change& c) {
                       return std::find(earlier.begin(), earlier.end(), c) != earlier.end();
                     });
  *of_history_ = marks ? knowledge::leaves_marks : knowledge::idle;
  *of_round_ = std::max(*of_round_, *of_history_);
  return true;
}

bool round_audit::concerns() const {
  if (run_ != execution::active() || run_->tearing_down()) return false;
  const moment now = run_->here();
  return now.thread == round_.thread && now.events > round_.first && now.events <= round_.last;
}

void round_audit::leaves() {
  outside_ = concerns();
  if (!outside_) return;
  elsewhere_ = run_->state_elsewhere();
  if (!before_.take(memory_image::scope::process)) changed_own_ = true;
}

void round_audit::enters() {
  if (!outside_) return;
  std::size_t count = changed_count_;  // this object is among what is compared
  before_.each_change([&](const volatile word*, word before, word now) {
    const word mask = bytes_that_differ(before, now);
    if (count < most_kept) changed_.data()[count++] = {mask, now & mask};
  });
  const bool same = elsewhere_ == run_->state_elsewhere();
  changed_count_ = count;
  changed_own_ |= !same;
  outside_ = false;
}

}  // namespace suture
