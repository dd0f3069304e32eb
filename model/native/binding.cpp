#include "model/native/binding.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

#include "model/native/call.hpp"

namespace suture::native {

namespace {

// What does things to threads, or waits, and is none of the runtime's functions. Done behind the
// engine's back it would make a run something else than it seems.
constexpr std::string_view beginnings_of_the_unknown[] = {"pthread_",
                                                          "__pthread_",
                                                          "sem_",
                                                          "thrd_",
                                                          "mtx_",
                                                          "cnd_",
                                                          "tss_",
                                                          "_ZNSt6thread",
                                                          "_ZNSt18condition_variable",
                                                          "_ZNSt28__atomic_futex",
                                                          "_ZNSt15__exception_ptr",
                                                          "_ZSt25notify_all_at_thread_exit",
                                                          "aio_",
                                                          "mq_",
                                                          "timer_",
                                                          "__atomic_",
                                                          "__sync_"};
constexpr std::string_view names_of_the_unknown[] = {"pthread_mutexattr_setrobust",
                                                     "pthread_mutexattr_setprotocol",
                                                     "fork",
                                                     "vfork",
                                                     "clone",
                                                     "syscall",
                                                     "call_once",
                                                     "poll",
                                                     "ppoll",
                                                     "select",
                                                     "pselect",
                                                     "epoll_wait",
                                                     "pause",
                                                     "sigwait",
                                                     "sigsuspend",
                                                     "sigtimedwait",
                                                     "wait",
                                                     "waitpid",
                                                     "getcontext",
                                                     "setcontext",
                                                     "swapcontext",
                                                     "makecontext",
                                                     "mmap",
                                                     "mmap64",
                                                     "munmap",
                                                     "mremap",
                                                     "brk",
                                                     "sbrk",
                                                     "execve",
                                                     "execv",
                                                     "execvp",
                                                     "system",
                                                     "posix_spawn",
                                                     "alarm",
                                                     "setitimer"};
// Reading and writing attributes of objects that are yet to be made is nobody's business.
constexpr std::string_view harmless[] = {
    "pthread_attr_",        "pthread_mutexattr_", "pthread_condattr_",  "pthread_rwlockattr_",
    "pthread_barrierattr_", "pthread_equal",      "pthread_setname_np", "pthread_getname_np",
    "pthread_getattr_np",   "_ZNSt6thread6_State"};

bool begins_with_any(std::string_view name, std::span<const std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view b) { return name.starts_with(b); });
}

// Functions that say which of the unknown has been called.
constexpr std::size_t most_unknown = 128;
std::array<std::string, most_unknown> unknown_names;
std::size_t unknown_count = 0;

void call_unknown(const call& from, const std::string& name) {
  if (!from.under_test()) {
    std::fprintf(stderr, "suture: the module calls %s while it is loaded\n", name.c_str());
    std::abort();
  }
  from.run().report(
      {std::string(finding_kind::misuse),
       fmt::format("thread {} calls {} at {}, which Suture does not model", from.run().current(),
                   name, to_string(from.where())),
       {{fmt::format("thread {} calls {}", from.run().current(), name), from.where()}},
       {}});
}

template <std::size_t Index>
void unknown_function() {
  const call here;
  call_unknown(here, unknown_names[Index]);
}

template <std::size_t... Index>
std::array<void (*)(), most_unknown> unknown_functions(std::index_sequence<Index...>) {
  return {&unknown_function<Index>...};
}

void* unknown(std::string_view name) {
  static const auto functions = unknown_functions(std::make_index_sequence<most_unknown>());
  const auto end = unknown_names.begin() + static_cast<std::ptrdiff_t>(unknown_count);
  const auto found = std::find(unknown_names.begin(), end, name);
  const auto index = static_cast<std::size_t>(found - unknown_names.begin());
  if (index == unknown_count) {
    if (unknown_count == most_unknown) std::abort();  // there are fewer such functions
    unknown_names[unknown_count++] = name;
  }
  return reinterpret_cast<void*>(functions[index]);
}

