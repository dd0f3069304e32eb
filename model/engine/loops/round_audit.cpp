#include "model/engine/loops/round_audit.hpp"

#include <algorithm>
#include <span>

#include "model/engine/execution.hpp"
#include "model/engine/loops/round_place.hpp"
#include "model/engine/loops/standing.hpp"
#include "model/graph/identity_key.hpp"

namespace suture {

namespace {

// More differ only where something else is going on in the process.
constexpr std::size_t most_kept = 1024;

using word = memory_image::word;

word bytes_that_differ(word a, word b) {
  word mask = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    const word byte = word{0xFF} << shift;
    if (((a ^ b) & byte) != 0) mask |= byte;
  }
  return mask;
}

// What the event has told its thread.
std::uint64_t said_by(const graph& g, event_id id) {
  const event& e = g[id];
  std::uint64_t said = mixed(e.where.line, static_cast<std::uint64_t>(e.kind));
  if (e.location != no_location) said = mixed(said, key_of_location(g, e.location));
  return mixed(mixed(said, e.value), e.flags & (event_flag::zero | event_flag::spurious));
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
  kind_of_round kind;
  kind.round = mixed_with_choices(round_place(g, round.thread, round.first), g);
  for (std::uint32_t i = round.first; i < round.last; ++i) {
    kind.round = mixed(mixed(kind.round, said_by(g, own[i])), reads_news(g, own[i]) ? 1 : 0);
  }
  kind.history = kind.round;
  if (round.last == 0) return kind;
  const event& newest = g[own[round.last - 1]];
  for (event_id id = 0; id < g.size(); ++id) {  // in any order, as it differs from run to run
    if (!g.in_prefix(g[id], newest)) continue;
    kind.history += mixed(mixed(key_of_thread(g, g[id].thread), g[id].index), said_by(g, id));
  }
  return kind;
}

round_audit::knowledge round_audit::known(const sync::site& where,
                                          const kind_of_round& kind) const {
  static const loops_at_line none;
  const auto of_line = known_.find({where.line, where.file});
  const auto& [rounds, histories] = of_line == known_.end() ? none : of_line->second;
  if (const auto h = histories.find(kind.history); h != histories.end()) return h->second;
  if (histories.size() < most_at_a_line_ && copied_ < most_words) return knowledge::unknown;
  const auto r = rounds.find(kind.round);
  if (r == rounds.end() || r->second == knowledge::idle) return knowledge::taken_for_idle;
  return r->second;
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
  lost_ = false;
  asked_ = true;
}

void round_audit::begin_run(execution& run) {
  run_ = &run;
  outer_ = auditing;
  asked_ = outside_ = false;
  yielded_ = {};
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
  const bool marks =
      lost_ || std::any_of(now.begin(), now.end(), [&](const change& c) {
        return std::any_of(earlier.begin(), earlier.end(),
                           [&](const change& before) { return c.same_bytes(before); });
      });
  *of_history_ = marks ? knowledge::leaves_marks : knowledge::idle;
  *of_round_ = std::max(*of_round_, *of_history_);
  return true;
}

bool round_audit::concerns() const {
  if (run_ != execution::active() || run_->tearing_down()) return false;
  const moment now = run_->here();
  if (now.thread != round_.thread || now.events > round_.last) return false;
  const bool begins = now.events == round_.first && round_.from_yield;
  return now.events > round_.first ||
         (begins && yielded_.thread == now.thread && yielded_.events == now.events);
}

void round_audit::leaves() {
  outside_ = concerns();
  if (!outside_) return;
  std::size_t parts = 0;
  if (parts_.reserve(most_kept)) {
    run_->each_part_elsewhere([&](std::span<const std::byte> part) {
      if (parts < most_kept && !part.empty()) parts_.data()[parts++] = part;
    });
  }
  lost_ |= !before_.take({parts_.data(), parts});
  copied_ += before_.words();
}

void round_audit::enters() {
  if (outside_) compare();
  outside_ = false;
}

void round_audit::yields() { yielded_ = run_->here(); }

void round_audit::compare() {
  std::size_t count = changed_count_;  // this object is among what is compared
  before_.each_change([&](const volatile word* at, word then, word now) {
    change* const end = changed_.data() + count;
    change* const known =
        std::find_if(changed_.data(), end, [&](const change& c) { return c.at == at; });
    if (known != end) {
      known->now = now;
    } else if (count < most_kept) {
      changed_.data()[count++] = {at, then, now};
    }
  });
  changed_count_ = count;
}

void round_audit::settle() {
  change* const end = changed_.data() + changed_count_;
  change* const kept = std::remove_if(changed_.data(), end, [](change& c) {
    const std::span<const word> there{const_cast<const word*>(c.at), 1};
    if (!memory_image::part_there(there).empty()) c.now = memory_image::value_at(c.at);
    return c.now == c.then;
  });
  changed_count_ = static_cast<std::size_t>(kept - changed_.data());
}

word round_audit::change::mask() const { return bytes_that_differ(then, now); }

bool round_audit::change::same_bytes(const change& other) const {
  return mask() == other.mask() && (now & mask()) == (other.now & other.mask());
}

}  // namespace suture
