#include "checkers/race.hpp"

#include <fmt/format.h>

#include <utility>

#include "checkers/atomic_uses.hpp"
#include "checkers/wording.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

bool same(const moment& a, const moment& b) { return a.thread == b.thread && a.events == b.events; }

}  // namespace

void race_checker::on_plain(run_view& run, const plain_access& seen) {
  object& o = objects_[seen.object];
  if (seen.write) {
    note_write(run, o, {run.here(), deed::write, seen.where});
  } else {
    note_read(run, o, {run.here(), deed::read, seen.where});
  }
}

void race_checker::begin_run(run_view&) {
  readers_used_ = 0;
  plain_sides_.clear();
}

race_checker::object* race_checker::known_plain_side_of(const run_view& run, location_id l) {
  const std::uint32_t data = run.objects().plain_at(l);
  if (data != no_plain) return &objects_[data];
  for (object& o : plain_sides_) {
    if (o.atomic == l) return &o;
  }
  return nullptr;
}

race_checker::object& race_checker::plain_side_of(const run_view& run, location_id l) {
  if (object* known = known_plain_side_of(run, l)) return *known;
  object& o = plain_sides_.emplace_back();
  const lifetime& life = run.objects().life_of(l);
  o.address = life.address;
  o.made = life.made_at;
  o.atomic = l;
  return o;
}

// The atomic accesses of the graph on one side, the plain ones noted here on the other.
void race_checker::on_plain_at_atomic(run_view& run, location_id l, const plain_access& seen) {
  object& o = plain_side_of(run, l);
  const access now{run.here(), seen.write ? deed::write : deed::read, seen.where};
  if (const auto other = access_unordered_with_now(run, run.events(), l, !seen.write);
      other && !mutated("plain_races_with_atomic")) {
    const deed what = other->write ? deed::atomic_write : deed::atomic_read;
    conflict(run, o, {{other->use.thread, 0}, what, other->use.where}, now);
  }
  seen.write ? note_write(run, o, now) : note_read(run, o, now);
}

void race_checker::on_atomic_beside_plain(run_view& run, event_id first) {
  const event& e = run.events()[first];
  object* o = known_plain_side_of(run, e.location);
  if (o == nullptr || e.is_plain() || mutated("atomic_races_with_plain")) return;
  const bool writes = e.is_write() || e.has(event_flag::rmw);
  const access now{run.here(), writes ? deed::atomic_write : deed::atomic_read, e.where};
  if (!run.knew(o->write.when, first)) conflict(run, *o, o->write, now);
  if (!writes) return;
  if (o->readers == unshared) {
    if (!run.knew(o->read.when, first)) conflict(run, *o, o->read, now);
    return;
  }
  for (const access& r : readers_[o->readers]) {
    if (!run.knew(r.when, first)) conflict(run, *o, r, now);
  }
}

void race_checker::on_make_plain(run_view& run, const plain_access& made, bool) {
  if (objects_.size() <= made.object) objects_.resize(made.object + 1);
  object& o = objects_[made.object];
  o.write = {run.here(), deed::make, made.where};
  o.read.when = {};
  o.readers = unshared;
  o.address = made.address;
  o.made = made.where;
}

void race_checker::on_end_plain(run_view& run, const plain_access& end, ending how) {
  note_write(run, objects_[end.object], {run.here(), deed_of(how), end.where});
}

void race_checker::note_read(run_view& run, object& o, const access& now) {
  if (o.readers == unshared && same(o.read.when, now.when)) return;
  if (!run.knows(o.write.when) && !mutated("reads_race_with_writes")) {
    conflict(run, o, o.write, now);
  }
  if (o.readers == unshared) {
    if (run.knows(o.read.when)) {
      o.read = now;
      return;
    }
    o.readers = spare_readers();
    readers_[o.readers].push_back(o.read);
  }
  for (access& r : readers_[o.readers]) {
    if (r.when.thread != now.when.thread) continue;
    r = now;
    return;
  }
  readers_[o.readers].push_back(now);
}

