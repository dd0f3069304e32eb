// An interpreter's extensions: imports them from a folder and calls their functions.
//
// Source: CPython's import.c and PEP 489 for the steps, the Gilectomy talk for what the build
// without a GIL refuses (checklist 10 to 14): a library that has only the legacy entry point, a
// module that was made in single-phase, an object of a type that is not ready.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "interp_core/ext/definition.hpp"
#include "interp_core/ext/extension_api.hpp"
#include "interp_core/ext/extension_objects.hpp"
#include "interp_core/ext/import_table.hpp"
#include "interp_core/ext/library.hpp"
#include "interp_core/ext/raised_texts.hpp"
#include "interp_core/ext/type_table.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

// Build: of build.hpp. Lock: of automatic_lock, taken round every call into an extension; in the
// build with a GIL none is needed.
//
// Whoever calls has a current thread state (and so the GIL, where there is one). Made before the
// threads that use it, and destroyed when nobody has an object of an extension's any more.
template <class Build, class Lock = automatic_lock::none>
class extension_host {
 public:
  using build = Build;
  using lock = Lock;
  using item = object<typename Build::count>;
  using module = extension_module<Build, Lock>;
  using function = extension_function<Build, Lock>;
  using types_type = type_table<typename Build::count, Lock>;

  extension_host(runtime& rt, typename Build::gil& gil, std::string folder)
      : rt_(rt), gil_(gil), folder_(std::move(folder)), integer_(type_of_integers(rt)) {}
  ~extension_host() {
    for (module* m : made_) m->clear(rt_);
    for (module* m : made_) decref(rt_, *m);
  }
  extension_host(const extension_host&) = delete;
  extension_host& operator=(const extension_host&) = delete;

  // A module, borrowed from the host; or null, and which file, what was wrong and what would be
  // right.
  struct imported {
    ext::extension_module<Build, Lock>* module = nullptr;
    std::string problem;
  };

  // The module in `folder`/name.so, made if this is the first import of it; whoever comes meanwhile
  // waits, without the GIL.
  imported import_module(const std::string& name) {
    std::string problem;
    detached_in_wait way{gil_, *gil_.current()};
    const auto execute_it = [&](module& m) { return execute(name, m, problem); };
    const result<module*> got = modules_.import_module(
        name, [&] { return create(name, problem); }, execute_it, way);
    if (got.ok()) return {got.value, ""};
    if (problem.empty()) problem = file_of(name) + ": is imported by what it imports itself";
    return {nullptr, problem};
  }

  // module.name(arguments): a new reference; or an exception, which `fetch` has.
  result<item*> call(module& in, const std::string& name, std::span<item* const> arguments = {}) {
    const result<item*> found = in.get(rt_, name);
    if (!found.ok()) return found;
    if (found.value == nullptr || !function::is(*found.value)) {
      decref_if(rt_, found.value);
      raise(error::key_error, name);
      return error::key_error;
    }
    auto* const handles = reinterpret_cast<interp_object* const*>(arguments.data());
    auto* const returned = reinterpret_cast<item*>(
        static_cast<function*>(found.value)->call(handles, arguments.size()));
    decref(rt_, *found.value);
    if (returned != nullptr) return returned;
    if (gil_.current()->raised() == error::none)
      raise(error::runtime_error, name + " returned null without an exception");
    return gil_.current()->raised();
  }

  // Forgets the calling thread's exception: "ValueError: what it said", empty where there is none.
  std::string fetch() { return texts_.fetch(*gil_.current()); }

  // For extension_api.
  static extension_host& of(const interp_api* api) {
    return *static_cast<hosted&>(extension_of<Lock>(api)).host;
  }
  runtime& rt() { return rt_; }
  types_type& types() { return types_; }
  bool is_integer(const item& o) const { return o.type == integer_; }
  void raise(error what, const std::string& text) { texts_.raise(*gil_.current(), what, text); }

  // A new reference to an empty module with its functions; null without memory.
  module* make_module(const interp_module_def& definition, extension<Lock>& owner) {
    auto* const attributes = Build::dict::create(rt_);
    if (attributes == nullptr) return nullptr;
    module* const fresh =
        sync::make_at<module>(sync::site::current(), definition, owner, *attributes);
    if (fresh == nullptr) {
      decref(rt_, *attributes);
      return nullptr;
    }
    for (const interp_method* m = definition.methods; m != nullptr && m->name != nullptr; ++m) {
      auto* const f = sync::make_at<function>(sync::site::current(), rt_, *fresh, m->call);
      const error what = f == nullptr ? error::memory_error : fresh->set(rt_, m->name, *f);
      decref_if(rt_, static_cast<item*>(f));
      if (what == error::none) continue;
      fresh->clear(rt_);
      decref(rt_, *fresh);
      return nullptr;
    }
    return fresh;
  }

