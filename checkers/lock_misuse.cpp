#include "checkers/lock_misuse.hpp"

#include <fmt/format.h>

#include <optional>

#include "checkers/lock_holders.hpp"
#include "checkers/wording.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

// By what `a`'s thread has done to the mutex, as far as the running thread knows.
std::optional<lock_hold> known_hold(const run_view& run, const location::accesses_of& a) {
  const graph& g = run.events();
  std::optional<lock_hold> held;
  for (const event_id id : a.ids) {
    const event& e = g[id];
    if (!run.knows({a.thread, e.index})) break;
    if (!e.is_write() || e.has(event_flag::internal)) continue;
    const bool given_back = e.op == rmw_op::none || e.op == rmw_op::sub;
    held = given_back ? std::nullopt : std::optional(lock_hold{a.thread, e.where});
  }
  return held;
}

std::optional<lock_hold> holder(const run_view& run, location_id l) {
  if (const held_lock* mine = run.thread(run.current()).held.find(l)) {
    return lock_hold{run.current(), mine->since};
  }
  const location& loc = run.events().where(l);
  std::optional<lock_hold> lowest;
  for (std::uint32_t i = 0; i < loc.accessors; ++i) {
    if (loc.accesses[i].thread == run.current()) continue;
    const auto held = known_hold(run, loc.accesses[i]);
    if (held && (!lowest || held->thread < lowest->thread)) lowest = held;
  }
  return lowest;
}

void report(run_view& run, location_id l, ending how, const lock_hold& by, std::string_view does,
            std::string_view right, const sync::site& where) {
  const std::string_view ends = how == ending::replaced ? "makes an object over" : "destroys";
  const std::string name = run.objects().described(l);
  const std::string self = wording::thread(run.current());
  const std::string other = by.thread == run.current() ? "it" : wording::thread(by.thread);
  run.report({std::string(finding_kind::misuse),
              fmt::format("{} {} {}{} while {} {}{}: {}", self, ends, name, wording::at(where),
                          other, does, wording::since(by.since), right),
              {{fmt::format("{} {} {}", self, ends, name), where},
               {fmt::format("{} {}", wording::thread(by.thread), does), by.since}},
              {}});
}

}  // namespace

void lock_misuse_checker::on_end_atomic(run_view& run, location_id l, const void*, ending how,
                                        sync::site where) {
  const primitive kind = run.objects().kind_of(l);
  if (is_mutex(kind)) {
    if (const auto by = holder(run, l); by && !mutated("held_mutexes_do_not_end"))
      report(run, l, how, *by, "holds it", "it must be free", where);
  } else if (kind == primitive::condition_variable) {
    if (const auto s = run.known_sleeper(l); s && !mutated("queues_end_without_sleepers")) {
      report(run, l, how, {s->thread, s->where}, "waits on it", "notify all who wait first", where);
    }
  }
}

}  // namespace suture