// After a write in the same epoch nothing can conflict that did not conflict with that one.
void race_checker::note_write(run_view& run, object& o, const access& now) {
  if (!same(o.write.when, now.when)) {
    if (!run.knows(o.write.when) && !mutated("writes_race_with_writes")) {
      conflict(run, o, o.write, now);
    }
    if (!mutated("writes_race_with_reads")) check_reads(run, o, now);
    o.read.when = {};
    o.readers = unshared;
  }
  o.write = now;
}

// Of several unordered reads, the one of the lowest thread is reported.
void race_checker::check_reads(run_view& run, const object& o, const access& now) {
  if (o.readers == unshared) {
    if (!run.knows(o.read.when)) conflict(run, o, o.read, now);
    return;
  }
  const access* unordered = nullptr;
  for (const access& r : readers_[o.readers]) {
    if (run.knows(r.when)) continue;
    if (unordered == nullptr || r.when.thread < unordered->when.thread) unordered = &r;
  }
  if (unordered != nullptr) conflict(run, o, *unordered, now);
}

std::uint32_t race_checker::spare_readers() {
  if (readers_.size() == readers_used_) readers_.emplace_back();
  readers_[readers_used_].clear();
  return readers_used_++;
}

void race_checker::touch_block(run_view& run, const block& b, deed what, sync::site where) {
  for (const placed_object& p : run.objects().places().in(b.address, b.bytes)) {
    if (!p.alive || p.kind != object_kind::plain) continue;
    note_write(run, objects_[p.id], {run.here(), what, where});
  }
}

// What is wrong with the pointer or with the block's state is the memory checker's to say.
void race_checker::on_retire(run_view& run, const block* b, const void* address, sync::site where) {
  if (b == nullptr || b->address != address || b->state != block_state::live) return;
  touch_block(run, *b, deed::retire, where);
}

void race_checker::on_revive(run_view& run, const block* b, const void* address, sync::site where) {
  if (b == nullptr || b->address != address || b->state != block_state::retired) return;
  touch_block(run, *b, deed::revive, where);
}

void race_checker::on_end_atomic(run_view& run, location_id l, const void*, ending how,
                                 sync::site where) {
  if (!run.knows(run.objects().life_of(l).made)) return on_unmade_cell(run, l, where);
  if (object* plain = known_plain_side_of(run, l)) {
    note_write(run, *plain, {run.here(), deed_of(how), where});
  }
  const auto use = use_not_ordered_before_now(run, l);
  if (!use || mutated("ends_are_writes")) return;
  const std::string name = run.objects().name_of(l);
  const std::string ender = wording::thread(run.current());
  const std::string user = wording::thread(use->thread);
  const bool replaced = how == ending::replaced;
  finding f;
  f.kind = replaced ? finding_kind::race : finding_kind::use_after_free;
  f.message = fmt::format("{} is {} by {}{} while {}'s access{} is not ordered before it", name,
                          replaced ? "made over" : "destroyed", ender, wording::at(where), user,
                          wording::at(use->where));
  f.places = {{fmt::format("{} uses {}", user, name), use->where},
              {fmt::format("{} {} {}", ender, replaced ? "makes an object over" : "destroys", name),
               where}};
  run.report(std::move(f));
}

void race_checker::on_make_over_remains(run_view& run, const placed_object& remains,
                                        sync::site where) {
  const lifetime& life = run.objects().life_of(remains);
  if (run.knows(life.ended)) return;
  const std::string name = remains.kind == object_kind::atomic
                               ? run.objects().name_of(remains.id)
                               : wording::data(run, remains.address, life.made_at);
  report_pair(run, {fmt::format("thread {} ends {}", life.ended.thread, name), life.ended_at},
              {fmt::format("thread {} makes an object in its place", run.current()), where});
}

void race_checker::on_unmade_cell(run_view& run, location_id l, sync::site where) {
  const std::string name = run.objects().name_of(l);
  const lifetime& life = run.objects().life_of(l);
  const std::string user = wording::thread(run.current());
  report_pair(run, {fmt::format("thread {} makes {}", life.made.thread, name), life.made_at},
              {fmt::format("{} uses it", user), where});
}

