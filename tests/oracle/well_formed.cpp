#include <algorithm>
#include <optional>
#include <set>

#include "tests/oracle/program.hpp"

namespace suture::oracle {
namespace {

using std::memory_order;

bool valid_for_load(memory_order order) {
  return order == std::memory_order_relaxed || order == std::memory_order_acquire ||
         order == std::memory_order_seq_cst;
}

bool valid_for_store(memory_order order) {
  return order == std::memory_order_relaxed || order == std::memory_order_release ||
         order == std::memory_order_seq_cst;
}

bool valid_order(const instruction& i) {
  switch (i.what) {
    case action::load:
    case action::await:
      return valid_for_load(i.order);
    case action::store:
      return valid_for_store(i.order);
    case action::fence:
      return i.order != std::memory_order_relaxed && i.order != std::memory_order_consume;
    case action::cas_strong:
    case action::cas_weak:
      return valid_for_load(i.failure) && i.order != std::memory_order_consume;
    default:
      return i.order != std::memory_order_consume;
  }
}

bool in_range(const program& p, const instruction& i) {
  switch (i.what) {
    case action::fence:
    case action::skip_if:
      return true;
    case action::choose:
      return i.constant > 0;
    case action::lock:
    case action::unlock:
      return i.location < p.mutexes;
    default:
      return i.location < p.locations.size();
  }
}

/// The mutexes held before each instruction and at the end, ignoring skips; none if a lock or an
/// unlock is misused.
std::optional<std::vector<std::set<unsigned>>> held_before(const std::vector<instruction>& thread) {
  std::vector<std::set<unsigned>> held(1);
  for (const instruction& i : thread) {
    std::set<unsigned> now = held.back();
    if (i.what == action::lock && !now.insert(i.location).second) return std::nullopt;
    if (i.what == action::unlock && now.erase(i.location) == 0) return std::nullopt;
    held.push_back(std::move(now));
  }
  return held;
}

bool locks_nest(const std::vector<instruction>& thread) {
  const auto held = held_before(thread);
  if (!held || !held->back().empty()) return false;
  for (std::size_t at = 0; at < thread.size(); ++at) {
    if (thread[at].what != action::skip_if) continue;
    const std::size_t target = std::min(at + 1 + thread[at].skip, thread.size());
    if ((*held)[at] != (*held)[target]) return false;
  }
  return true;
}

bool accesses_location(const instruction& i) {
  return i.what == action::store || (reads(i) && i.what != action::lock);
}

bool plain_ones_apart(const program& p) {
  std::set<unsigned> plain;
  std::set<unsigned> atomic;
  for (const auto& thread : p.threads) {
    for (const instruction& i : thread) {
      if (i.plain && ((i.what != action::load && i.what != action::store) ||
                      i.order != std::memory_order_relaxed))
        return false;
      if (accesses_location(i)) (i.plain ? plain : atomic).insert(i.location);
    }
  }
  return std::none_of(plain.begin(), plain.end(),
                      [&atomic](unsigned l) { return atomic.contains(l); });
}

}  // namespace

bool well_formed(const program& p) {
  return plain_ones_apart(p) &&
         std::all_of(p.threads.begin(), p.threads.end(), [&p](const auto& thread) {
           return locks_nest(thread) &&
                  std::all_of(thread.begin(), thread.end(),
                              [&p](const auto& i) { return in_range(p, i) && valid_order(i); });
         });
}

}  // namespace suture::oracle
