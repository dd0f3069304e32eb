#include <utility>

#include "tests/oracle/generate.hpp"

namespace suture::oracle {
namespace {

using instructions = std::vector<instruction>;

/// Removes one instruction; a skip over it becomes shorter.
void erase(instructions& thread, std::size_t at) {
  for (std::size_t i = 0; i < at; ++i) {
    instruction& skip = thread[i];
    if (skip.what == action::skip_if && i + skip.skip >= at) --skip.skip;
  }
  thread.erase(thread.begin() + static_cast<std::ptrdiff_t>(at));
}

/// Removes an instruction, a lock together with its unlock.
void erase_whole(instructions& thread, std::size_t at) {
  const instruction removed = thread[at];
  if (removed.what == action::lock) {
    std::size_t end = at + 1;
    while (end < thread.size() &&
           (thread[end].what != action::unlock || thread[end].location != removed.location))
      ++end;
    if (end < thread.size()) erase(thread, end);
  }
  erase(thread, at);
}

std::vector<std::memory_order> weaker(std::memory_order order) {
  switch (order) {
    case std::memory_order_relaxed:
      return {};
    case std::memory_order_acq_rel:
      return {std::memory_order_relaxed, std::memory_order_acquire, std::memory_order_release};
    case std::memory_order_seq_cst:
      return {std::memory_order_relaxed, std::memory_order_acquire, std::memory_order_release,
              std::memory_order_acq_rel};
    default:
      return {std::memory_order_relaxed};
  }
}

bool is_update_with_result(const instruction& i) {
  return i.what == action::fetch_add || i.what == action::exchange ||
         i.what == action::cas_strong || i.what == action::cas_weak;
}

/// The instructions a step simpler than this one: a simpler kind, a weaker order, a smaller
/// constant. Those that make no sense are sorted out later. No chain of steps leads in a circle.
instructions simpler(const instruction& i) {
  instructions result;
  const auto add = [&](auto change) {
    result.push_back(i);
    change(result.back());
  };
  if (is_update_with_result(i)) {
    result.push_back(load(i.result, i.location, i.order));
    result.push_back(load(i.result, i.location, std::memory_order_relaxed));
  }
  if (i.spurious) add([](instruction& o) { o.spurious = false; });
  if (i.what == action::cas_weak && !i.spurious)
    add([](instruction& o) { o.what = action::cas_strong; });
  if (i.what != action::lock && i.what != action::unlock)
    for (const auto order : weaker(i.order)) add([order](instruction& o) { o.order = order; });
  for (const auto order : weaker(i.failure)) add([order](instruction& o) { o.failure = order; });
  if (i.operand.base) add([](instruction& o) { o.operand.base.reset(); });
  if (i.operand.constant > 1) add([](instruction& o) { o.operand.constant = 1; });
  if (i.constant > 0) add([](instruction& o) { --o.constant; });
  return result;
}

/// The program without a location or mutex that nothing uses.
void drop_unused(program& p) {
  const auto drop = [&p](unsigned count, auto is_of_kind, auto remove) {
    for (unsigned number = count; number-- > 0;) {
      bool used = false;
      for (const auto& thread : p.threads)
        for (const instruction& i : thread) used = used || (is_of_kind(i) && i.location == number);
      if (used) continue;
      remove(number);
      for (auto& thread : p.threads)
        for (instruction& i : thread)
          if (is_of_kind(i) && i.location > number) --i.location;
    }
  };
  const auto of_mutex = [](const instruction& i) {
    return i.what == action::lock || i.what == action::unlock;
  };
  const auto of_location = [&of_mutex](const instruction& i) {
    return !of_mutex(i) && (reads(i) || i.what == action::store);
  };
  drop(p.mutexes, of_mutex, [&p](unsigned) { --p.mutexes; });
  drop(static_cast<unsigned>(p.locations.size()), of_location,
       [&p](unsigned number) { p.locations.erase(p.locations.begin() + number); });
}

}  // namespace

std::vector<program> simpler(const program& p) {
  std::vector<program> result;
  const auto offer = [&](program candidate) {
    if (well_formed(candidate) && !(candidate == p)) result.push_back(std::move(candidate));
  };
  program compact = p;
  drop_unused(compact);
  offer(compact);
  for (std::size_t t = 0; t < p.threads.size() && p.threads.size() > 1; ++t) {
    program candidate = p;
    candidate.threads.erase(candidate.threads.begin() + static_cast<std::ptrdiff_t>(t));
    offer(std::move(candidate));
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (std::size_t i = 0; i < p.threads[t].size(); ++i) {
      program candidate = p;
      erase_whole(candidate.threads[t], i);
      offer(std::move(candidate));
    }
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    for (std::size_t i = 0; i < p.threads[t].size(); ++i) {
      for (const instruction& other : simpler(p.threads[t][i])) {
        program candidate = p;
        candidate.threads[t][i] = other;
        offer(std::move(candidate));
      }
    }
  }
  return result;
}

}  // namespace suture::oracle
