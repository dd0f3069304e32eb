// The plain operator new and delete, over malloc and free.
//
// Relacy's headers define their own; library.hpp says why these must take their place. All forms
// are here because a tool such as AddressSanitizer brings its own for those that are missing, and
// finds fault with a block that one kind allocates and the other frees.
#include <cstdlib>
#include <new>

void* operator new(std::size_t size) {
  if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { std::free(block); }

namespace suture::relacy {
// Called by run.cpp only so that a linker, which takes this file from a library when something in
// it is needed, does: operator new alone is not, for Relacy's own will do.
void use_plain_heap();
void use_plain_heap() {}
}  // namespace suture::relacy