 private:
  struct hosted : extension<Lock> {
    extension_host* host = nullptr;
    std::optional<elf::library> file;
  };

  // Waits for another thread's import without the GIL.
  struct detached_in_wait {
    typename Build::gil& gil;
    thread_state& me;
    void detach() { gil.drop(me); }
    void attach() { gil.take(me); }
  };

  static constexpr elf::build this_build =
      Build::gil::is_there ? elf::build::with_gil : elf::build::without_gil;

  static const type_object<typename Build::count>* type_of_integers(runtime& rt) {
    auto* const zero = sync::make_at<small_int<typename Build::count>>(sync::site::current(), 0L);
    const auto* const type = zero->type;
    decref(rt, *zero);
    return type;
  }

  std::string file_of(const std::string& name) const { return folder_ + "/" + name + ".so"; }

  // Made at the first attempt to import it, and kept: others may refer to it by then.
  hosted& extension_named(const std::string& name) {
    const sync::lock_guard<sync::mutex> guard(mutex_);
    std::unique_ptr<hosted>& e = extensions_[name];
    if (e == nullptr) {
      e = std::make_unique<hosted>();
      e->host = this;
      extension_api<extension_host>::fill(*e);
    }
    return *e;
  }

  result<module*> create(const std::string& name, std::string& problem) {
    hosted& e = extension_named(name);
    try {
      if (!e.file) e.file.emplace(file_of(name), name, this_build);
    } catch (const elf::load_error& failure) {
      problem = failure.what();
      return error::runtime_error;
    }
    interp_object* single = nullptr;
    const interp_module_def* const definition =
        in_extension(e.lock, [&] { return e.file->entry()(&e, &single); });
    module* const early = as_module(single);
    if (early != nullptr) keep(*early);
    problem = objection(name, definition, single != nullptr);
    if (!problem.empty()) return error::runtime_error;
    if (early != nullptr) return early;
    module* const fresh = create_from(*definition, e);
    if (fresh == nullptr)
      problem = file_of(name) + ": its create slot gave no module" + after_colon(fetch());
    else
      keep(*fresh);
    return fresh == nullptr ? result<module*>(error::runtime_error) : fresh;
  }

  // What is wrong with what the entry point has returned; empty where nothing is.
  std::string objection(const std::string& name, const interp_module_def* definition,
                        bool is_single_phase) {
    const std::string why =
        definition == nullptr
            ? elf::entry_point(this_build, name) + " failed" + after_colon(fetch())
            : elf::objection(*definition, name, this_build, is_single_phase);
    return why.empty() ? "" : file_of(name) + ": " + why;
  }

  module* create_from(const interp_module_def& definition, hosted& e) {
    const interp_slot* const first = definition.slots;
    if (first == nullptr || first->kind != INTERP_SLOT_CREATE) return make_module(definition, e);
    return as_module(in_extension(e.lock, [&] { return first->run.create(&e, &definition); }));
  }

  error execute(const std::string& name, module& m, std::string& problem) {
    for (const interp_slot* s = m.definition.slots; s != nullptr && s->kind != INTERP_SLOT_END;
         ++s) {
      if (s->kind != INTERP_SLOT_EXEC) continue;
      auto* const self = reinterpret_cast<interp_object*>(static_cast<item*>(&m));
      if (in_extension(m.owner.lock, [&] { return s->run.exec(&m.owner, self); }) == 0) continue;
      problem = file_of(name) + ": exec slot " + std::to_string(s - m.definition.slots) +
                " failed" + after_colon(fetch());
      m.clear(rt_);
      return error::runtime_error;
    }
    return error::none;
  }

  static std::string after_colon(const std::string& text) {
    return text.empty() ? "" : ": " + text;
  }
  static module* as_module(interp_object* o) {
    auto* const i = reinterpret_cast<item*>(o);
    return i != nullptr && module::is(*i) ? static_cast<module*>(i) : nullptr;
  }
  // The host has the reference. Modules stay to the end: whoever imports in a circle may have one
  // that has failed since.
  void keep(module& m) {
    const sync::lock_guard<sync::mutex> guard(mutex_);
    made_.push_back(&m);
  }

  runtime& rt_;
  typename Build::gil& gil_;
  const std::string folder_;
  const type_object<typename Build::count>* const integer_;
  sync::mutex mutex_;  // protects the two below
  std::map<std::string, std::unique_ptr<hosted>> extensions_;
  std::vector<module*> made_;
  types_type types_;
  raised_texts texts_;
  import_table<module> modules_;
};

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
