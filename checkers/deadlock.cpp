#include "checkers/deadlock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "checkers/wait_for.hpp"
#include "checkers/wording.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

using threads = std::vector<blocked_thread>;

bool unfinished(const threads& all, thread_id t) {
  return std::any_of(all.begin(), all.end(),
                     [&](const blocked_thread& b) { return b.thread == t; });
}

std::string lock_name(const run_view& run, const blocked_thread& t) {
  const bool internal = run.thread(t.thread).next_event()->has(event_flag::internal);
  return internal ? "the wait queue of " + run.objects().name_of(t.on)
                  : run.objects().described(t.on);
}

// "held by thread 2 since a.cpp:21", or what is odd about that.
std::string held_by(const threads& all, const blocked_thread& waiter, const lock_hold& holder) {
  const std::string since =
      *holder.since.file == '\0' ? std::string() : " since " + to_string(holder.since);
  if (waiter.behind_writers) {
    return fmt::format(", behind the writer {}, which waits{}", wording::thread(holder.thread),
                       wording::since(holder.since));
  }
  if (holder.thread == waiter.thread) return fmt::format(", which it holds itself{}", since);
  return fmt::format(" held by {}{}{}", wording::thread(holder.thread), since,
                     unfinished(all, holder.thread) ? "" : ", which has ended");
}

std::string sleep_clause(const run_view& run, const threads& all, const blocked_thread& t,
                         const lock_hold* taker) {
  const std::string name = run.objects().name_of(t.on);
  if (t.kind == wait_kind::condition) return fmt::format("on condition variable {}", name);
  if (taker != nullptr) {
    return fmt::format("on {}, taken by {}{}{}", name,
                       taker->thread == t.thread ? "itself" : wording::thread(taker->thread),
                       wording::at(taker->since),
                       unfinished(all, taker->thread) ? "" : ", which has ended");
  }
  // What is wider may be a pointer, which has no name here, or no number at all.
  if (run.events().where(t.on).size > sizeof(std::uint32_t)) {
    return fmt::format("on {}, which {}", name,
                       t.now == t.expected ? "is still the same" : "has another value since");
  }
  if (t.now == t.expected) return fmt::format("on {}, which still holds {}", name, t.now);
  return fmt::format("on {} as it held {}, which now holds {}", name, t.expected, t.now);
}

// "semaphore s, which is at 0", or who keeps it from going on.
std::string count_clause(const run_view& run, const blocked_thread& t, const lock_hold* holder) {
  const std::string name = run.objects().described(t.on);
  const std::string who = holder == nullptr            ? std::string()
                          : holder->thread == t.thread ? "itself"
                                                       : wording::thread(holder->thread);
  if (t.what == primitive::barrier) {
    return fmt::format("{}, where {} more {} to arrive", name, t.now, t.now == 1 ? "is" : "are");
  }
  if (t.what == primitive::once_flag) {
    return fmt::format("{}, whose function {} runs{}", name, holder == nullptr ? "nobody" : who,
                       holder == nullptr ? std::string() : wording::since(holder->since));
  }
  if (holder == nullptr) return fmt::format("{}, which is at {}", name, t.now);
  return fmt::format("{}, which {} has taken{}", name, who, wording::at(holder->since));
}

const lock_hold* holder_of(const blocked_thread& t) {
  return t.holders.empty() || t.asleep() ? nullptr : &t.holders.front();
}

// " of a (0) or b (1)": what a thread that goes round in a loop has read there, each once.
std::string read_in_loop(const run_view& run, const blocked_thread& t) {
  constexpr std::uint64_t most_shown = 0xFFFFFFFF;  // beyond that it may well be an address
  const graph& g = run.events();
  std::vector<location_id> named;
  std::string text;
  for (const watched_read& seen : run.thread(t.thread).watched) {
    const location_id l = seen.location;
    if (std::find(named.begin(), named.end(), l) != named.end()) continue;
    text += named.empty() ? " of " : " or ";
    text += run.objects().name_of(l);
    const std::uint64_t value = g.value_of(g.latest(l), l);
    if (value <= most_shown) text += fmt::format(" ({})", value);
    named.push_back(l);
  }
  return text;
}

