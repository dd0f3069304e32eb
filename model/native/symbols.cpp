#include "model/native/symbols.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

#ifdef SUTURE_LIBBACKTRACE
#include <backtrace.h>
#endif

namespace suture::native {

namespace {

// For good: sites hold pointers.
const char* kept(const std::string& text) { return strdup(text.c_str()); }

std::string demangled(const char* name) {
  int status = 0;
  char* const plain = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string text = status == 0 ? plain : name;
  std::free(plain);
  return text;
}

std::string module_path, folder;

std::string relative(std::string file) {
  return !folder.empty() && file.starts_with(folder) ? file.substr(folder.size()) : file;
}

sync::site by_export(std::uintptr_t pc) {
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(pc), &info) == 0) return {"?", "?", 0};
  const std::string file = info.dli_fname;
  const std::string name = info.dli_sname == nullptr ? "?" : demangled(info.dli_sname);
  const auto from =
      reinterpret_cast<std::uintptr_t>(info.dli_sname == nullptr ? info.dli_fbase : info.dli_saddr);
  // An offset in place of the line.
  return {kept(relative(file)), kept(name), static_cast<std::uint32_t>(pc - from)};
}

#ifdef SUTURE_LIBBACKTRACE
// Of the compiler's library, or the native backend of `sync`, which is nothing but a name for it.
bool is_of_the_system(std::string_view file) {
  return file.starts_with("/usr/include/") || file.starts_with("/usr/lib/") ||
         file.find("/model/sync/") != std::string_view::npos;
}

backtrace_state* state = nullptr;

void ignore(void*, const char*, int) {}

struct chain {
  sync::site innermost, users;
};

// Called for each function that the address is in, by inlining, the innermost first.
int on_frame(void* into, std::uintptr_t, const char* file, int line, const char* function) {
  auto& found = *static_cast<chain*>(into);
  if (file == nullptr) return 0;
  const bool first = !found.innermost.known();
  const bool users = !found.users.known() && !is_of_the_system(file);
  if (!first && !users) return 0;
  const sync::site place{kept(relative(file)),
                         function == nullptr ? "?" : kept(demangled(function)),
                         static_cast<std::uint32_t>(line)};
  if (first) found.innermost = place;
  if (users) found.users = place;
  return 0;
}

struct symbol {
  const char* name = nullptr;
  std::uintptr_t begin = 0, bytes = 0;
};

void on_symbol(void* into, std::uintptr_t, const char* name, std::uintptr_t begin,
               std::uintptr_t bytes) {
  *static_cast<symbol*>(into) = {name, begin, bytes};
}
#endif

}  // namespace

void read_symbols_of(const std::string& path) {
  module_path = path;
  const std::size_t slash = path.rfind('/');
  folder = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
#ifdef SUTURE_LIBBACKTRACE
  // Named as the program, so that the debugging information of this program, which nobody will ask
  // for, is not read.
  state = backtrace_create_state(module_path.c_str(), 0, ignore, nullptr);
#endif
}

sync::site place_of(std::uintptr_t pc) {
#ifdef SUTURE_LIBBACKTRACE
  chain found;
  if (state != nullptr) backtrace_pcinfo(state, pc - 1, on_frame, ignore, &found);
  if (found.users.known()) return found.users;
  if (found.innermost.known()) return found.innermost;
#endif
  return by_export(pc - 1);
}

std::string name_of_data(std::uintptr_t address) {
#ifdef SUTURE_LIBBACKTRACE
  symbol found;
  if (state != nullptr) backtrace_syminfo(state, address, on_symbol, ignore, &found);
  if (found.name != nullptr && address < found.begin + found.bytes) {
    const std::string name = demangled(found.name);
    return address == found.begin ? name : fmt::format("{}+{}", name, address - found.begin);
  }
#else
  Dl_info info{};
  if (dladdr(reinterpret_cast<void*>(address), &info) != 0 && info.dli_sname != nullptr) {
    const auto offset = address - reinterpret_cast<std::uintptr_t>(info.dli_saddr);
    return offset == 0 ? info.dli_sname : fmt::format("{}+{}", info.dli_sname, offset);
  }
#endif
  return {};
}

}  // namespace suture::native
