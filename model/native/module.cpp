#include "model/native/module.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>

#include "model/native/binding.hpp"
#include "model/native/elf_file.hpp"
#include "model/native/scenario.h"
#include "model/native/symbols.hpp"

namespace suture::native {

namespace {

constexpr std::string_view instrumentation = "__tsan_";
constexpr std::string_view engine_calls = "_ZN6suture5hooks";  // what sync:: is made of
constexpr std::string_view scenario_prefix = "suture_scenario_";
constexpr std::string_view expectation_prefix = "suture_expect_";

[[noreturn]] void refuse(const std::string& path, std::string_view why) {
  throw module_error(fmt::format("{}: {}", path, why));
}

bool has_instrumentation(const elf_facts& facts) {
  return std::ranges::any_of(
      facts.undefined, [](const std::string& name) { return name.starts_with(instrumentation); });
}

// Is it written against sync::?
bool calls_the_engine(const elf_facts& facts) {
  return std::ranges::any_of(
      facts.undefined, [](const std::string& name) { return name.starts_with(engine_calls); });
}

// By a function that no header has.
bool brings_an_engine(const elf_facts& facts) {
  return std::ranges::any_of(facts.defined, [](const std::string& name) {
    return name.starts_with(engine_calls) &&
           name.substr(engine_calls.size()).starts_with("9make_cellE");
  });
}

// Before anything of it is loaded.
void look_over(const std::string& path, const elf_facts& facts) {
  if (brings_an_engine(facts)) {
    refuse(path, "has an engine of its own: link it without Suture's library");
  }
  if (!has_instrumentation(facts) && !calls_the_engine(facts)) {
    refuse(
        path,
        "nothing in it is instrumented, nor written against sync::: compile it with suture-cc or "
        "suture-c++");
  }
  for (const std::string& name : facts.undefined) {
    const bool known = dlsym(RTLD_DEFAULT, name.c_str()) != nullptr || bound_to(name) != nullptr;
    if (name.starts_with(engine_calls) && !known) {
      refuse(path, fmt::format("needs {}, which Suture does not have: it was compiled with the "
                               "headers of another version",
                               name));
    }
    if (name.starts_with(instrumentation) && !known) {
      refuse(path, fmt::format("needs {}, which Suture does not have: its compiler is newer, or "
                               "was given an option that is not supported",
                               name));
    }
  }
  for (const std::string& library : facts.needed) {
    if (library.starts_with("libtsan") || library.starts_with("libclang_rt.tsan")) {
      refuse(path, fmt::format("is linked with {}, a runtime of its own: link it with suture-cc",
                               library));
    }
  }
  if (facts.described_tls) {
    refuse(path,
           "reaches its thread-local storage by descriptors: compile it without "
           "-mtls-dialect=gnu2");
  }
  if (!facts.assembly.empty()) {
    refuse(path, fmt::format("has inline assembly, which Suture does not see: {}; with "
                             "SUTURE_ASSEMBLY=ignore suture-cc takes it for nothing",
                             facts.assembly));
  }
  if (facts.static_tls) {
    refuse(path,
           "has thread-local storage of the initial-exec model, which is the operating system's "
           "thread's own: compile it with -fPIC and without -ftls-model");
  }
}

struct loaded_before {
  std::set<std::uintptr_t> bases;
};

int note_base(dl_phdr_info* object, std::size_t, void* into) {
  static_cast<loaded_before*>(into)->bases.insert(object->dlpi_addr);
  return 0;
}

std::uintptr_t page_after(std::uintptr_t address) {
  return (address + 4095) & ~std::uintptr_t{4095};
}

image image_of(const dl_phdr_info& object) {
  image made;
  made.path = object.dlpi_name;
  made.base = object.dlpi_addr;
  const std::span headers(object.dlpi_phdr, object.dlpi_phnum);
  std::uintptr_t constant = 0;  // what the loader makes read-only after relocating it ends here
  for (const ElfW(Phdr) & h : headers) {
    if (h.p_type == PT_GNU_RELRO) constant = made.base + h.p_vaddr + h.p_memsz;
  }
  for (const ElfW(Phdr) & h : headers) {
    const std::uintptr_t begin = made.base + h.p_vaddr;
    if (h.p_type == PT_LOAD) made.end = std::max(made.end, begin + h.p_memsz);
    if (h.p_type == PT_LOAD && (h.p_flags & PF_W) != 0) {
      const std::uintptr_t end = begin + h.p_memsz;
      const std::uintptr_t from = constant > begin && constant <= page_after(end)
                                      ? constant & ~std::uintptr_t{4095}
                                      : begin;
      const std::uintptr_t first = std::max(from, begin);
      if (first < end) {
        made.data.push_back({reinterpret_cast<std::byte*>(first), end - first, {}});
      }
    } else if (h.p_type == PT_TLS) {
      made.locals = {object.dlpi_tls_modid, reinterpret_cast<const std::byte*>(begin), h.p_filesz,
                     h.p_memsz, h.p_align};
    }
  }
  return made;
}

struct loading {
  const loaded_before* before;
  std::vector<image>* images;
};

// Objects that came with the module: all are put back between runs, and those that are instrumented
// get the runtime's functions.
int note_object(dl_phdr_info* object, std::size_t, void* into) {
  const auto& l = *static_cast<loading*>(into);
  if (l.before->bases.contains(object->dlpi_addr)) return 0;
  l.images->push_back(image_of(*object));
  return 0;
}

int bind_object(dl_phdr_info* object, std::size_t, void* into) {
  const auto& paths = *static_cast<const std::set<std::string>*>(into);
  if (paths.contains(object->dlpi_name)) bind(*object);
  return 0;
}

}  // namespace

module::module(const std::string& path) {
  const elf_facts facts = read_elf(path);
  look_over(path, facts);
  path_ = std::filesystem::canonical(path).string();
  loaded_before before;
  dl_iterate_phdr(note_base, &before);
  // Lazily, since what it needs of the C library is decided below, and of libtsan it needs nothing.
  void* const handle = dlopen(path_.c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (handle == nullptr) {
    const std::string why = dlerror();
    refuse(path, fmt::format("cannot be loaded (link it with suture-cc): {}", why));
  }
  loading l{&before, &images_};
  dl_iterate_phdr(note_object, &l);
  if (images_.empty()) refuse(path, "has been loaded before");
  std::set<std::string> instrumented;
  for (image& i : images_) {
    const elf_facts its = i.path == path_ ? facts : read_elf(i.path);
    if (has_instrumentation(its)) look_over(i.path, its);
    if (has_instrumentation(its)) instrumented.insert(i.path);
    if (i.locals.id == 0) continue;
    const std::size_t alignment = std::max<std::size_t>(i.locals.at, 1);
    i.locals.at = (thread_local_bytes_ + alignment - 1) / alignment * alignment;
    thread_local_bytes_ = i.locals.at + i.locals.bytes;
  }
  is_instrumented_ = !instrumented.empty();
  dl_iterate_phdr(bind_object, &instrumented);
  read_symbols_of(path_);
  find_scenarios(handle);
  find_operations(handle);
  if (scenarios_.empty() && operations_.empty()) {
    refuse(path, "has no scenario: write one with SUTURE_SCENARIO of <suture/scenario.h>");
  }
  // Read now, once, and not in each process that is forked off.
  place_of(1 + (scenarios_.empty() ? reinterpret_cast<std::uintptr_t>(operations_.front().run)
                                   : reinterpret_cast<std::uintptr_t>(scenarios_.front().run)));
  keep();
}

void module::find_scenarios(void* handle) {
  for (const std::string& symbol : read_elf(path_).defined) {
    if (!symbol.starts_with(scenario_prefix)) continue;
    const auto* const made = static_cast<const suture_scenario*>(dlsym(handle, symbol.c_str()));
    if (made == nullptr) continue;
    scenario s;
    s.function = symbol.substr(scenario_prefix.size());
    s.name = made->name;
    s.run = made->run;
    s.file = made->file;
    s.line = made->line;
    const std::string expectation = std::string(expectation_prefix) + s.function;
    const auto* const expected =
        static_cast<const char* const*>(dlsym(handle, expectation.c_str()));
    s.expected = expected == nullptr ? "verified" : *expected;
    scenarios_.push_back(std::move(s));
  }
  std::ranges::sort(scenarios_, [](const scenario& a, const scenario& b) {
    const int files = std::strcmp(a.file, b.file);
    return files != 0 ? files < 0 : a.line < b.line;
  });
}

void module::keep() {
  for (image& i : images_) {
    for (image::segment& s : i.data) s.kept.assign(s.begin, s.begin + s.bytes);
  }
}

void module::put_back() const {
  for (const image& i : images_) {
    for (const image::segment& s : i.data) std::memcpy(s.begin, s.kept.data(), s.bytes);
  }
}

bool module::has(std::uintptr_t address) const {
  return std::ranges::any_of(
      images_, [address](const image& i) { return address >= i.base && address < i.end; });
}

bool module::is_static(std::uintptr_t address) const {
  const auto* const at = reinterpret_cast<const std::byte*>(address);
  return std::ranges::any_of(images_, [at](const image& i) {
    return std::ranges::any_of(
        i.data, [at](const image::segment& s) { return at >= s.begin && at < s.begin + s.bytes; });
  });
}

}  // namespace suture::native
