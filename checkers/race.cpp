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

void race_checker::begin_run(execution&) {
  readers_used_ = 0;
  placed_.clear();
}

void race_checker::on_plain(execution& run, const plain_access& seen) {
  object& o = objects_[seen.object];
  if (seen.write) {
    note_write(run, o, {run.here(), deed::write, seen.where});
  } else {
    note_read(run, o, {run.here(), deed::read, seen.where});
  }
}

void race_checker::on_make_plain(execution& run, const plain_access& made, bool) {
  if (objects_.size() <= made.object) objects_.resize(made.object + 1);
  object& o = objects_[made.object];
  o.write = {run.here(), deed::make, made.where};
  o.read.when = {};
  o.readers = unshared;
  o.alive = true;
  o.address = made.address;
  o.made = made.where;
  if (run.memory().owns(made.address)) placed_.add(made.address, made.object);
}

void race_checker::on_destroy_plain(execution& run, const plain_access& destroyed) {
  object& o = objects_[destroyed.object];
  note_write(run, o, {run.here(), deed::destroy, destroyed.where});
  o.alive = false;
}

void race_checker::note_read(execution& run, object& o, const access& now) {
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
void race_checker::note_write(execution& run, object& o, const access& now) {
  if (!same(o.write.when, now.when)) {
    if (!run.knows(o.write.when)) conflict(run, o, o.write, now);
    if (!mutated("writes_race_with_reads")) check_reads(run, o, now);
    o.read.when = {};
    o.readers = unshared;
  }
  o.write = now;
}

// Of several unordered reads, the one of the lowest thread is reported.
void race_checker::check_reads(execution& run, const object& o, const access& now) {
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

void race_checker::touch_block(execution& run, const block& b, deed what, sync::site where) {
  for (const placed_objects::placed& p : placed_.in(b.address, b.bytes)) {
    object& o = objects_[p.object];
    if (o.alive) note_write(run, o, {run.here(), what, where});
  }
}

// What is wrong with the pointer or with the block's state is the memory checker's to say.
void race_checker::on_free(execution& run, block* b, const void*, sync::site where) {
  if (b == nullptr || b->state != block_state::live) return;
  touch_block(run, *b, deed::free, where);
  placed_.erase(b->address, b->bytes);
}

void race_checker::on_retire(execution& run, block* b, const void* address, sync::site where) {
  if (b == nullptr || b->address != address || b->state != block_state::live) return;
  touch_block(run, *b, deed::retire, where);
}

void race_checker::on_revive(execution& run, block* b, const void* address, sync::site where) {
  if (b == nullptr || b->address != address || b->state != block_state::retired) return;
  touch_block(run, *b, deed::revive, where);
}

void race_checker::on_destroy_cell(execution& run, location_id l, const void*, sync::site where) {
  const auto use = use_not_ordered_before_now(run, l);
  if (!use || mutated("ends_are_writes")) return;
  const std::string name = run.name_of(l);
  const std::string destroyer = wording::thread(run.current());
  const std::string user = wording::thread(use->thread);
  run.report({std::string(finding_kind::use_after_free),
              fmt::format("{} is destroyed by {}{} while {}'s access{} is not ordered before it",
                          name, destroyer, wording::at(where), user, wording::at(use->where)),
              {{fmt::format("{} uses {}", user, name), use->where},
               {fmt::format("{} destroys {}", destroyer, name), where}},
              {}});
}

void race_checker::on_unmade_cell(execution& run, location_id l, sync::site where) {
  const std::string name = run.name_of(l);
  const std::string maker = wording::thread(run.events().where(l).maker);
  const std::string user = wording::thread(run.current());
  run.report({std::string(finding_kind::race),
              fmt::format("{} makes {}, {} uses it{}, and nothing orders them", maker, name, user,
                          wording::at(where)),
              {{fmt::format("{} uses {}", user, name), where},
               {fmt::format("{} makes {}", maker, name), {}}},
              {}});
}

// Memory another thread allocated, in which nothing was ever made: whoever makes something there
// later does so without an order to this use, else it would have been made by now. (One's own is
// for the memory checker.)
void race_checker::on_invalid_access(execution& run, const void* address, object_kind kind,
                                     sync::site where) {
  const block* b = run.memory().find(address);
  if (kind != object_kind::plain || b == nullptr || b->state != block_state::live) return;
  if (b->allocated.thread == run.current() || placed_.holds(address)) return;
  const std::string user = wording::thread(run.current());
  const std::string name = wording::data(run, address, {});
  run.report({std::string(finding_kind::race),
              fmt::format("{} uses {}{} before it is made in {}", user, name, wording::at(where),
                          wording::block(*b)),
              {{fmt::format("{} uses {}", user, name), where},
               {fmt::format("thread {} allocates", b->allocated.thread), b->allocated_at}},
              {}});
}

const char* race_checker::verb(deed what) {
  switch (what) {
    case deed::read:
      return "reads";
    case deed::write:
      return "writes";
    case deed::make:
      return "makes";
    case deed::destroy:
      return "destroys";
    case deed::free:
      return "frees";
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
void race_checker::conflict(execution& run, const object& o, const access& before,
                            const access& now) {
  const access* one = &before;
  const access* two = &now;
  if (two->when.thread < one->when.thread) std::swap(one, two);
  const std::string name = wording::data(run, o.address, o.made);
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
