// Data races, and lifetimes that end before their last use: everything that is wrong because
// nothing orders it.
//
// Source: Flanagan and Freund, "FastTrack: Efficient and Precise Dynamic Race Detection", PLDI
// 2009. Per object the last write as an epoch, and the last read as an epoch until two reads are
// unordered, from when on the last read of each thread. Deviations:
//   - Clocks are the execution graph's. An epoch is a moment (thread, events made so far), and
//     execution::knows tells whether it happens before now; the checker keeps no clock of its own.
//   - Reads of several threads go into a short list instead of a vector clock.
//   - Every epoch carries the place of its access, so that a report names both.
//   - Making an object is a write, so that handing it over without order is a race. It is a write
//   to
//     what stood in the same place, too. So are its destruction, its block's release and its
//     block's way into and out of a freelist; a conflict with one of these is no longer a race but
//     a use after free or an access to parked memory, and goes by the same kind of finding as when
//     the later one of the two is caught on its own.
// Races are found whether the two accesses come one after the other or not: only happens-before of
// this run's graph counts. Another graph may have other accesses.
//
// Atomics cannot race, but using one needs its making to happen before, and ending its lifetime
// needs every use to happen before (atomic_uses.hpp).
//
// Not thread-safe; one checker serves one execution. It keeps its memory from run to run.
#pragma once

#include <cstdint>
#include <vector>

#include "model/run/observer.hpp"
#include "model/run/run_view.hpp"

namespace suture {

class race_checker final : public observer {
 public:
  void begin_run(run_view&) override;
  void on_plain(run_view& run, const plain_access& seen) override;
  void on_make_plain(run_view& run, const plain_access& made, bool initialised) override;
  void on_plain_at_atomic(run_view& run, location_id l, const plain_access& access) override;
  void on_atomic_beside_plain(run_view& run, event_id first) override;
  void on_end_plain(run_view& run, const plain_access& end, ending how) override;
  void on_end_atomic(run_view& run, location_id l, const void* address, ending how,
                     sync::site where) override;
  void on_make_over_remains(run_view& run, const placed_object& remains, sync::site where) override;
  void on_unmade_cell(run_view& run, location_id l, sync::site where) override;
  void on_invalid_access(run_view& run, const void* address, object_kind kind,
                         sync::site where) override;
  void on_retire(run_view& run, const block* b, const void* address, sync::site where) override;
  void on_revive(run_view& run, const block* b, const void* address, sync::site where) override;

 private:
  enum class deed : std::uint8_t {
    read,
    write,
    atomic_read,
    atomic_write,
    make,
    destroy,
    free,
    replace,
    retire,
    revive,
  };
  struct access {
    moment when;  // of no thread: there was none, and nothing conflicts with it
    deed what = deed::read;
    sync::site where;
  };
  static constexpr std::uint32_t unshared = 0xFFFFFFFFU;
  struct object {
    access write;
    access read;                       // the last, while `readers` is `unshared`
    std::uint32_t readers = unshared;  // else the last of each thread: index into readers_
    const void* address = nullptr;
    sync::site made;
    location_id atomic = no_location;  // whose place it is
  };

  object& plain_side_of(const run_view& run, location_id l);
  object* known_plain_side_of(const run_view& run, location_id l);
  void note_read(run_view& run, object& o, const access& now);
  void note_write(run_view& run, object& o, const access& now);
  void check_reads(run_view& run, const object& o, const access& now);
  void touch_block(run_view& run, const block& b, deed what, sync::site where);
  std::uint32_t spare_readers();
  static void report_pair(run_view& run, finding::place one, finding::place two);
  [[gnu::cold]] void conflict(run_view& run, const object& o, const access& before,
                              const access& now);
  static std::string_view kind_of(deed a, deed b);
  static deed deed_of(ending how);
  static const char* verb(deed what);

  std::vector<object> objects_;  // by number; those of earlier runs are overwritten
  // The plain accesses to atomics; few have any.
  std::vector<object> plain_sides_;
  std::vector<std::vector<access>> readers_;
  std::uint32_t readers_used_ = 0;
};

}  // namespace suture
