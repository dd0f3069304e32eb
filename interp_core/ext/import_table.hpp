// The import table: each module is made once, however many threads import it.
//
// Source: CPython's sys.modules with its lock for each module (importlib._bootstrap._ModuleLock),
// and PEP 489: a module is created, put into the table, and then executed. Other threads wait until
// that is done. A thread must not wait for itself: modules may import each other in a circle, in
// one thread or across several, and the one that closes the circle gets the module as it is, not
// yet filled. After a failure it is as if nobody had imported it.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "interp_core/lock/parking_lot.hpp"
#include "interp_core/result.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

// What it may be told to get wrong; right as it stands here.
struct import_rules {
  // Who begins to make a module says so, in the step in which it saw that there is none.
  static constexpr bool says_it_begins = true;
  // Others get a module once it has been executed, not as soon as it is created.
  static constexpr bool executes_first = true;
  // Whoever waits is told of a failure too.
  static constexpr bool tells_of_failure = true;
  // A thread that would close a circle of waiting threads does not wait.
  static constexpr bool sees_circles = true;
};

// Made before the threads that import, and outlives them. The modules belong to whoever creates
// them, and must live as long as the table.
template <class Module, class Rules = import_rules>
class basic_import_table {
 public:
  basic_import_table() { sync::label(mutex_, "of the import table"); }

  // The module of that name. Made if it is not there: `create` gives a result<Module*>; `execute`
  // fills the module and gives an error. They run without any lock of the table's, and may import.
  // A thread that waits for another one does so between Way's detach and attach (see
  // parking_lot.hpp): one that has the GIL must drop it. RuntimeError: imported in a circle, and
  // not even created.
  template <class Create, class Execute, class Way = stays_attached>
  result<Module*> import_module(const std::string& name, Create create, Execute execute,
                                Way&& way = {}) {
    sync::unique_lock<sync::mutex> lock(mutex_);
    entry& e = entries_[name];
    while (e.state.get() == making) {
      if (Rules::sees_circles && leads_to_me(e)) {
        if (e.module.get() == nullptr) return error::runtime_error;
        return e.module.get();
      }
      wait(lock, e, way);
    }
    if (e.state.get() == done) return e.module.get();
    e.maker.set(me());
    if (Rules::says_it_begins) e.state.set(making);
    lock.unlock();

    const result<Module*> created = create();
    if (!created.ok()) return finish(e, created);
    lock.lock();
    e.module.set(created.value);
    if (!Rules::executes_first) e.state.set(done);
    lock.unlock();
    const error what = execute(*created.value);
    return finish(e, what == error::none ? created : what);
  }

  // The module of that name if it is there and filled, else null.
  Module* find(const std::string& name) {
    const sync::lock_guard<sync::mutex> lock(mutex_);
    const auto found = entries_.find(name);
    const bool is_there = found != entries_.end() && found->second.state.get() == done;
    return is_there ? found->second.module.get() : nullptr;
  }

 private:
  enum state : std::uint8_t { absent, making, done };

  // All of it under the mutex.
  struct entry {
    entry() {
      sync::label(state, "import state");
      sync::label(module, "imported module");
      sync::label(maker, "importing thread");
    }
    sync::var<enum state> state{absent};
    sync::var<Module*> module{nullptr};
    sync::var<std::uint32_t> maker{0};
  };

  static std::uint32_t me() { return sync::this_thread_id(); }

  result<Module*> finish(entry& e, result<Module*> made) {
    const sync::lock_guard<sync::mutex> lock(mutex_);
    e.state.set(made.ok() ? done : absent);
    if (!made.ok()) e.module.set(nullptr);
    if (made.ok() || Rules::tells_of_failure) changed_.notify_all();
    return made;
  }

  // Does whoever makes this module wait, through any number of others, for this thread? A circle is
  // closed by the last to wait, which looks before it does; so there is none yet without us.
  bool leads_to_me(const entry& e) const {
    const entry* at = &e;
    while (at != nullptr && at->state.get() == making) {
      if (at->maker.get() == me()) return true;
      const auto next = waits_for_.find(at->maker.get());
      at = next == waits_for_.end() ? nullptr : next->second;
    }
    return false;
  }

  // Until its making has ended. Detached without the mutex, or who makes could not say so.
  template <class Way>
  void wait(sync::unique_lock<sync::mutex>& lock, const entry& e, Way& way) {
    waits_for_[me()] = &e;
    lock.unlock();
    way.detach();
    lock.lock();
    changed_.wait(lock, [&] { return e.state.get() != making; });
    waits_for_.erase(me());
    lock.unlock();
    way.attach();
    lock.lock();
  }

  sync::mutex mutex_;
  sync::condition_variable changed_;
  std::map<std::string, entry> entries_;
  std::map<std::uint32_t, const entry*> waits_for_;
};

template <class Module>
using import_table = basic_import_table<Module>;

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
