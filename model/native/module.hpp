// A shared object of foreign code: loaded, looked over, bound to the runtime; and its static data,
// which is put back before every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/native/scenario.h"

namespace suture::native {

// Why a file cannot be run, in a line for the user that names the file.
struct module_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One of the shared objects that came with a module, itself included.
struct image {
  struct segment {
    std::byte* begin = nullptr;
    std::size_t bytes = 0;
    std::vector<std::byte> kept;
  };
  struct thread_locals {
    std::size_t id = 0;  // by which __tls_get_addr is asked; 0: it has none
    const std::byte* first = nullptr;
    std::size_t filled = 0, bytes = 0;
    std::size_t at = 0;  // in the block of each thread
  };
  std::string path;
  std::uintptr_t base = 0, end = 0;
  std::vector<segment> data;  // writable
  thread_locals locals;
};

class module {
 public:
  // Loads the file. Nothing of it has run where this throws module_error, but for the constructors
  // of what it depends on. A module stays loaded as long as the process lives.
  explicit module(const std::string& path);

  struct scenario {
    std::string name, function, expected;
    void (*run)() = nullptr;
    const char* file = "";
    int line = 0;
  };
  // Of SUTURE_OPERATION.
  struct operation {
    std::string family, name;  // "list", "append"
    suture_result (*run)(void*) = nullptr;
    const char* file = "";
    int line = 0;
    bool is_atomic = true;
  };
  // What the operations of a family work on. Null where the module has no such function.
  struct object_kind {
    std::string family;
    void* (*prepare)() = nullptr;
    suture_result (*observe)(void*) = nullptr;
    void (*discard)(void*) = nullptr;
    void** kept = nullptr;
  };
  const std::string& path() const { return path_; }
  const std::vector<scenario>& scenarios() const { return scenarios_; }
  const std::vector<operation>& operations() const { return operations_; }
  const std::vector<object_kind>& object_kinds() const { return object_kinds_; }
  const std::vector<image>& images() const { return images_; }
  // Has its compiler put calls into it? Else it is written against sync::.
  bool is_instrumented() const { return is_instrumented_; }
  std::size_t thread_local_bytes() const { return thread_local_bytes_; }

  bool is_static(std::uintptr_t address) const;
  bool has(std::uintptr_t address) const;  // in whatever it consists of
  void put_back() const;

 private:
  void find_scenarios(void* handle);
  void find_operations(void* handle);  // module_operations.cpp
  void keep();

  std::string path_;
  std::vector<image> images_;
  std::vector<scenario> scenarios_;
  std::vector<operation> operations_;
  std::vector<object_kind> object_kinds_;
  bool is_instrumented_ = false;
  std::size_t thread_local_bytes_ = 64;  // the first are the runtime's (world.hpp)
};

}  // namespace suture::native