// What one thread waits for. `holder` says which of several is meant, or who took a futex word.
std::string clause(const run_view& run, const threads& all, const blocked_thread& t,
                   const lock_hold* holder) {
  const std::string self = wording::thread(t.thread);
  const std::string place = wording::at(t.where);
  switch (t.kind) {
    case wait_kind::lock:
      return fmt::format("{} waits{} for {}{}", self, place, lock_name(run, t),
                         holder == nullptr ? std::string() : held_by(all, t, *holder));
    case wait_kind::count:
      return fmt::format("{} waits{} for {}", self, place, count_clause(run, t, holder));
    case wait_kind::join:
      return fmt::format("{} waits{} for {} to end", self, place, wording::thread(holder->thread));
    case wait_kind::futex:
    case wait_kind::condition:
      return fmt::format("{} sleeps{} {}", self, place, sleep_clause(run, all, t, holder));
    case wait_kind::spin:
      break;
  }
  return fmt::format("{} waits in a loop{} for a change{}", self, place, read_in_loop(run, t));
}

void add_places(const run_view& run, finding& f, const blocked_thread& t, const lock_hold* holder) {
  const std::string self = wording::thread(t.thread);
  if (t.kind == wait_kind::lock || t.kind == wait_kind::count) {
    const std::string lock = lock_name(run, t);
    f.places.push_back({fmt::format("{} waits for {}", self, lock), t.where});
    if (holder == nullptr) return;
    f.places.push_back(
        {fmt::format("{} takes {}", wording::thread(holder->thread), lock), holder->since});
  } else if (t.kind == wait_kind::join) {
    f.places.push_back(
        {fmt::format("{} joins {}", self, wording::thread(holder->thread)), t.where});
  } else {
    f.places.push_back({fmt::format("{} {}", self, t.asleep() ? "sleeps" : "waits"), t.where});
    if (holder == nullptr) return;
    f.places.push_back(
        {fmt::format("{} takes {}", wording::thread(holder->thread), run.objects().name_of(t.on)),
         holder->since});
  }
}

finding cycle_found(const run_view& run, const threads& all, const std::vector<wait_edge>& cycle) {
  finding f;
  f.kind = finding_kind::deadlock;
  for (const wait_edge& e : cycle) {
    if (!f.message.empty()) f.message += "; ";
    f.message += clause(run, all, *e.waiter, &e.holder);
    add_places(run, f, *e.waiter, &e.holder);
  }
  return f;
}

// Everybody who waits for more than the end of somebody else, `first` first.
finding waiting_list(const run_view& run, const threads& all, std::string_view kind,
                     const blocked_thread& first, const lock_hold* holder, std::string_view why) {
  finding f;
  f.kind = kind;
  f.message = clause(run, all, first, holder) + std::string(why);
  add_places(run, f, first, holder);
  for (const blocked_thread& t : all) {
    if (&t == &first || t.kind == wait_kind::join) continue;
    f.message += "; " + clause(run, all, t, holder_of(t));
  }
  return f;
}

std::optional<finding> ended_holder(const run_view& run, const threads& all) {
  for (const blocked_thread& t : all) {
    if (t.holders.empty() || unfinished(all, t.holders.front().thread)) continue;
    if (t.asleep() && t.now != t.expected) continue;
    if (t.what == primitive::semaphore) continue;  // anybody may release it
    return waiting_list(run, all, finding_kind::deadlock, t, &t.holders.front(), "");
  }
  return std::nullopt;
}

bool waits_for_a_sleeper(const threads& all) {
  return std::any_of(all.begin(), all.end(), [&](const blocked_thread& t) {
    if (t.kind == wait_kind::count) return true;  // anybody may be who would go on with it
    return t.kind != wait_kind::join &&
           std::any_of(t.holders.begin(), t.holders.end(), [&](const lock_hold& h) {
             return std::any_of(all.begin(), all.end(), [&](const blocked_thread& other) {
               return other.thread == h.thread && other.asleep();
             });
           });
  });
}

