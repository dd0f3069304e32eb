// What the runtime knows of the run under way: its threads, its memory, its module.
//
// There is one world in a process, because there is one copy of a module's static data: runs of
// foreign code come one after the other, whichever execution they belong to. Not synchronised; the
// process may have other threads, but none that runs foreign code at the same time.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/engine/execution.hpp"
#include "model/native/shadow.hpp"

namespace suture::native {

class module;

// A function that has been entered and not left, as __tsan_func_entry tells.
struct frame {
  std::uintptr_t pc = 0;             // the address that it returns to
  const std::byte* stack = nullptr;  // its stack pointer then
};

// What std::call_once keeps in libstdc++'s thread-local storage. Stands first in the thread's own.
struct once_variables {
  void* callable;
  void (*call)();
};

// What the C library keeps of a thread.
struct logical_thread {
  std::vector<frame> frames;
  std::vector<slot*> on_stack;  // atomics and locks that lie in its frames, the innermost last
  std::vector<void*> specific;  // by key
  std::vector<std::pair<void (*)(void*), void*>> at_exit;
  std::byte* thread_locals = nullptr;  // null until the thread asks for some
  void* result = nullptr;
  std::jmp_buf* way_out = nullptr;  // of pthread_exit
};

class world {
 public:
  static world current;

  execution* run() const { return run_; }
  // Static data as the module's code must not see it changed by an earlier run; a new run of `e`.
  void begin(execution& e);
  // What follows is not code under test.
  void end() { run_ = nullptr; }

  shadow& memory() { return *shadow_; }
  logical_thread& here() { return thread(run_->current()); }
  logical_thread& thread(thread_id t);
  // The running thread begins, does `work`, and ends as a thread of the C library does: its keys'
  // destructors are called.
  void live(const std::function<void*()>& work);

  // Of the functions that key `k` of the run has; null where there is no such key.
  struct key {
    bool made = false;
    void (*destroy)(void*) = nullptr;
  };
  std::vector<key>& keys() { return keys_; }

  // The thread's instance of what lies at `offset` in the module's thread-local storage; null where
  // it has none of that number.
  void* thread_local_at(std::size_t tls_module, std::size_t offset);
  once_variables& once_of_thread() {
    return *reinterpret_cast<once_variables*>(thread_locals(here()));
  }
  // Memory that a library has given the code under test, as if it were the run's own.
  void lend(const void* begin, std::size_t bytes, std::uintptr_t pc);
  bool is_lent(std::uintptr_t address) const;

  // What rand() goes on from; the same at the beginning of each run.
  std::uint64_t& random_state() { return random_; }

  const sync::site& site_of(std::uintptr_t pc);
  // What the object at the address is called in traces.
  const char* label_of(std::uintptr_t address);
  // "counter", "table+16": of static data of the module; or null.
  const char* static_name(std::uintptr_t address);
  // Is it code of the module?
  bool is_code(std::uintptr_t pc) const;
  // Is it where the module keeps its static data?
  bool is_static(std::uintptr_t address) const;
  // Does its code tell of its memory?
  bool is_instrumented() const;
  // Of the module whose code runs from now on. Outside of any run.
  void use(const module& m);

  // Marks what static data and thread-local storage lead to (foreign::body).
  void find_reachable(execution& e);

 private:
  void begin_thread(logical_thread& t);
  void end_thread(logical_thread& t);
  void fill_thread_locals(logical_thread& t);
  std::byte* thread_locals(logical_thread& t);

  execution* run_ = nullptr;
  const module* module_ = nullptr;
  std::optional<shadow> shadow_;  // once there is a module
  std::vector<std::unique_ptr<logical_thread>> threads_;
  std::uint64_t random_ = 1;
  std::vector<key> keys_;
  std::vector<std::pair<std::uintptr_t, std::uintptr_t>> lent_;  // from, to
  std::unordered_map<std::uintptr_t, sync::site> sites_;  // node-based: references stay valid
  std::uintptr_t last_pc_ = 0;
  const sync::site* last_site_ = nullptr;
  std::unordered_map<std::uintptr_t, const char*> names_;
};

}  // namespace suture::native
