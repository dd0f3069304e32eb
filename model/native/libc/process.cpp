// Time, which is virtual; what ends a process; what differs from one process to the next; and the
// guards of C++'s local statics.
#include <cxxabi.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "model/native/binding.hpp"
#include "model/native/libc/objects.hpp"

namespace suture::native {

void misuse(const call& from, const char* what) {
  execution& run = from.run();
  const std::string who = fmt::format("thread {}", run.current());
  run.report({std::string(finding_kind::misuse),
              fmt::format("{} at {} {}", who, to_string(from.where()), what),
              {{fmt::format("{} {}", who, what), from.where()}},
              {}});
}

namespace {

std::int64_t time_now(const call& from) {
  return from.run().surroundings().now(from.where()) + clock_epoch;
}

int get_clock(clockid_t clock, timespec* into) {
  const call here;
  if (!here.under_test()) return clock_gettime(clock, into);
  touch(here, into, sizeof *into, true);
  const std::int64_t now = time_now(here);
  *into = {now / second, now % second};
  return 0;
}
int get_time_of_day(timeval* into, void* zone) {
  const call here;
  if (!here.under_test()) return gettimeofday(into, zone);
  touch(here, into, sizeof *into, true);
  const std::int64_t now = time_now(here);
  *into = {now / second, now % second / 1000};
  return 0;
}
time_t get_time(time_t* into) {
  const call here;
  if (!here.under_test()) return time(into);
  const time_t now = time_now(here) / second;
  if (into != nullptr) {
    touch(here, into, sizeof *into, true);
    *into = now;
  }
  return now;
}
clock_t get_processor_time() {
  const call here;
  return here.under_test() ? (time_now(here) - clock_epoch) / 1000 : clock();
}

int sleep_for(const timespec* time, timespec* left) {
  const call here;
  if (!here.under_test()) return nanosleep(time, left);
  touch(here, time, sizeof *time, false);
  here.run().surroundings().sleep(time->tv_sec * second + time->tv_nsec, here.where());
  return 0;
}
int sleep_by_clock(clockid_t clock, int flags, const timespec* time, timespec* left) {
  const call here;
  if (!here.under_test()) return clock_nanosleep(clock, flags, time, left);
  touch(here, time, sizeof *time, false);
  const std::int64_t length = flags == TIMER_ABSTIME
                                  ? deadline_of(*time) - here.run().surroundings().time_here()
                                  : time->tv_sec * second + time->tv_nsec;
  here.run().surroundings().sleep(length, here.where());
  return 0;
}
int sleep_microseconds(useconds_t microseconds) {
  const call here;
  if (here.under_test())
    here.run().surroundings().sleep(std::int64_t{microseconds} * 1000, here.where());
  return 0;
}
unsigned sleep_seconds(unsigned seconds) {
  const call here;
  if (here.under_test()) here.run().surroundings().sleep(seconds * second, here.where());
  return 0;
}

[[noreturn]] void abort_run() {
  const call here;
  if (here.under_test()) {
    here.run().report(
        {std::string(finding_kind::crash),
         fmt::format("thread {} calls abort at {}", here.run().current(), to_string(here.where())),
         {{fmt::format("thread {} calls abort", here.run().current()), here.where()}},
         {}});
  }
  std::abort();
}
[[noreturn]] void exit_process(int) {
  const call here;
  if (here.under_test()) misuse(here, "ends the process: return from the scenario instead");
  std::abort();
}
[[noreturn]] void fail_assertion(const char* what, const char* file, unsigned line,
                                 const char* function) {
  const call here;
  if (here.under_test()) {
    const std::string words = fmt::format("assertion failed: {}", what);
    here.run().check(words.c_str(), here.where());
  }
  std::fprintf(stderr, "%s:%u: %s: assertion failed: %s\n", file, line, function, what);
  std::abort();
}

// As good as any, and the same in every run.
ssize_t random_bytes(void* into, std::size_t bytes, unsigned flags) {
  const call here;
  if (!here.under_test()) return getrandom(into, bytes, flags);
  touch(here, into, bytes, true);
  std::memset(into, 0x5A, bytes);
  return static_cast<ssize_t>(bytes);
}
// Knuth's generator (MMIX), of which the upper half is used.
int next_random() {
  const call here;
  if (!here.under_test()) return std::rand();
  here.run().effect();
  std::uint64_t& state = world::current.random_state();
  state = state * 6364136223846793005ULL + 1442695040888963407ULL;
  return static_cast<int>(state >> 33U);
}
long next_random_long() { return next_random(); }
void seed_random(unsigned seed) {
  const call here;
  if (!here.under_test()) return;
  here.run().effect();
  world::current.random_state() = seed;
}
pid_t process_number() {
  const call here;
  return here.under_test() ? 4242 : getpid();
}

// The first byte of a guard is what the compiler's own code looks at: not 0 once the variable is
// made (Itanium C++ ABI, section 3.3.3). It does so with an acquire load, which is an atomic of its
// own here; the guard's object is beside it.
struct guard {
  std::uint8_t made;
  std::uint8_t rest[7];
};
int begin_static(guard* g) {
  const call here;
  if (!here.under_test()) return g->made == 0 ? 1 : 0;
  object flag(here, g->rest + 3, primitive::once_flag, g->made != 0 ? once::done : once::fresh);
  const bool mine = hooks::begin_once(flag.cell(), here.where());
  flag.used();
  return mine ? 1 : 0;
}
void finish_static(const call& from, guard* g, bool done) {
  if (!from.under_test()) {
    g->made = done ? 1 : 0;
    return;
  }
  if (done) {
    const auto address = reinterpret_cast<std::uintptr_t>(&g->made);
    slot& byte = world::current.memory().atomic(address, 1);
    from.run().store(byte.cell, 1, std::memory_order_release, from.where());
    g->made = 1;
    world::current.memory().access({address, 1, true, true, false, from.pc()});
  }
  object flag(from, g->rest + 3, primitive::once_flag);
  hooks::end_once(flag.cell(), done, from.where());
  flag.used();
}
// The C++ runtime takes an exception's memory from malloc, and gives it back itself.
void* allocate_exception(std::size_t bytes) {
  const call here;
  void* const made = abi::__cxa_allocate_exception(bytes);
  if (here.under_test()) world::current.lend(made, bytes, here.pc());
  return made;
}

void end_static(guard* g) {
  const call here;
  finish_static(here, g, true);
}
void drop_static(guard* g) {
  const call here;
  finish_static(here, g, false);
}

}  // namespace

std::span<const replacement> process_functions() {
  static const replacement all[] = {
      replace("clock_gettime", get_clock),
      replace("gettimeofday", get_time_of_day),
      replace("time", get_time),
      replace("clock", get_processor_time),
      replace("nanosleep", sleep_for),
      replace("clock_nanosleep", sleep_by_clock),
      replace("usleep", sleep_microseconds),
      replace("sleep", sleep_seconds),
      replace("abort", abort_run),
      replace("exit", exit_process),
      replace("_exit", exit_process),
      replace("_Exit", exit_process),
      replace("quick_exit", exit_process),
      replace("__assert_fail", fail_assertion),
      replace("getrandom", random_bytes),
      replace("getpid", process_number),
      replace("rand", next_random),
      replace("srand", seed_random),
      replace("random", next_random_long),
      replace("srandom", seed_random),
      replace("__cxa_allocate_exception", allocate_exception),
      replace("__cxa_guard_acquire", begin_static),
      replace("__cxa_guard_release", end_static),
      replace("__cxa_guard_abort", drop_static),
  };
  return all;
}

}  // namespace suture::native
