// The C library's functions as foreign code gets them: those that a run must decide about are the
// runtime's own.
//
// A loaded object reaches other objects' functions through slots that the dynamic loader fills in.
// Those of the module are filled in anew, and nobody else's: the program, its libraries and the
// engine keep the C library. Source: System V ABI, AMD64 supplement, section 4.4 (relocation
// types).
#pragma once

#include <span>
#include <string_view>

struct dl_phdr_info;

namespace suture::native {

struct replacement {
  std::string_view name;
  void* function;
};

template <class Function>
replacement replace(std::string_view name, Function* by) {
  return {name, reinterpret_cast<void*>(by)};
}

// Each in a file of libc/.
std::span<const replacement> thread_functions();
std::span<const replacement> lock_functions();
std::span<const replacement> wait_functions();
std::span<const replacement> memory_functions();
std::span<const replacement> string_functions();
std::span<const replacement> process_functions();
std::span<const replacement> c11_thread_functions();
std::span<const replacement> cxx_thread_functions();
std::span<const replacement> libatomic_functions();  // abi/libatomic.cpp

// What `name` is to be in foreign code: the runtime's function; one that reports, when it is
// called, that it is not there, for what would start threads or wait behind the engine's back; or
// null: the C library's own.
void* bound_to(std::string_view name);

// Fills in the slots of a loaded object.
void bind(const dl_phdr_info& object);

}  // namespace suture::native
