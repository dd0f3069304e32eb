#include "model/engine/process/fiber.hpp"

#include <cxxabi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <new>
#include <utility>

// AddressSanitizer's, where the program has it: also where only the code under test was compiled
// with it, and the library was not.
extern "C" {
[[gnu::weak]] void __sanitizer_start_switch_fiber(void** fake_stack, const void* bottom,
                                                  std::size_t bytes);
[[gnu::weak]] void __sanitizer_finish_switch_fiber(void* fake_stack, const void** bottom_left,
                                                   std::size_t* bytes_left);
[[gnu::weak]] void __asan_unpoison_memory_region(const volatile void* begin, std::size_t bytes);
// ThreadSanitizer's. It keeps a call stack of its own for each fiber it is told of.
[[gnu::weak]] void* __tsan_get_current_fiber();
[[gnu::weak]] void* __tsan_create_fiber(unsigned flags);
[[gnu::weak]] void __tsan_destroy_fiber(void* fiber);
[[gnu::weak]] void __tsan_switch_to_fiber(void* fiber, unsigned flags);
}

namespace suture {

namespace {

std::size_t page_bytes() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

std::size_t whole_pages(std::size_t bytes) {
  return (bytes + page_bytes() - 1) / page_bytes() * page_bytes();
}

// Address space costs nothing but where it is limited (ulimit -v); then less of it must do.
constexpr std::size_t guard_bytes = std::size_t{8} << 20U;
constexpr std::size_t least_guard_bytes = std::size_t{64} << 10U;

void leave_stack(void** fake_stack, const std::byte* memory, std::size_t bytes) {
  if (__sanitizer_start_switch_fiber != nullptr) {
    __sanitizer_start_switch_fiber(fake_stack, memory, bytes);
  }
}

void enter_stack(void* fake_stack, std::byte** left, std::size_t* bytes) {
  if (__sanitizer_finish_switch_fiber == nullptr) return;
  const void* bottom = nullptr;
  __sanitizer_finish_switch_fiber(fake_stack, &bottom, bytes);
  *left = static_cast<std::byte*>(const_cast<void*>(bottom));
}

void unpoison(const std::byte* begin, std::size_t bytes) {
  if (__asan_unpoison_memory_region != nullptr) __asan_unpoison_memory_region(begin, bytes);
}

// Hands Boost.Context a stack that is ours to keep.
struct borrowed_stack {
  boost::context::stack_context allocate() { return {}; }
  void deallocate(boost::context::stack_context&) {}
};

}  // namespace

bool fiber::guards(const void* address) const {
  const auto* at = static_cast<const std::byte*>(address);
  return memory_ != nullptr && at >= memory_ && at < memory_ + guard_;
}

void fiber::reset() {
  boost::context::stack_context stack;
  stack.size = bytes_ - guard_;
  stack.sp = memory_ + bytes_;
  unpoison(memory_ + guard_, stack.size);
  const boost::context::preallocated place(stack.sp, stack.size, stack);
  exceptions_ = {};
  left_at_ = nullptr;
  fake_stack_ = nullptr;
  forget_calls();
  if (__tsan_create_fiber != nullptr) calls_ = __tsan_create_fiber(0);
  context_ = boost::context::fiber(
      std::allocator_arg, place, borrowed_stack{}, [this](boost::context::fiber&& from) {
        pool_->arrive(std::move(from));
        for (;;) work_(argument_);  // each ends by switching away, and returns when there is more
        return boost::context::fiber{};
      });
}

void fiber::forget_calls() {
  if (calls_ != nullptr) __tsan_destroy_fiber(calls_);
  calls_ = nullptr;
}

fiber_pool::fiber_pool(std::size_t stack_bytes) : stack_bytes_(whole_pages(stack_bytes)) {
  runtime_ = reinterpret_cast<exception_state*>(abi::__cxa_get_globals());
  host_.pool_ = this;
}

fiber_pool::~fiber_pool() {
  for (const std::unique_ptr<fiber>& f : all_) free_memory_of(*f);
}

void fiber_pool::free_memory_of(fiber& f) {
  // The context's stack holds nothing but the loop above: forget it without unwinding.
  new (&f.context_) boost::context::fiber();
  f.forget_calls();
  // The addresses will be somebody else's stack.
  unpoison(f.memory_ + f.guard_, f.bytes_ - f.guard_);
  munmap(f.memory_, f.bytes_);
}

void fiber_pool::set_stack_bytes(std::size_t bytes) {
  if (bytes == stack_bytes_) return;
  stack_bytes_ = whole_pages(bytes);
  for (fiber* f : idle_) {
    free_memory_of(*f);
    std::erase_if(all_, [f](const std::unique_ptr<fiber>& own) { return own.get() == f; });
  }
  idle_.clear();
}

// At the address `place`; where that is 0, anywhere.
fiber& fiber_pool::make_fiber(std::uintptr_t place) {
  std::unique_ptr<fiber> fresh(new fiber);
  fresh->pool_ = this;
  void* memory = MAP_FAILED;
  for (fresh->guard_ = guard_bytes;; fresh->guard_ = least_guard_bytes) {
    fresh->bytes_ = stack_bytes_ + fresh->guard_;
    const int there = place == 0 ? 0 : MAP_FIXED_NOREPLACE;
    memory = mmap(reinterpret_cast<void*>(place), fresh->bytes_, PROT_NONE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE | there, -1, 0);
    if (memory != MAP_FAILED || fresh->guard_ == least_guard_bytes) break;
  }
  if (memory == MAP_FAILED) throw std::bad_alloc();
  fresh->memory_ = static_cast<std::byte*>(memory);
  if (mprotect(fresh->memory_ + fresh->guard_, stack_bytes_, PROT_READ | PROT_WRITE) != 0) {
    munmap(memory, fresh->bytes_);
    throw std::bad_alloc();
  }
  fresh->has_place_ = place != 0;
  fresh->reset();
  all_.push_back(std::move(fresh));
  return *all_.back();
}

fiber& fiber_pool::take_numbered(std::size_t n, std::uintptr_t first) {
  const std::uintptr_t place = first + n * (stack_bytes_ + guard_bytes);
  for (const std::unique_ptr<fiber>& f : all_) {
    if (reinterpret_cast<std::uintptr_t>(f->memory_) == place) return *f;
  }
  return make_fiber(place);
}

fiber& fiber_pool::take() {
  if (idle_.empty()) idle_.push_back(&make_fiber(0));
  fiber* f = idle_.back();
  idle_.pop_back();
  // One that was left by a jump still has the marks of the frames that were on its stack.
  unpoison(f->memory_ + f->guard_, f->bytes_ - f->guard_);
  return *f;
}

void fiber_pool::give_back(fiber& f) {
  if (!f.has_place_) idle_.push_back(&f);
}

void fiber_pool::abandon(fiber& f) {
  new (&f.context_) boost::context::fiber();  // not unwound
  f.reset();
  give_back(f);
}

void fiber_pool::switch_to(fiber& to) {
  fiber& from = *current_;
  from.exceptions_ = *runtime_;
  *runtime_ = to.exceptions_;
  from.left_at_ = static_cast<const std::byte*>(__builtin_frame_address(0));
  from.errno_ = errno;
  errno = to.errno_;
  leaving_ = &from;
  current_ = &to;
  leave_stack(&from.fake_stack_, to.memory_ + to.guard_, to.bytes_ - to.guard_);
  if (__tsan_switch_to_fiber != nullptr) {
    // The host may be another pool's fiber: a check within a check.
    if (&from == &host_) host_.calls_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(to.calls_, 0);
  }
  arrive(std::move(to.context_).resume());
}

// First thing on the new stack: put the context that was left where it belongs.
void fiber_pool::arrive(boost::context::fiber&& from) {
  fiber& left = *leaving_;
  std::byte* bottom = nullptr;
  std::size_t bytes = 0;
  enter_stack(current_->fake_stack_, &bottom, &bytes);
  if (&left == &host_ && bottom != nullptr) {
    host_.memory_ = bottom;
    host_.bytes_ = bytes;
  }
  left.context_ = std::move(from);
}

void fiber_pool::before_jump_to_host() {
  if (__tsan_switch_to_fiber != nullptr) __tsan_switch_to_fiber(host_.calls_, 0);
}

void fiber_pool::landed_on_host() {
  leave_stack(nullptr, host_.memory_, host_.bytes_);
  enter_stack(host_.fake_stack_, &host_.memory_, &host_.bytes_);
  new (&host_.context_) boost::context::fiber();  // stale: the jump came round it
  current_ = &host_;
  *runtime_ = host_.exceptions_;
  errno = host_.errno_;
}

}  // namespace suture
