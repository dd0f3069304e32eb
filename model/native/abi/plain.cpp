// The calls by which a compiler tells of loads and stores of code under -fsanitize=thread, and of
// functions that are entered and left. Each comes just before what it tells of.
//
// Source: compiler-rt's tsan_interface.h, and what g++ 12 and clang 14 were seen to emit. The names
// are theirs; they are the command's own, exported to the modules it loads.
#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "model/native/call.hpp"

namespace suture::native {

namespace {

// So many plain reads, and nothing else, are taken for a wait.
constexpr std::uint32_t patience = 10'000;

// The thread may wait for what somebody is to write there: a race, but one that only the other can
// show.
void let_others_go(const call& from) {
  // Of the OS thread, as runs are.
  thread_local moment last;
  thread_local std::uint32_t reads = 0;
  const moment now = from.run().here();
  if (now.thread != last.thread || now.events != last.events) reads = 0;
  last = now;
  if (++reads < patience) return;
  reads = 0;
  from.run().rounds().yield(from.where());
}

// Memory that others may see is touched: that counts between two operations on one place.
void tell(const call& from) { from.run().touch_foreign(); }

bool in_own_frames(const call& from, std::uintptr_t address) {
  const auto* const at = reinterpret_cast<const std::byte*>(address);
  return at >= from.stack() && at < from.run().fibers().current().base();
}

}  // namespace

void touch(const call& from, const void* what, std::size_t bytes, bool write) {
  if (!from.under_test() || bytes == 0) return;
  if (what == &errno)
    return;  // each thread has its own, in the same place (engine/process/fiber.hpp)
  const auto address = reinterpret_cast<std::uintptr_t>(what);
  // The engine itself sees what a thread has in its own frames.
  if (!in_own_frames(from, address)) {
    if (write) {
      from.run().effect();
    } else {
      let_others_go(from);
    }
    tell(from);
  }
  world::current.memory().access({address, bytes, write, false, false, from.pc()});
}

}  // namespace suture::native

using suture::native::call;
using suture::native::touch;

// One function for each size, named by the compiler.
#define SUTURE_ACCESS(name, bytes, write) \
  void __tsan_##name(void* p) {           \
    const call here;                      \
    touch(here, p, bytes, write);         \
  }
#define SUTURE_ACCESSES(name, write) \
  SUTURE_ACCESS(name##1, 1, write)   \
  SUTURE_ACCESS(name##2, 2, write)   \
  SUTURE_ACCESS(name##4, 4, write)   \
  SUTURE_ACCESS(name##8, 8, write)   \
  SUTURE_ACCESS(name##16, 16, write)

extern "C" {

SUTURE_ACCESSES(read, false)
SUTURE_ACCESSES(write, true)
SUTURE_ACCESSES(read_write, true)
SUTURE_ACCESSES(unaligned_read, false)
SUTURE_ACCESSES(unaligned_write, true)
SUTURE_ACCESSES(unaligned_read_write, true)
// A volatile access is a plain one, as the standards have it.
SUTURE_ACCESSES(volatile_read, false)
SUTURE_ACCESSES(volatile_write, true)
SUTURE_ACCESSES(unaligned_volatile_read, false)
SUTURE_ACCESSES(unaligned_volatile_write, true)

void __tsan_read_range(void* p, std::size_t bytes) {
  const call here;
  touch(here, p, bytes, false);
}
void __tsan_write_range(void* p, std::size_t bytes) {
  const call here;
  touch(here, p, bytes, true);
}

// A constructor or destructor sets the pointer to the table of virtual functions.
void __tsan_vptr_update(void** p, void* value) {
  const call here;
  if (*p != value) touch(here, static_cast<void*>(p), sizeof(void*), true);
}
void __tsan_vptr_read(void** p) {
  const call here;
  touch(here, static_cast<void*>(p), sizeof(void*), false);
}

void __tsan_init() {}

void __tsan_func_entry(void* returns_to) {
  const call here;
  if (!here.under_test()) return;
  auto& frames = suture::native::world::current.here().frames;
  // Those that an exception or longjmp has left were not told of.
  while (!frames.empty() && frames.back().stack <= here.stack()) frames.pop_back();
  frames.push_back({reinterpret_cast<std::uintptr_t>(returns_to), here.stack()});
}

// What lay in the frame that is left is no object any more.
void __tsan_func_exit() {
  const call here;
  if (!here.under_test()) return;
  suture::native::logical_thread& t = suture::native::world::current.here();
  if (t.frames.empty()) return;
  t.frames.pop_back();
  const std::byte* const left = t.frames.empty() ? nullptr : t.frames.back().stack;
  if (t.on_stack.empty()) return;
  std::erase_if(t.on_stack, [left](suture::native::slot* s) {
    const bool gone = left == nullptr || reinterpret_cast<const std::byte*>(s->address) < left;
    if (gone) suture::native::world::current.memory().end_object(*s);
    return gone;
  });
}

}  // extern "C"
