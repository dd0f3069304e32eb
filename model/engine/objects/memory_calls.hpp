// Memory blocks, from allocation to their end: reported to the observers, which know what is wrong
// with them.
#pragma once

#include <cstddef>

#include "model/sync/site.hpp"

namespace suture {

class execution;

class memory_calls {
 public:
  explicit memory_calls(execution& run) : run_(run) {}

  // --- what `sync` asks for (hooks.hpp says what each does) ------------------------------------
  void* allocate(std::size_t bytes, std::size_t alignment, const sync::site& where);
  void keep_type(void* p);
  void deallocate(void* p, const sync::site& where);
  bool begin_destroy(void* object, sync::site& where);
  void end_destroy(const sync::site& around);
  void retire(void* p, const sync::site& where);
  void revive(void* p, const sync::site& where);
  void label_block(const void* begin, const char* name);

 private:
  execution& run_;
};

}  // namespace suture
