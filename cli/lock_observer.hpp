// Counts what one run does with locks: see lock_counts.hpp for what each number is.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "cli/lock_counts.hpp"
#include "model/run/observed.hpp"
#include "model/run/run_view.hpp"

namespace cli {

class lock_observer final : public suture::observer {
 public:
  void attach(suture::observed& run) {
    run.observe(*this);
    run.observe_events(*this);
    run.observe_marks(*this);
  }
  void detach(suture::observed& run) { run.forget(*this); }

  std::uint64_t of(lock_count c) const { return counts_[static_cast<std::size_t>(c)]; }

  void begin_run(suture::run_view& run) override;
  void on_event(suture::run_view& run, suture::event_id id) override;
  void on_plain(suture::run_view& run, const suture::plain_access& access) override;
  void on_mark_lock(suture::run_view& run, const void* lock, bool taken,
                    suture::sync::site where) override;

 private:
  struct section {
    const void* lock = nullptr;
    unsigned depth = 0;
    std::uint64_t began = 0;  // after so many steps of the thread
  };
  struct thread {
    std::vector<section> open;
    std::uint64_t steps = 0;
    unsigned buckets = 0;  // queues of the kernel's that it has locked
    bool asleep = false;   // on a futex or an atomic
    bool stood = false;    // at a lock that was not to be had
  };

  std::uint64_t& at(lock_count c) { return counts_[static_cast<std::size_t>(c)]; }
  thread& state_of(suture::thread_id t);
  void see_futex(const suture::run_view& run, const suture::event& e);
  void see_waiting(const suture::run_view& run, const suture::event& e);

  std::array<std::uint64_t, all_lock_counts.size()> counts_{};
  std::vector<thread> threads_;
};

}  // namespace cli
