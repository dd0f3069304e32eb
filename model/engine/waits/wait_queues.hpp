// Futex, condition variable and atomic::wait: queues of sleepers behind a lock, as the kernel has
// them.
//
// Which sleeper is woken, a wake-up without cause and an interruption are choices. All of it is
// events of the graph, so every model and every strategy treats it right without knowing of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/run/sleepers.hpp"
#include "model/sync/engine/hooks.hpp"

namespace suture {

class execution;

class wait_queues {
 public:
  explicit wait_queues(execution& run) : run_(run) {}
  void begin_run();

  // --- what `sync` asks for (hooks.hpp says what each does) ------------------------------------
  int futex_wait(hooks::cell& word, std::uint32_t expected, const std::int64_t* deadline,
                 std::uint32_t mask, const sync::site& where);
  std::uint32_t futex_wake(const hooks::cell& word, std::uint32_t count, std::uint32_t mask,
                           const sync::site& where);
  std::int64_t futex_requeue(const hooks::cell& from, const std::uint32_t* expected,
                             std::uint32_t wakes, std::uint32_t moves, const hooks::cell& to,
                             const sync::site& where);
  bool condition_wait(hooks::cell& queue, const hooks::cell* mutex,
                      const std::function<void()>& unlock, const std::function<void()>& relock,
                      const std::int64_t* deadline, const sync::site& where);
  void waits_unlocked(const hooks::cell& queue, const hooks::cell* mutex, const sync::site& where);
  void condition_notify(hooks::cell& queue, bool all, const sync::site& where);
  void wait_while(const hooks::cell& c, std::uint64_t old, std::memory_order order,
                  const sync::site& where);
  void notify(const hooks::cell& c, bool all, const sync::site& where);
  std::uint32_t begin_step(const hooks::cell& c, const sync::site& where);
  void end_step(const hooks::cell& c, std::uint32_t begun, const sync::site& where);

  // A sleeper that the running thread knows of, while it knows of nothing that would wake it.
  std::optional<sleeper> known_sleeper(location_id queue) const;

 private:
  // wait_queues.cpp
  waiter make_waiter();
  void lock_bucket(location_id bucket, const sync::site& where);
  void unlock_bucket(location_id bucket, const sync::site& where);
  wake_reason sleep(location_id bucket, waiter w, const std::int64_t* deadline,
                    const sync::site& where);
  bool is_woken(const waiter& w, const sync::site& where);
  bool leave_queue(location_id bucket, const waiter& w, const sync::site& where);
  void leave_record(location_id bucket, const waiter& w);
  std::uint32_t wake(location_id bucket, std::uint32_t count, const sync::site& where,
                     const addressees& whom = {});
  std::uint32_t wake_locked(location_id bucket, std::uint32_t count, const addressees& whom,
                            const sync::site& where);
  std::optional<waiter> take_from_queue(location_id bucket, std::uint32_t wanted,
                                        const addressees& whom, const sync::site& where);
  // atomic_wait.cpp
  void forget_since(std::uint32_t position, const sync::site& where);
  // futex_requeue.cpp
  location_id moved_from(location_id bucket, const waiter& w);
  void move_sleeper(const waiter& w, location_id from, location_id to, location_id word);
  void check_mask(std::uint32_t mask, const sync::site& where);

  execution& run_;
  std::unordered_map<location_id, std::vector<waiter>> queues_;  // looked up, never walked
  // By queue: the sleepers that were moved from it, and to which other.
  std::unordered_map<location_id, std::vector<std::pair<location_id, location_id>>> moves_;
  std::unordered_map<location_id, std::vector<sleep_record>> sleeps_;
};

}  // namespace suture
