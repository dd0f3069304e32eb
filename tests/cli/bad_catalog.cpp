// A catalogue of scenarios that misbehave in every way there is. It takes the place of the real
// one: what an object file defines is not looked for in a library.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "model/sync/sync.hpp"
#include "scenarios/catalog.hpp"

namespace scenarios {

namespace {

// Each has some steps first, so that there is a trace.
void some_steps() {
  sync::atomic<int> n{0};
  sync::parallel([&] { n = 1; }, [&] { n = 2; });
}

void sound() { some_steps(); }

void throws() {
  some_steps();
  throw std::runtime_error("no such key");
}

void aborts() {
  some_steps();
  std::abort();
}

void crashes() {
  some_steps();
  volatile std::uintptr_t nowhere = 8;
  *reinterpret_cast<volatile int*>(nowhere) = 1;
}

void never_ends() {
  sync::atomic<int> n{0};
  for (;;) n.fetch_add(1);
}

void computes_for_ever() {
  some_steps();
  for (volatile bool on = true; on;) {
  }
}

int deeper(volatile char* above, long levels) {
  volatile char here[1024];
  here[0] = *above;
  return levels == 0 ? 0 : deeper(here, levels - 1) + here[0];
}

void overflows() {
  some_steps();
  volatile char bottom = 0;
  deeper(&bottom, 1'000'000'000);
}

void exits() {
  some_steps();
  std::fputs("last words\n", stderr);
  _exit(7);
}

void exits_well() {
  some_steps();
  std::exit(0);
}

// glibc notices, and aborts with its lock held.
void frees_twice() {
  some_steps();
  auto* volatile large = static_cast<char*>(std::malloc(5000));
  void* volatile after = std::malloc(10);
  std::free(large);
  std::free(large);
  std::free(after);
}

// Two threads may both find memory, or the first or the second may not.
void allocates() {
  some_steps();
  void* const p = sync::allocate(8);
  sync::check(p != nullptr, "there is memory");
  sync::deallocate(p);
}

int calls = 0;
void counts_its_calls() {
  some_steps();
  if (++calls == 1) sync::yield();
  sync::atomic<int> n{0};
  for (int i = 0; i < calls; ++i) n.fetch_add(1);
}

// Quotes, markup, workflow commands, an escape sequence and bytes that are no UTF-8.
void speaks_badly() {
  sync::check(false, "\"'<b>&]]>|`*\n::error file=x::%0A\x1b[31m\x01\xff\xed\xa0\x80");
}

void prints() {
  some_steps();
  std::puts("a line on stdout");
}

registry all_bad() {
  registry all;
  const auto add = [&](const char* id, const char* expected, body run) {
    all.add({.id = id, .summary = "misbehaves", .provenance = "tests", .expected = expected},
            backend::engine, run);
  };
  add("bad.throws", "exception", throws);
  add("bad.aborts", "crash", aborts);
  add("bad.crashes", "crash", crashes);
  add("bad.never_ends", "timeout", never_ends);
  add("bad.overflows", "crash", overflows);
  add("bad.exits", "crash", exits);
  add("bad.exits_well", "crash", exits_well);
  add("bad.allocates", "verified", allocates);
  all.add({.id = "bad.allocates/with=failures",
           .summary = "misbehaves",
           .provenance = "tests",
           .expected = "check",
           .around = {.allocation_failures = 1}},
          backend::engine, allocates);
  add("bad.counts_its_calls", "verified", counts_its_calls);  // no kind to expect of a scenario
  add("worse.frees_twice", "crash", frees_twice);
  add("bad.prints", "verified", prints);
  add("bad.sound", "verified", sound);
  add("bad.unexpected", "verified", throws);
  add("hostile.message", "verified", speaks_badly);
  add("worst.computes_for_ever", "timeout", computes_for_ever);
  return all;
}

}  // namespace

const registry& catalog() {
  static const registry all = all_bad();
  return all;
}

}  // namespace scenarios
