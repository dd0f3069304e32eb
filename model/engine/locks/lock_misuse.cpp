#include "model/engine/locks/lock_misuse.hpp"

#include <fmt/format.h>

namespace suture::lock_misuse {

namespace {

std::string at(const sync::site& where) {
  return *where.file == '\0' ? std::string() : " at " + to_string(where);
}

std::string since(const sync::site& where) {
  return *where.file == '\0' ? std::string() : " since " + to_string(where);
}

std::string self(const execution& run) { return fmt::format("thread {}", run.current()); }

std::string_view manner(const execution& run, location_id l, lock_mode mode) {
  if (run.objects().kind_of(l) != primitive::shared_mutex) return "";
  return mode == lock_mode::shared ? " shared" : " exclusively";
}

finding misuse(std::string message, std::vector<finding::place> places) {
  return {std::string(finding_kind::misuse), std::move(message), std::move(places), {}};
}

std::string_view why_not_again(primitive kind, lock_mode held, lock_mode wanted) {
  if (kind != primitive::shared_mutex) return "it is not recursive: sync::recursive_mutex is";
  if (held == lock_mode::shared && wanted == lock_mode::shared) {
    return "a writer that waits in between may keep out both: hold it once";
  }
  return held == lock_mode::shared ? "give the shared hold back before asking for the exclusive one"
                                   : "the exclusive hold includes the shared one";
}

// Where the running thread last gave `l` back; empty where it has not.
sync::site given_back(const execution& run, location_id l) {
  const graph& g = run.events();
  const std::vector<event_id>& own = g.thread(run.current()).events;
  for (std::size_t i = run.here().events; i-- > 0;) {
    const event& e = g[own[i]];
    if (e.location == l && e.is_write()) return e.where;
  }
  return {};
}

}  // namespace

finding taken_again(const execution& run, const held_lock& held, lock_mode mode,
                    const sync::site& where) {
  const location_id l = held.lock;
  const std::string name = run.objects().described(l);
  const std::string me = self(run);
  return misuse(
      fmt::format("{} takes {}{}{}, which it holds{}{}: {}", me, name, manner(run, l, mode),
                  at(where), manner(run, l, held.mode), since(held.since),
                  why_not_again(run.objects().kind_of(l), held.mode, mode)),
      {{fmt::format("{} takes {} again", me, name), where},
       {fmt::format("{} takes {}", me, name), held.since}});
}

finding not_held(const execution& run, location_id l, lock_mode mode, const sync::site& where) {
  const std::string name = run.objects().described(l);
  const std::string me = self(run);
  const std::string does = fmt::format("{} gives {} back{}", me, name, manner(run, l, mode));
  std::vector<finding::place> places{{does, where}};
  if (const held_lock* mine = run.thread(run.current()).held.find(l)) {
    places.push_back(
        {fmt::format("{} takes {}{}", me, name, manner(run, l, mine->mode)), mine->since});
    return misuse(fmt::format("{}{}, but holds it{}{}: {} is right", does, at(where),
                              manner(run, l, mine->mode), since(mine->since),
                              mode == lock_mode::shared ? "unlock" : "unlock_shared"),
                  places);
  }
  for (const thread_id t : run.unfinished()) {
    const held_lock* its = run.thread(t).held.find(l);
    if (its == nullptr) continue;
    places.push_back({fmt::format("thread {} takes {}", t, name), its->since});
    return misuse(fmt::format("{}{}, which thread {} holds{}: only who took it may", does,
                              at(where), t, since(its->since)),
                  places);
  }
  const sync::site before = given_back(run, l);
  if (*before.file != '\0') {
    places.push_back({fmt::format("{} gives {} back before", me, name), before});
    return misuse(fmt::format("{}{}, which it has given back{}: once for each time taken", does,
                              at(where), at(before)),
                  places);
  }
  return misuse(fmt::format("{}{}, which it does not hold: take it first", does, at(where)),
                places);
}

finding ends_holding(const execution& run, const held_lock& held) {
  const std::string name = run.objects().described(held.lock);
  const std::string me = self(run);
  return misuse(fmt::format("{} ends while it holds {}, taken{}: nobody else may give it back", me,
                            name, at(held.since)),
                {{fmt::format("{} takes {}", me, name), held.since}});
}

finding waits_without(const execution& run, location_id queue, location_id mutex,
                      const sync::site& where) {
  const std::string me = self(run);
  return misuse(fmt::format("{} waits{} on {} without {}: wait with the lock held", me, at(where),
                            run.objects().described(queue),
                            mutex == no_location ? "a mutex" : run.objects().described(mutex)),
                {{fmt::format("{} waits", me), where}});
}

finding waits_with_another(const execution& run, location_id queue, location_id mutex,
                           thread_id other, location_id its, const sync::site& its_place,
                           const sync::site& where) {
  const std::string me = self(run);
  return misuse(
      fmt::format("{} waits{} on {} with {}, while thread {} waits{} with {}: all who wait at a "
                  "time use one mutex",
                  me, at(where), run.objects().described(queue), run.objects().described(mutex),
                  other, at(its_place), run.objects().described(its)),
      {{fmt::format("{} waits", me), where}, {fmt::format("thread {} waits", other), its_place}});
}

}  // namespace suture::lock_misuse
