// Fibers: the logical threads of a run, on Boost.Context.
//
// A fiber owns a stack with a guard region below it, large enough that the frame of a function does
// not step over it into another stack, and is used again for run after run: its context
// loops, each time carrying out the work it was last given. A switch moves the processor and the
// C++ runtime's exception state, so that an exception caught in one thread stays that thread's.
// All fibers of a pool live and run on the OS thread that made the pool.
#pragma once

#include <boost/context/fiber.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace suture {

// What the C++ runtime keeps for a thread about its exceptions (Itanium C++ ABI, section 2.2.2).
struct exception_state {
  void* caught = nullptr;
  unsigned int uncaught = 0;
};

class fiber_pool;

class fiber {
 public:
  using work = void (*)(void* argument);

  // Gives the fiber something to do on its next turn. It must be idle.
  void assign(work w, void* argument) {
    errno_ = 0;
    work_ = w;
    argument_ = argument;
  }
  bool guards(const void* address) const;  // is the address in this fiber's guard region?
  const std::byte* base() const { return memory_ + bytes_; }              // where its stack begins
  std::span<const std::byte> stack() const { return {memory_, bytes_}; }  // guard region included
  // Its frames, of one that has switched away; empty before its first turn.
  std::span<const std::byte> frames() const {
    return left_at_ == nullptr ? std::span<const std::byte>() : std::span(left_at_, base());
  }

 private:
  friend class fiber_pool;
  fiber() = default;
  void forget_calls();
  void reset();  // a fresh context on the same stack, whatever became of the old one

  boost::context::fiber context_;
  exception_state exceptions_;
  int errno_ = 0;  // each logical thread has its own
  work work_ = nullptr;
  void* argument_ = nullptr;
  std::byte* memory_ = nullptr;  // guard region, then stack
  std::size_t bytes_ = 0;        // of both
  std::size_t guard_ = 0;        // of the guard region
  bool has_place_ = false;       // it was asked for by its address
  const std::byte* left_at_ = nullptr;
  void* fake_stack_ = nullptr;  // AddressSanitizer's
  void* calls_ = nullptr;       // ThreadSanitizer's, where it is there
  fiber_pool* pool_ = nullptr;
};

class fiber_pool {
 public:
  // Of each fiber; rounded up to whole pages.
  explicit fiber_pool(std::size_t stack_bytes);
  ~fiber_pool();
  fiber_pool(const fiber_pool&) = delete;
  fiber_pool& operator=(const fiber_pool&) = delete;

  fiber& take();  // an idle fiber
  // The n-th of those that stand one above the other from the address `first` on: the same at each
  // call. It must not be in use, and is never idle.
  fiber& take_numbered(std::size_t n, std::uintptr_t first);
  // Its work is over: once it has switched away it may be assigned more.
  void give_back(fiber& f);
  void abandon(fiber& f);  // its work will never return: what is on its stack is lost

  // Runs `to` until something switches back to where this was called.
  void switch_to(fiber& to);
  fiber& current() { return *current_; }
  fiber& host() { return host_; }  // the OS thread's own stack
  // Around leaving a fiber by longjmp: the host runs again.
  void before_jump_to_host();
  void landed_on_host();
  std::size_t stack_bytes() const { return stack_bytes_; }
  // For the fibers that are made from now on; those that are idle go.
  void set_stack_bytes(std::size_t bytes);

 private:
  friend class fiber;
  void arrive(boost::context::fiber&& from);
  fiber& make_fiber(std::uintptr_t place);
  void free_memory_of(fiber& f);

  std::size_t stack_bytes_;
  fiber host_;
  fiber* current_ = &host_;
  fiber* leaving_ = nullptr;
  std::vector<std::unique_ptr<fiber>> all_;
  std::vector<fiber*> idle_;
  exception_state* runtime_;
};

}  // namespace suture
