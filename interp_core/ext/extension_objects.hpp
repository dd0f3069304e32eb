// What an extension is to the interpreter, and the objects that come from one: modules, their
// functions, and objects of the extension's own types.
//
// Source: CPython's PyModuleObject, PyCFunctionObject and heap types, as far as an extension needs
// them. Layouts stay here: an extension sees opaque pointers (interp_ext.h).
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "interp_core/ext/automatic_lock.hpp"
#include "interp_core/ext/interp_ext.h"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

// Zeroed bytes for the extension's own use, aligned for anything.
class extension_bytes {
 public:
  explicit extension_bytes(std::size_t size)
      : units_(size == 0 ? nullptr : new unit[(size + sizeof(unit) - 1) / sizeof(unit)]()) {}
  void* get() const { return units_.get(); }

 private:
  struct unit {
    alignas(std::max_align_t) std::byte bytes[alignof(std::max_align_t)];
  };
  std::unique_ptr<unit[]> units_;
};

// One extension in one interpreter. The table is what its code is handed, and how a function of the
// table knows whose code has called. Lock: of automatic_lock.
template <class Lock>
struct extension : interp_api {
  Lock lock;
};

template <class Lock>
extension<Lock>& extension_of(const interp_api* api) {
  return static_cast<extension<Lock>&>(const_cast<interp_api&>(*api));
}

// A type that is ready. Its objects and it belong to one extension.
template <class Count, class Lock>
struct extension_type : type_object<Count> {
  const interp_type* spec = nullptr;
  extension<Lock>* owner = nullptr;
};

template <class Count, class Lock>
class extension_object : public object<Count> {
 public:
  using type = extension_type<Count, Lock>;

  explicit extension_object(const type& of) : object<Count>(of), data_(of.spec->size) {}

  void* data() const { return data_.get(); }

  // The type's dealloc: the extension releases what is in the object, under its lock.
  static void dealloc(runtime&, object<Count>* o) {
    auto* self = static_cast<extension_object*>(o);
    const auto& of = static_cast<const type&>(*o->type);
    if (of.spec->release != nullptr)
      in_extension(of.owner->lock, [&] { of.spec->release(of.owner, self->data()); });
    sync::destroy(self);
  }

 private:
  extension_bytes data_;
};

// A module: the extension's definition, its state, and a dict of what is in it.
template <class Build, class Lock>
class extension_module : public object<typename Build::count> {
 public:
  using count = typename Build::count;
  using item = object<count>;
  using dict = typename Build::dict;
  using str = typename Build::str;

  // Takes the reference to the dict.
  extension_module(const interp_module_def& from, extension<Lock>& of, dict& attributes)
      : item(this_type),
        definition(from),
        owner(of),
        state(from.state_size),
        attributes_(attributes) {}

  const interp_module_def& definition;
  extension<Lock>& owner;
  const extension_bytes state;

  // module.name, a new reference; null where there is none.
  result<item*> get(runtime& rt, std::string_view name) {
    str* const key = str::from_utf8(name);
    if (key == nullptr) return error::memory_error;
    const result<item*> found = attributes_.get(rt, *key);
    decref(rt, *key);
    return found;
  }
  error set(runtime& rt, std::string_view name, item& value) {
    str* const key = str::from_utf8(name);
    if (key == nullptr) return error::memory_error;
    const error what = attributes_.set(rt, *key, value);
    decref(rt, *key);
    return what;
  }
  // A module and its functions refer to each other: this is what ends that.
  void clear(runtime& rt) { attributes_.clear(rt); }

  static bool is(const item& o) { return o.type == &this_type; }

 private:
  static void dealloc(runtime& rt, item* o) {
    auto* self = static_cast<extension_module*>(o);
    if (self->definition.release != nullptr)
      in_extension(self->owner.lock,
                   [&] { self->definition.release(&self->owner, self->state.get()); });
    decref(rt, self->attributes_);
    sync::destroy(self);
  }
  static void traverse(item& o, const reference_visitor<count>& visit) {
    visit(static_cast<extension_module&>(o).attributes_);
  }
  static constexpr type_object<count> this_type{
      .name = "module", .dealloc = dealloc, .traverse = traverse};

  dict& attributes_;
};

// A function of a module, which it keeps alive.
template <class Build, class Lock>
class extension_function : public object<typename Build::count> {
 public:
  using count = typename Build::count;
  using item = object<count>;
  using module = extension_module<Build, Lock>;

  extension_function(runtime& rt, module& in, interp_function code)
      : item(this_type), module_(in), code_(code) {
    incref(rt, in);
  }

  // Null where it has raised.
  interp_object* call(interp_object* const* arguments, std::size_t n) {
    auto* const self = reinterpret_cast<interp_object*>(static_cast<item*>(&module_));
    return in_extension(module_.owner.lock,
                        [&] { return code_(&module_.owner, self, arguments, n); });
  }

  static bool is(const item& o) { return o.type == &this_type; }

 private:
  static void dealloc(runtime& rt, item* o) {
    auto* self = static_cast<extension_function*>(o);
    module& in = self->module_;
    sync::destroy(self);
    decref(rt, in);
  }
  static void traverse(item& o, const reference_visitor<count>& visit) {
    visit(static_cast<extension_function&>(o).module_);
  }
  static constexpr type_object<count> this_type{
      .name = "function of an extension", .dealloc = dealloc, .traverse = traverse};

  module& module_;
  const interp_function code_;
};

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
