// The operations of a module, and the functions that make, look at and release what they work on.
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "model/native/elf_file.hpp"
#include "model/native/module.hpp"

namespace suture::native {

namespace {

constexpr std::string_view operation_prefix = "suture_operation_";

bool is_name(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

template <class Object>
const Object* object_in(void* handle, const std::string& symbol) {
  return static_cast<const Object*>(dlsym(handle, symbol.c_str()));
}

module::operation operation_of(const std::string& path, const suture_operation& made) {
  module::operation o;
  const std::string_view name = made.name;
  const std::size_t dot = std::min(name.find('.'), name.size());
  o.family = name.substr(0, dot);
  o.name = name.substr(std::min(dot + 1, name.size()));
  if (!is_name(o.family) || !is_name(o.name)) {
    throw module_error(
        fmt::format("{}: operation '{}': a name reads family.operation, in lower case letters, "
                    "digits and underscores",
                    path, name));
  }
  o.run = made.run;
  o.file = made.file;
  o.line = made.line;
  return o;
}

module::object_kind kind_of(void* handle, const std::string& family) {
  module::object_kind k;
  k.family = family;
  const auto function = [&](const char* what) {
    return object_in<suture_object_function>(handle, fmt::format("suture_{}_{}", what, family));
  };
  if (const auto* made = function("prepare")) {
    k.prepare = made->prepare;
    k.kept = made->kept;
  }
  if (const auto* made = function("observe")) k.observe = made->observe;
  if (const auto* made = function("discard")) k.discard = made->discard;
  return k;
}

}  // namespace

void module::find_operations(void* handle) {
  for (const std::string& symbol : read_elf(path_).defined) {
    if (!symbol.starts_with(operation_prefix)) continue;
    const auto* const made = object_in<suture_operation>(handle, symbol);
    if (made == nullptr) continue;
    operation o = operation_of(path_, *made);
    const std::string identifier = symbol.substr(operation_prefix.size());
    o.is_atomic = dlsym(handle, ("suture_not_atomic_" + identifier).c_str()) == nullptr;
    operations_.push_back(std::move(o));
  }
  std::ranges::sort(operations_, [](const operation& a, const operation& b) {
    const int files = std::strcmp(a.file, b.file);
    return files != 0 ? files < 0 : a.line < b.line;
  });
  for (auto o = operations_.begin(); o != operations_.end(); ++o) {
    const auto same = [&](const operation& other) {
      return other.family == o->family && other.name == o->name;
    };
    if (std::any_of(operations_.begin(), o, same)) {
      throw module_error(
          fmt::format("{}: there are two operations '{}.{}'", path_, o->family, o->name));
    }
    if (std::ranges::find(object_kinds_, o->family, &object_kind::family) != object_kinds_.end()) {
      continue;
    }
    object_kinds_.push_back(kind_of(handle, o->family));
    if (object_kinds_.back().prepare == nullptr) {
      throw module_error(
          fmt::format("{}: operation '{}.{}' has no object: write SUTURE_PREPARE_OBJECT({})", path_,
                      o->family, o->name, o->family));
    }
  }
}

}  // namespace suture::native
