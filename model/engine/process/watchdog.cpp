#include "model/engine/process/watchdog.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

using steady = std::chrono::steady_clock;
using seconds = std::chrono::duration<double>;

constexpr auto look_every = std::chrono::milliseconds(250);
constexpr auto look_soon = std::chrono::milliseconds(20);
// How long a thread may go on without an operation: usually, where it did so before, and when the
// time is over.
constexpr double patience = 10;
constexpr double patience_again = 0.5;
constexpr double patience_late = 0.1;

// One OS thread with the pulse of the runs it makes.
class patient {
 public:
  explicit patient(pulse& p)
      : pulse_(&p), thread_(pthread_self()), number_(static_cast<pid_t>(syscall(SYS_gettid))) {
    pthread_getcpuclockid(thread_, &clock_);
  }

  bool is(const pulse& p) const { return pulse_ == &p; }

  void tell_invasion(std::uint32_t run) {
    if (pulse_->in_run.load() && pulse_->run.load() == run) pulse_->invade();
  }
  // True where the next look should come soon.
  bool look(steady::time_point now) {
    const std::uint64_t progress = pulse_->progress.load(std::memory_order_relaxed);
    if (!pulse_->in_run.load(std::memory_order_relaxed) ||
        pulse_->suspended.load(std::memory_order_relaxed) || progress != seen_) {
      seen_ = progress;
      computed_until_ = processor_time();
      slept_ = 0;
    } else if (asleep()) {
      slept_ += seconds(now - looked_).count();
    }
    looked_ = now;
    const double computed = processor_time() - computed_until_;
    if (computed + slept_ < allowed()) return late() || hurried();
    pulse_->how.store(slept_ > computed ? standstill::blocks : standstill::computes);
    pulse_->condemned.store(progress);
    pthread_kill(thread_, watchdog_signal);
    return true;
  }

 private:
  bool late() const {
    return pulse_->interrupted.load() && pulse_->in_run.load(std::memory_order_relaxed);
  }
  bool hurried() const {
    return pulse_->operations() >= pulse_->hurry_from.load(std::memory_order_relaxed);
  }
  double allowed() const {
    if (late() && !mutated("late_runs_have_no_patience")) return patience_late;
    return hurried() ? patience_again : patience;
  }
  double processor_time() const {
    timespec t{};
    clock_gettime(clock_, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  // As the kernel says in the third word of the thread's status.
  bool asleep() const {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%d/stat", static_cast<int>(number_));
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    char text[256];
    const ssize_t n = read(file, text, sizeof text - 1);
    close(file);
    if (n <= 0) return false;
    text[n] = '\0';
    const char* const name_end = std::strrchr(text, ')');
    return name_end != nullptr && (name_end[2] == 'S' || name_end[2] == 'D');
  }

  pulse* pulse_;
  pthread_t thread_;
  pid_t number_;
  clockid_t clock_{};
  std::uint64_t seen_ = pulse::never;
  double computed_until_ = 0;
  double slept_ = 0;
  steady::time_point looked_ = steady::now();
};

class watchdog {
 public:
  // A process that was forked off has no thread but one, and gets a watchdog of its own.
  static watchdog& instance() {
    static std::mutex making;
    static std::unique_ptr<watchdog> dog;
    static pid_t owner = 0;
    const std::lock_guard held(making);
    if (owner != getpid()) {
      (void)dog.release();
      dog = std::make_unique<watchdog>();
      owner = getpid();
    }
    return *dog;
  }
  watchdog() : thread_([this](const std::stop_token& stop) { patrol(stop); }) {}

  void add(pulse& p) {
    const std::lock_guard held(guard_);
    all_.emplace_back(p);
  }
  void remove(const pulse& p) {
    const std::lock_guard held(guard_);
    std::erase_if(all_, [&](const patient& one) { return one.is(p); });
  }
  void tell_invasion(std::uint32_t run) {
    const std::lock_guard held(guard_);
    for (patient& one : all_) one.tell_invasion(run);
  }
  void add_deadline(pulse& p, steady::time_point at) {
    const std::lock_guard held(guard_);
    deadlines_.push_back({&p, at});
    if (at < until_) news_.notify_one();
  }
  void remove_deadline(const pulse& p) {
    const std::lock_guard held(guard_);
    std::erase_if(deadlines_, [&](const due& d) { return d.of == &p; });
  }
  void suspend(pulse& p, bool on) {
    const std::lock_guard held(guard_);
    for (due& d : deadlines_) {
      if (d.of == &p) d.suspended = on;
    }
    if (on) p.interrupted.store(false);
  }

 private:
  struct due {
    pulse* of;
    steady::time_point at;
    bool suspended = false;
  };

  void patrol(const std::stop_token& stop) {
    std::unique_lock held(guard_);
    auto next_look = steady::now();
    while (!stop.stop_requested()) {
      const auto now = steady::now();
      if (interrupt_those_due(now)) next_look = now;
      if (now >= next_look) next_look = now + (look(now) ? look_soon : look_every);
      until_ = next_look;
      for (const due& d : deadlines_) {
        if (!d.suspended) until_ = std::min(until_, d.at);
      }
      news_.wait_until(held, stop, until_, [&] { return earlier(); });
    }
  }
  // Has a deadline been set that comes before the next waking?
  bool earlier() const {
    return std::any_of(deadlines_.begin(), deadlines_.end(),
                       [&](const due& d) { return !d.suspended && d.at < until_; });
  }
  bool interrupt_those_due(steady::time_point now) {
    return std::erase_if(deadlines_, [&](const due& d) {
             if (d.suspended || now < d.at) return false;
             if (!mutated("time_ends_a_run")) d.of->interrupt();
             return true;
           }) != 0;
  }
  bool look(steady::time_point now) {
    bool soon = false;
    for (patient& one : all_) soon = one.look(now) || soon;
    return soon;
  }

  std::mutex guard_;
  std::condition_variable_any news_;
  std::vector<patient> all_;
  std::vector<due> deadlines_;
  steady::time_point until_{};  // the next waking
  std::jthread thread_;         // last: it uses the others
};

}  // namespace

void watch_progress(pulse& p) { watchdog::instance().add(p); }
void forget_progress(pulse& p) { watchdog::instance().remove(p); }

void tell_invasion(std::uint32_t run) { watchdog::instance().tell_invasion(run); }

deadline::deadline(pulse& p, double s) : pulse_(p), set_(s > 0) {
  constexpr double longest = 1e8;  // what a time point can hold with ease
  if (!set_) return;
  const auto time = std::chrono::duration_cast<steady::duration>(seconds(std::min(s, longest)));
  watchdog::instance().add_deadline(p, steady::now() + time);
}

deadline::~deadline() {
  if (!set_) return;
  watchdog::instance().remove_deadline(pulse_);
  pulse_.interrupted.store(false);
}

timeless::timeless(pulse& p) : pulse_(p) { watchdog::instance().suspend(p, true); }
timeless::~timeless() { watchdog::instance().suspend(pulse_, false); }

}  // namespace suture