// Another thread's object stands where this one believes its own to be; or memory another thread
// allocated, in which nothing was ever made: whoever makes something there later does so without an
// order to this use, else it would have been made by now. (One's own is for the memory checker.)
void race_checker::on_invalid_access(run_view& run, const void* address, object_kind kind,
                                     sync::site where) {
  const std::string user = wording::thread(run.current());
  const placed_object* there = run.objects().places().around(address);
  if (there != nullptr && there->alive) {
    const lifetime& life = run.objects().life_of(*there);
    if (run.knows(life.made)) return;
    const std::string what = kind == object_kind::atomic ? "an atomic" : "plain data";
    return report_pair(run,
                       {fmt::format("thread {} makes an object", life.made.thread), life.made_at},
                       {fmt::format("{} uses {} in its place", user, what), where});
  }
  const block* b = run.memory().find(address);
  if (kind != object_kind::plain || b == nullptr || b->state != block_state::live) return;
  if (b->allocated.thread == run.current() || there != nullptr) return;
  const std::string name = wording::data(run, address, {});
  run.report({std::string(finding_kind::race),
              fmt::format("{} uses {}{} before it is made in {}", user, name, wording::at(where),
                          wording::block(*b)),
              {{fmt::format("{} uses {}", user, name), where},
               {fmt::format("thread {} allocates", b->allocated.thread), b->allocated_at}},
              {}});
}

void race_checker::report_pair(run_view& run, finding::place one, finding::place two) {
  finding f;
  f.kind = finding_kind::race;
  f.message = fmt::format("{}{}, {}{}, and nothing orders them", one.what, wording::at(one.where),
                          two.what, wording::at(two.where));
  if (wording::stands_before(two.where, one.where)) std::swap(one, two);
  f.places = {std::move(one), std::move(two)};
  run.report(std::move(f));
}

race_checker::deed race_checker::deed_of(ending how) {
  switch (how) {
    case ending::destroyed:
      return deed::destroy;
    case ending::freed:
      return deed::free;
    case ending::replaced:
      break;
  }
  return deed::replace;
}

const char* race_checker::verb(deed what) {
  switch (what) {
    case deed::read:
      return "reads";
    case deed::write:
      return "writes";
    case deed::atomic_read:
      return "atomically reads";
    case deed::atomic_write:
      return "atomically writes";
    case deed::make:
      return "makes";
    case deed::destroy:
      return "destroys";
    case deed::free:
      return "frees";
    case deed::replace:
      return "makes an object over";
    case deed::retire:
      return "retires";
    case deed::revive:
      return "revives";
  }
  return "uses";
}

std::string_view race_checker::kind_of(deed a, deed b) {
  const auto either = [&](deed what) { return a == what || b == what; };
  if (either(deed::free) || either(deed::destroy)) return finding_kind::use_after_free;
  if (either(deed::retire) || either(deed::revive)) return finding_kind::retired_access;
  return finding_kind::race;
}

// The message goes by thread, the places by where they stand in the source: the same two lines make
// the same signature whichever thread gets to which of them, and whichever comes first.
void race_checker::conflict(run_view& run, const object& o, const access& before,
                            const access& now) {
  const access* one = &before;
  const access* two = &now;
  if (two->when.thread < one->when.thread) std::swap(one, two);
  const std::string name = o.atomic == no_location ? wording::data(run, o.address, o.made)
                                                   : run.objects().name_of(o.atomic);
  const auto does = [](const access& a, std::string_view what) {
    return fmt::format("thread {} {} {}", a.when.thread, verb(a.what), what);
  };
  finding f;
  f.kind = kind_of(one->what, two->what);
  f.message = fmt::format("{}{}, {}{}, and nothing orders them", does(*one, name),
                          wording::at(one->where), does(*two, "it"), wording::at(two->where));
  if (wording::stands_before(two->where, one->where)) std::swap(one, two);
  f.places = {{does(*one, name), one->where}, {does(*two, name), two->where}};
  run.report(std::move(f));
}

}  // namespace suture
