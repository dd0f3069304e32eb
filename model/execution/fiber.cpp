#include "model/execution/fiber.hpp"

#include <cxxabi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <new>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define SUTURE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SUTURE_ASAN 1
#endif
#endif
#ifdef SUTURE_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace suture {

namespace {

std::size_t page_bytes() {
  static const auto bytes = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

void leave_stack(void** fake_stack, const std::byte* memory, std::size_t bytes) {
#ifdef SUTURE_ASAN
  __sanitizer_start_switch_fiber(fake_stack, memory, bytes);
#else
  (void)fake_stack, (void)memory, (void)bytes;
#endif
}

void enter_stack(void* fake_stack, std::byte** left, std::size_t* bytes) {
#ifdef SUTURE_ASAN
  const void* bottom = nullptr;
  __sanitizer_finish_switch_fiber(fake_stack, &bottom, bytes);
  *left = static_cast<std::byte*>(const_cast<void*>(bottom));
#else
  (void)fake_stack, (void)left, (void)bytes;
#endif
}

// Hands Boost.Context a stack that is ours to keep.
struct borrowed_stack {
  boost::context::stack_context allocate() { return {}; }
  void deallocate(boost::context::stack_context&) {}
};

}  // namespace

bool fiber::guards(const void* address) const {
  const auto* at = static_cast<const std::byte*>(address);
  return memory_ != nullptr && at >= memory_ && at < memory_ + page_bytes();
}

void fiber::reset() {
  boost::context::stack_context stack;
  stack.size = bytes_ - page_bytes();
  stack.sp = memory_ + bytes_;
#ifdef SUTURE_ASAN
  __asan_unpoison_memory_region(memory_ + page_bytes(), stack.size);
#endif
  const boost::context::preallocated place(stack.sp, stack.size, stack);
  exceptions_ = {};
  fake_stack_ = nullptr;
  context_ = boost::context::fiber(
      std::allocator_arg, place, borrowed_stack{}, [this](boost::context::fiber&& from) {
        pool_->arrive(std::move(from));
        for (;;) work_(argument_);  // each ends by switching away, and returns when there is more
        return boost::context::fiber{};
      });
}

fiber_pool::fiber_pool(std::size_t stack_bytes) : stack_bytes_(stack_bytes) {
  runtime_ = reinterpret_cast<exception_state*>(abi::__cxa_get_globals());
  host_.pool_ = this;
}

fiber_pool::~fiber_pool() {
  for (const std::unique_ptr<fiber>& f : all_) {
    // The context's stack holds nothing but the loop above: forget it without unwinding.
    new (&f->context_) boost::context::fiber();
#ifdef SUTURE_ASAN
    // The addresses will be somebody else's stack.
    __asan_unpoison_memory_region(f->memory_, f->bytes_);
#endif
    munmap(f->memory_, f->bytes_);
  }
}

fiber& fiber_pool::take() {
  if (idle_.empty()) {
    std::unique_ptr<fiber> fresh(new fiber);
    fresh->pool_ = this;
    fresh->bytes_ = stack_bytes_ + page_bytes();
    void* memory = mmap(nullptr, fresh->bytes_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    fresh->memory_ = static_cast<std::byte*>(memory);
    mprotect(fresh->memory_, page_bytes(), PROT_NONE);
    fresh->reset();
    idle_.push_back(fresh.get());
    all_.push_back(std::move(fresh));
  }
  fiber* f = idle_.back();
  idle_.pop_back();
#ifdef SUTURE_ASAN
  // One that was left by a jump still has the marks of the frames that were on its stack.
  __asan_unpoison_memory_region(f->memory_ + page_bytes(), f->bytes_ - page_bytes());
#endif
  return *f;
}

void fiber_pool::give_back(fiber& f) { idle_.push_back(&f); }

void fiber_pool::abandon(fiber& f) {
  new (&f.context_) boost::context::fiber();  // not unwound
  f.reset();
  idle_.push_back(&f);
}

void fiber_pool::switch_to(fiber& to) {
  fiber& from = *current_;
  from.exceptions_ = *runtime_;
  *runtime_ = to.exceptions_;
  leaving_ = &from;
  current_ = &to;
  leave_stack(&from.fake_stack_, to.memory_, to.bytes_);
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

void fiber_pool::landed_on_host() {
  leave_stack(nullptr, host_.memory_, host_.bytes_);
  enter_stack(host_.fake_stack_, &host_.memory_, &host_.bytes_);
  new (&host_.context_) boost::context::fiber();  // stale: the jump came round it
  current_ = &host_;
  *runtime_ = host_.exceptions_;
}

}  // namespace suture
