// malloc and its relatives, and C++'s operators: memory of the engine's heap, at the same addresses
// in every run. Fresh memory holds a pattern: what somebody left there in an earlier run is gone.
#include <malloc.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

#include "model/engine/process/foreign.hpp"
#include "model/native/binding.hpp"
#include "model/native/libc/objects.hpp"

namespace suture::native {

namespace {

constexpr int fresh_pattern = 0xCD;
constexpr std::size_t usual_alignment = alignof(std::max_align_t);

void* obtain(const call& from, std::size_t bytes, std::size_t alignment = usual_alignment) {
  if (!from.under_test())
    return aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  void* const p = from.run().blocks().allocate(bytes, alignment, from.where());
  if (p == nullptr) {
    errno = ENOMEM;
    return nullptr;
  }
  world::current.memory().allocated(reinterpret_cast<std::uintptr_t>(p), bytes, from.pc());
  std::memset(p, fresh_pattern, bytes);
  return p;
}

void give_back(const call& from, void* p) {
  if (p == nullptr) return;
  const auto address = reinterpret_cast<std::uintptr_t>(p);
  if (!from.under_test()) {
    std::free(p);
    return;
  }
  heap& all = from.run().memory();
  if (!all.owns(p)) {
    if (world::current.is_static(address) || foreign::has_stack_at(address)) {
      misuse(from, "frees what was not allocated");
    }
    std::free(p);  // of a library that is not instrumented
    return;
  }
  const block* const b = all.find(p);
  if (b != nullptr && b->address == p && b->state == block_state::live) {
    world::current.memory().freed(address, b->bytes, from.pc());
  }
  from.run().blocks().deallocate(p, from.where());
}

void* allocate(std::size_t bytes) {
  const call here;
  return obtain(here, bytes);
}
void free_block(void* p) {
  const call here;
  give_back(here, p);
}
void* zeroed(std::size_t count, std::size_t each) {
  const call here;
  if (each != 0 && count > std::numeric_limits<std::size_t>::max() / each) {
    errno = ENOMEM;
    return nullptr;
  }
  void* const p = obtain(here, count * each);
  if (p != nullptr) std::memset(p, 0, count * each);
  return p;
}
void* resized(void* p, std::size_t bytes) {
  const call here;
  if (!here.under_test()) return std::realloc(p, bytes);
  if (p == nullptr) return obtain(here, bytes);
  if (!here.run().memory().owns(p)) {
    misuse(here, "resizes a block that a library has allocated");
    return nullptr;
  }
  const block* const b = here.run().memory().find(p);
  const bool live = b != nullptr && b->address == p && b->state == block_state::live;
  if (!live) {
    give_back(here, p);  // which reports it
    return nullptr;
  }
  const std::size_t kept = std::min(b->bytes, bytes);
  void* const fresh = obtain(here, bytes);
  if (fresh == nullptr) return nullptr;
  touch(here, p, kept, false);
  std::memcpy(fresh, p, kept);
  give_back(here, p);
  return fresh;
}
void* aligned(std::size_t alignment, std::size_t bytes) {
  const call here;
  return obtain(here, bytes, alignment);
}
int aligned_into(void** into, std::size_t alignment, std::size_t bytes) {
  const call here;
  void* const p = obtain(here, bytes, alignment);
  if (p == nullptr) return ENOMEM;
  touch(here, static_cast<void*>(into), sizeof *into, true);
  *into = p;
  return 0;
}
std::size_t usable(void* p) {
  const call here;
  if (!here.under_test() || !here.run().memory().owns(p)) return malloc_usable_size(p);
  const block* const b = here.run().memory().find(p);
  return b == nullptr ? 0 : b->bytes;
}

// C++: where there is no room an exception would be due, which stays in the code under test.
void* made(std::size_t bytes) {
  const call here;
  void* const p = obtain(here, bytes);
  if (p == nullptr) throw std::bad_alloc();
  return p;
}
void* made_aligned(std::size_t bytes, std::align_val_t alignment) {
  const call here;
  void* const p = obtain(here, bytes, static_cast<std::size_t>(alignment));
  if (p == nullptr) throw std::bad_alloc();
  return p;
}
void* made_or_null(std::size_t bytes, const std::nothrow_t&) {
  const call here;
  return obtain(here, bytes);
}

void ended_sized(void* p, std::size_t) {
  const call here;
  give_back(here, p);
}
void ended_aligned(void* p, std::align_val_t) {
  const call here;
  give_back(here, p);
}
void ended_sized_aligned(void* p, std::size_t, std::align_val_t) {
  const call here;
  give_back(here, p);
}

}  // namespace

// The operators by their mangled names (Itanium C++ ABI, section 5.1).
std::span<const replacement> memory_functions() {
  static const replacement all[] = {
      replace("malloc", allocate),
      replace("free", free_block),
      replace("calloc", zeroed),
      replace("realloc", resized),
      replace("aligned_alloc", aligned),
      replace("memalign", aligned),
      replace("posix_memalign", aligned_into),
      replace("malloc_usable_size", usable),
      replace("_Znwm", made),
      replace("_Znam", made),
      replace("_ZnwmSt11align_val_t", made_aligned),
      replace("_ZnamSt11align_val_t", made_aligned),
      replace("_ZnwmRKSt9nothrow_t", made_or_null),
      replace("_ZnamRKSt9nothrow_t", made_or_null),
      replace("_ZdlPv", free_block),
      replace("_ZdaPv", free_block),
      replace("_ZdlPvm", ended_sized),
      replace("_ZdaPvm", ended_sized),
      replace("_ZdlPvSt11align_val_t", ended_aligned),
      replace("_ZdaPvSt11align_val_t", ended_aligned),
      replace("_ZdlPvmSt11align_val_t", ended_sized_aligned),
      replace("_ZdaPvmSt11align_val_t", ended_sized_aligned),
  };
  return all;
}

}  // namespace suture::native
