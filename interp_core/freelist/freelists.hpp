// Freelists: memory of dead objects kept for the next ones of their kind.
//
// Source: the Gilectomy talk's "ten freelists"; nine were locked in its code, and slice_cache,
// which was not, is the tenth. A list here keeps blocks, not objects: the object in a block has
// ended, and the block is retired (sync::retire) while it waits, so that whoever still uses it is
// found out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

enum class freelist_kind : std::uint8_t {
  tuple,  // a list for each of the lengths 1 to 19
  list,
  dict,
  float_number,
  method,
  c_function,
  memory_error,
  deque_block,
  frame,
  slice
};

inline constexpr std::array all_freelist_kinds{
    freelist_kind::tuple,        freelist_kind::list,        freelist_kind::dict,
    freelist_kind::float_number, freelist_kind::method,      freelist_kind::c_function,
    freelist_kind::memory_error, freelist_kind::deque_block, freelist_kind::frame,
    freelist_kind::slice};

constexpr const char* to_string(freelist_kind kind) {
  constexpr const char* names[] = {"tuple",      "list",        "dict",        "float", "method",
                                   "C function", "MemoryError", "deque block", "frame", "slice"};
  return names[static_cast<std::size_t>(kind)];
}

inline constexpr std::size_t tuple_lengths = 20;  // 0, whose one object is another matter, to 19

// How many blocks CPython keeps of each kind (of the Gilectomy's time), and of each length of
// tuple.
constexpr std::size_t cpython_freelist_room(freelist_kind kind) {
  switch (kind) {
    case freelist_kind::tuple:
      return 2000;
    case freelist_kind::list:
    case freelist_kind::dict:
      return 80;
    case freelist_kind::float_number:
      return 100;
    case freelist_kind::method:
    case freelist_kind::c_function:
      return 256;
    case freelist_kind::memory_error:
      return 16;
    case freelist_kind::deque_block:
      return 10;
    case freelist_kind::frame:
      return 200;
    case freelist_kind::slice:
      return 1;
  }
  return 0;
}

// What the freelists of a runtime are made with.
using freelist_room = std::size_t (*)(freelist_kind);

// For scenarios: one block of that kind, and none of any other.
template <freelist_kind Kind, std::size_t Blocks = 1>
constexpr std::size_t room_for_only(freelist_kind kind) {
  return kind == Kind ? Blocks : 0;
}

// Where one list is among all of them: its kind, and the length if that is tuple.
struct freelist_place {
  freelist_kind kind;
  std::size_t length = 0;
};

// All blocks of one place have the same size, which is the callers' business. Any thread may call.
class freelists {
 public:
  freelists() = default;
  freelists(const freelists&) = delete;
  freelists& operator=(const freelists&) = delete;

  // A block from the list, revived and the caller's; null where there is none.
  virtual void* take(runtime& rt, freelist_place from) = 0;
  // Retires the block and keeps it; false where there is no room, and the block is as it was.
  virtual bool put(runtime& rt, freelist_place to, void* block) = 0;
  // Gives all blocks of all threads to the allocator. For who has stopped the world.
  virtual void clear() = 0;

 protected:
  ~freelists() = default;
};

// Memory for an object: from the runtime's freelists where it has any. Null where there is none.
inline void* allocate_block(runtime& rt, freelist_place place, std::size_t bytes,
                            sync::site where = sync::site::current()) {
  void* block = rt.freelists == nullptr ? nullptr : rt.freelists->take(rt, place);
  return block != nullptr ? block : sync::allocate(bytes, where);
}
inline void release_block(runtime& rt, freelist_place place, void* block,
                          sync::site where = sync::site::current()) {
  if (rt.freelists != nullptr && rt.freelists->put(rt, place, block)) return;
  sync::deallocate(block, where);
}

// The same with a T in it: its life begins and ends here. For types whose objects have one size.
template <class T, class... Args>
T* make_object(runtime& rt, freelist_kind kind, sync::site where, Args&&... args) {
  void* block = allocate_block(rt, {kind}, sizeof(T), where);
  return block == nullptr ? nullptr : ::new (block) T(std::forward<Args>(args)...);
}
template <class T>
void end_object(runtime& rt, freelist_kind kind, T* o, sync::site where = sync::site::current()) {
  o->~T();
  release_block(rt, {kind}, o, where);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