const std::unordered_map<std::string_view, void*>& all_replacements() {
  static const std::unordered_map<std::string_view, void*> all = [] {
    std::unordered_map<std::string_view, void*> filled;
    for (const auto& some :
         {thread_functions(), lock_functions(), wait_functions(), memory_functions(),
          string_functions(), process_functions(), libatomic_functions(), cxx_thread_functions(),
          c11_thread_functions()}) {
      for (const replacement& r : some) filled.emplace(r.name, r.function);
    }
    return filled;
  }();
  return all;
}

// The dynamic section of a loaded object.
struct tables {
  const ElfW(Sym) * symbols = nullptr;
  const char* names = nullptr;
  std::span<const ElfW(Rela)> relocations, calls;
};

tables tables_of(const dl_phdr_info& object) {
  tables t;
  const ElfW(Dyn)* d = nullptr;
  for (const ElfW(Phdr) & h : std::span(object.dlpi_phdr, object.dlpi_phnum)) {
    if (h.p_type == PT_DYNAMIC)
      d = reinterpret_cast<const ElfW(Dyn)*>(object.dlpi_addr + h.p_vaddr);
  }
  const ElfW(Rela)* relocations = nullptr;
  const ElfW(Rela)* calls = nullptr;
  std::size_t bytes = 0, bytes_of_calls = 0;
  // glibc has made these addresses.
  for (; d != nullptr && d->d_tag != DT_NULL; ++d) {
    switch (d->d_tag) {
      case DT_SYMTAB:
        t.symbols = reinterpret_cast<const ElfW(Sym)*>(d->d_un.d_ptr);
        break;
      case DT_STRTAB:
        t.names = reinterpret_cast<const char*>(d->d_un.d_ptr);
        break;
      case DT_RELA:
        relocations = reinterpret_cast<const ElfW(Rela)*>(d->d_un.d_ptr);
        break;
      case DT_RELASZ:
        bytes = d->d_un.d_val;
        break;
      case DT_JMPREL:
        calls = reinterpret_cast<const ElfW(Rela)*>(d->d_un.d_ptr);
        break;
      case DT_PLTRELSZ:
        bytes_of_calls = d->d_un.d_val;
        break;
      default:
        break;
    }
  }
  t.relocations = {relocations, bytes / sizeof(ElfW(Rela))};
  t.calls = {calls, bytes_of_calls / sizeof(ElfW(Rela))};
  return t;
}

bool names_a_function(const ElfW(Rela) & r) {
  const auto type = ELF64_R_TYPE(r.r_info);
  return type == R_X86_64_JUMP_SLOT || type == R_X86_64_GLOB_DAT || type == R_X86_64_64;
}

// The slot may be in memory that the loader has made read-only.
void fill(std::uintptr_t slot, void* with) {
  constexpr std::uintptr_t page = 4096;
  auto* const begin = reinterpret_cast<void*>(slot & ~(page - 1));
  if (mprotect(begin, page, PROT_READ | PROT_WRITE) != 0) std::abort();
  *reinterpret_cast<void**>(slot) = with;
}

}  // namespace

void* bound_to(std::string_view name) {
  const auto found = all_replacements().find(name);
  if (found != all_replacements().end()) return found->second;
  if (std::ranges::find(names_of_the_unknown, name) != std::end(names_of_the_unknown)) {
    return unknown(name);
  }
  if (begins_with_any(name, harmless)) return nullptr;
  return begins_with_any(name, beginnings_of_the_unknown) ? unknown(name) : nullptr;
}

void bind(const dl_phdr_info& object) {
  const tables t = tables_of(object);
  for (const auto& some : {t.relocations, t.calls}) {
    for (const ElfW(Rela) & r : some) {
      if (!names_a_function(r)) continue;
      const ElfW(Sym)& symbol = t.symbols[ELF64_R_SYM(r.r_info)];
      if (symbol.st_shndx != SHN_UNDEF) continue;
      const char* const name = t.names + symbol.st_name;
      void* with = bound_to(name);
      // What is called for the first time would be looked up then, in every run anew.
      if (with == nullptr && ELF64_R_TYPE(r.r_info) == R_X86_64_JUMP_SLOT) {
        with = dlsym(RTLD_DEFAULT, name);
      }
      if (with != nullptr) fill(object.dlpi_addr + r.r_offset, with);
    }
  }
}

}  // namespace suture::native
