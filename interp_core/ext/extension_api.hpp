// The functions of interp_api, over one build of the interpreter. Included by extension_host.hpp.
//
// Each is called from within a function of the extension whose table it is in. What may run other
// code of an extension's is run outside of this one's automatic lock.
#pragma once

#include <cstdint>
#include <string>

#include "interp_core/ext/extension_objects.hpp"
#include "interp_core/ext/interp_ext.h"
#include "interp_core/small_int.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

// Host: extension_host.
template <class Host>
class extension_api {
  using build = typename Host::build;
  using item = typename Host::item;
  using module = typename Host::module;
  using function = typename Host::function;
  using lock = typename Host::lock;
  using list = typename build::list;
  using number = small_int<typename build::count>;
  using object_of_type = extension_object<typename build::count, lock>;

 public:
  static void fill(interp_api& table) {
    table.abi = INTERP_EXT_ABI;
    table.has_gil = build::gil::is_there ? 1 : 0;
    table.incref = [](const interp_api* api, interp_object* o) {
      interp::incref(host(api).rt(), as_item(o));
    };
    table.decref = [](const interp_api* api, interp_object* o) {
      outside(api, [&] { interp::decref(host(api).rt(), as_item(o)); });
    };
    table.raise = [](const interp_api* api, interp_exception what, const char* text) {
      host(api).raise(error_of(what), text == nullptr ? "" : text);
    };
    fill_values(table);
    fill_types(table);
    fill_modules(table);
  }

 private:
  static Host& host(const interp_api* api) { return Host::of(api); }
  static item& as_item(interp_object* o) { return *reinterpret_cast<item*>(o); }
  static interp_object* handle(item* o) { return reinterpret_cast<interp_object*>(o); }

  template <class Body>
  static void outside(const interp_api* api, Body body) {
    out_of_extension(extension_of<lock>(api).lock, body);
  }

  // The object, or null where it went wrong, with the exception set.
  static interp_object* given(const interp_api* api, result<item*> made, const char* text) {
    if (!made.ok()) host(api).raise(made.what, text);
    return handle(made.value);
  }
  static interp_object* given(const interp_api* api, item* made) {
    if (made == nullptr) return given(api, error::memory_error, "");
    return handle(made);
  }
  // 0, or -1 with the exception set.
  static int done(const interp_api* api, error what, const char* text) {
    if (what == error::none) return 0;
    host(api).raise(what, text);
    return -1;
  }

  static error error_of(interp_exception what) {
    switch (what) {
      case INTERP_INDEX_ERROR:
        return error::index_error;
      case INTERP_KEY_ERROR:
        return error::key_error;
      case INTERP_VALUE_ERROR:
        return error::value_error;
      case INTERP_TYPE_ERROR:
        return error::type_error;
      case INTERP_MEMORY_ERROR:
        return error::memory_error;
      case INTERP_RUNTIME_ERROR:
        return error::runtime_error;
    }
    return error::runtime_error;
  }

  static list* as_list(interp_object* o) {
    item& i = as_item(o);
    return i.type == &list::type_of_lists() ? static_cast<list*>(&i) : nullptr;
  }

  static void fill_values(interp_api& table) {
    table.int_new = [](const interp_api* api, std::int64_t value) {
      return given(api, sync::make_at<number>(sync::site::current(), long{value}));
    };
    table.int_value = [](const interp_api* api, interp_object* o, std::int64_t* value) {
      const item& i = as_item(o);
      if (!host(api).is_integer(i)) return done(api, error::type_error, "no int");
      *value = static_cast<const number&>(i).value;
      return 0;
    };
    table.list_new = [](const interp_api* api) { return given(api, list::create(host(api).rt())); };
    table.list_append = [](const interp_api* api, interp_object* o, interp_object* value) {
      list* const l = as_list(o);
      if (l == nullptr) return done(api, error::type_error, "no list");
      return done(api, l->append(host(api).rt(), as_item(value)), "");
    };
    table.list_get = [](const interp_api* api, interp_object* o, std::int64_t i) {
      list* const l = as_list(o);
      if (l == nullptr) return given(api, error::type_error, "no list");
      return given(api, l->get(host(api).rt(), i), "");
    };
    table.list_len = [](const interp_api* api, interp_object* o) -> std::int64_t {
      list* const l = as_list(o);
      if (l == nullptr) return done(api, error::type_error, "no list");
      return static_cast<std::int64_t>(l->len(host(api).rt()));
    };
  }

  static void fill_types(interp_api& table) {
    table.type_ready = [](const interp_api* api, const interp_type* type) {
      host(api).types().make_ready(*type, extension_of<lock>(api));
      return 0;
    };
    table.object_new = [](const interp_api* api, const interp_type* type) {
      const auto* ready = host(api).types().find(*type);
      if (ready == nullptr && build::gil::is_there)  // the old way, one thread at a time
        ready = &host(api).types().make_ready(*type, extension_of<lock>(api));
      if (ready == nullptr) {
        const std::string text = std::string("the type ") + type->name +
                                 " is not ready: without a GIL an exec slot must call type_ready "
                                 "before an object of it is made";
        return given(api, error::type_error, text.c_str());
      }
      return given(api, sync::make_at<object_of_type>(sync::site::current(), *ready));
    };
    table.object_data = [](const interp_api* api, interp_object* o,
                           const interp_type* type) -> void* {
      const auto* const ready = host(api).types().find(*type);
      item& i = as_item(o);
      if (ready != nullptr && i.type == ready) return static_cast<object_of_type&>(i).data();
      return given(api, error::type_error, (std::string("no ") + type->name).c_str());
    };
  }

  // The module, or null with a TypeError.
  static module* as_module(const interp_api* api, interp_object* o) {
    if (module::is(as_item(o))) return static_cast<module*>(&as_item(o));
    given(api, error::type_error, "no module");
    return nullptr;
  }

  static void fill_modules(interp_api& table) {
    table.module_new = [](const interp_api* api, const interp_module_def* definition) {
      return given(api, host(api).make_module(*definition, extension_of<lock>(api)));
    };
    table.module_state = [](const interp_api* api, interp_object* o) -> void* {
      const module* const m = as_module(api, o);
      return m == nullptr ? nullptr : m->state.get();
    };
    table.module_add = [](const interp_api* api, interp_object* o, const char* name,
                          interp_object* value) {
      module* const m = as_module(api, o);
      if (m == nullptr) return -1;
      error what = error::none;
      outside(api, [&] { what = m->set(host(api).rt(), name, as_item(value)); });
      return done(api, what, name);
    };
    table.module_get = [](const interp_api* api, interp_object* o,
                          const char* name) -> interp_object* {
      module* const m = as_module(api, o);
      if (m == nullptr) return nullptr;
      const result<item*> found = m->get(host(api).rt(), name);
      if (found.ok() && found.value == nullptr) return given(api, error::key_error, name);
      return given(api, found, name);
    };
    table.import_module = [](const interp_api* api, const char* name) {
      typename Host::imported found;
      outside(api, [&] { found = host(api).import_module(name); });
      if (found.module == nullptr) return given(api, error::runtime_error, found.problem.c_str());
      interp::incref(host(api).rt(), *found.module);
      return given(api, found.module);
    };
    table.call = [](const interp_api* api, interp_object* callee, interp_object* const* arguments,
                    std::size_t count) {
      if (!function::is(as_item(callee)))
        return given(api, error::type_error, "no function of an extension");
      interp_object* returned = nullptr;
      outside(api,
              [&] { returned = static_cast<function&>(as_item(callee)).call(arguments, count); });
      return returned;
    };
  }
};

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
