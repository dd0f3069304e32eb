// A shared library that an interpreter has loaded.
//
// Its file is looked at first: a library without the entry point of this build is refused before
// any of its code runs, constructors of the library included.
#pragma once

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "interp_core/ext/entry_points.hpp"
#include "interp_core/ext/interp_ext.h"

namespace interp::elf {

// Which file, what is wrong with it, and what would be right. For the user.
struct load_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Why a library with these modules does not do as module `name` of that build.
inline std::string refusal(const std::vector<module_entries>& all, const std::string& name,
                           build b) {
  const std::string wanted = entry_point(b, name);
  const auto same =
      std::find_if(all.begin(), all.end(), [&](const module_entries& m) { return m.name == name; });
  if (same != all.end()) {
    const bool is_legacy = b == build::without_gil;
    return std::string("was written for the build ") + (is_legacy ? "with" : "without") +
           " a GIL: it has " + entry_point(is_legacy ? build::with_gil : build::without_gil, name) +
           ", and this build starts with " + wanted;
  }
  std::string others;
  for (const module_entries& m : all) others += (others.empty() ? "" : ", ") + m.name;
  if (!others.empty()) return "has no module " + name + ", but " + others;
  return "is no extension module: it has no function " + wanted;
}

// Open for as long as it lives: all that the library made must be gone before it.
class library {
 public:
  // The library in `file` as module `name` of that build. Throws load_error.
  library(const std::string& file, const std::string& name, build b) {
    const auto refuse = [&](const std::string& why) { return load_error(file + ": " + why); };
    const std::vector<module_entries> modules = [&] {
      try {
        return entry_points(bytes_of(file));
      } catch (const bad_file& bad) {
        throw refuse(bad.what());
      }
    }();
    const bool serves = std::any_of(modules.begin(), modules.end(), [&](const module_entries& m) {
      return m.name == name && m.serves(b);
    });
    if (!serves) throw refuse(refusal(modules, name, b));
    // Absolute: dlopen looks for a plain name elsewhere.
    handle_ = dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle_ == nullptr) throw load_error(std::string("cannot be loaded: ") + dlerror());
    entry_ = reinterpret_cast<interp_entry>(dlsym(handle_, entry_point(b, name).c_str()));
    if (entry_ == nullptr) {
      dlclose(handle_);
      throw refuse("its entry point has gone while it was being loaded");
    }
  }
  ~library() {
    if (handle_ != nullptr) dlclose(handle_);
  }
  library(library&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)), entry_(other.entry_) {}
  library& operator=(library&&) = delete;

  interp_entry entry() const { return entry_; }

 private:
  static std::string bytes_of(const std::string& file) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure))
      throw bad_file(std::filesystem::exists(file, failure) ? "is no regular file"
                                                            : "is not there");
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw bad_file("cannot be read");
    return bytes;
  }

  void* handle_ = nullptr;
  interp_entry entry_ = nullptr;
};

}  // namespace interp::elf