bool sleep_on_two_words(const threads& all) {
  location_id first = no_location;
  for (const blocked_thread& t : all) {
    if (t.kind != wait_kind::futex) continue;
    if (first != no_location && t.on != first) return true;
    first = t.on;
  }
  return false;
}

std::optional<finding> sleepers(const run_view& run, const threads& all) {
  const auto overslept = [](const blocked_thread& t) { return t.asleep() && t.now != t.expected; };
  auto first = std::find_if(all.begin(), all.end(), overslept);
  const bool lost = first != all.end();
  if (!lost) {
    first =
        std::find_if(all.begin(), all.end(), [](const blocked_thread& t) { return t.asleep(); });
  }
  if (first == all.end()) return std::nullopt;
  const bool mutual = !lost && (sleep_on_two_words(all) || waits_for_a_sleeper(all));
  return waiting_list(run, all, mutual ? finding_kind::deadlock : finding_kind::lost_wakeup, *first,
                      nullptr, ", and nobody is left to wake it");
}

std::string_view nobody_left(const blocked_thread& t) {
  if (t.kind == wait_kind::spin) return ", and nobody is left to make one";
  if (t.what == primitive::semaphore) return ", and nobody is left to release it";
  if (t.what == primitive::latch) return ", and nobody is left to count it down";
  return t.what == primitive::barrier ? ", and nobody is left to do so" : "";
}

std::optional<finding> judge(const run_view& run, const threads& all) {
  const std::vector<wait_edge> cycle = find_cycle(all);
  if (!cycle.empty()) return cycle_found(run, all, cycle);
  if (auto ended = ended_holder(run, all)) return ended;
  if (auto asleep = sleepers(run, all)) return asleep;
  const auto first = std::find_if(all.begin(), all.end(), [](const blocked_thread& t) {
    return t.kind == wait_kind::spin || t.kind == wait_kind::count;
  });
  if (first == all.end()) return std::nullopt;
  return waiting_list(run, all, finding_kind::deadlock, *first, holder_of(*first),
                      nobody_left(*first));
}

// The lock's name; empty for one of `sync`, which the graph knows.
std::string marked_name(const run_view& run, const void* lock) {
  const placed_object* there = run.objects().places().around(lock);
  const bool atomic = there != nullptr && there->kind == object_kind::atomic;
  if (atomic && run.events().where(there->id).lock) return {};
  if (std::string name = run.objects().name_at(lock); !name.empty()) return name;
  return atomic ? run.objects().name_of(there->id) : "a lock of its own making";
}

bool already_names(const finding& f, const std::string& lock) {
  return std::any_of(f.places.begin(), f.places.end(),
                     [&](const finding::place& p) { return p.what.ends_with(" " + lock); });
}

}  // namespace

void deadlock_checker::on_mark_lock(run_view& run, const void* lock, bool taken, sync::site where) {
  marked_.mark(run.current(), lock, taken, where);
}

// Who holds which lock that only its marks tell of, where the message has not named it.
void deadlock_checker::name_marked(const run_view& run, finding& f) {
  if (mutated("marked_locks_are_named")) return;
  for (const thread_id t : run.unfinished()) {
    for (const marked_locks::hold& h : marked_.of(t)) {
      const std::string name = marked_name(run, h.lock);
      if (h.depth <= 0 || name.empty() || already_names(f, name)) continue;
      f.message +=
          fmt::format("; {} holds {} since {}", wording::thread(t), name, to_string(h.since));
      f.places.push_back({fmt::format("{} takes {}", wording::thread(t), name), h.since});
    }
  }
}

void deadlock_checker::end_run(run_view& run, run_end end) {
  if (end != run_end::blocked) return;
  std::optional<finding> f = judge(run, blocked_threads(run));
  if (!f) return;
  name_marked(run, *f);
  run.report(std::move(*f));
}

}  // namespace suture
