// The types of extensions that one interpreter has made ready.
//
// Readiness is the interpreter's and not written into the extension's type, which is constant: one
// library may serve several interpreters at a time.
#pragma once

#include <map>

#include "interp_core/ext/extension_objects.hpp"
#include "interp_core/ext/readiness.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace ext {

// Any thread may call any member. The types live as long as the table.
template <class Count, class Lock>
class type_table {
 public:
  using type = extension_type<Count, Lock>;

  // Ready afterwards; whose code readied it first is its owner.
  const type& make_ready(const interp_type& spec, extension<Lock>& owner) {
    slot& s = slot_of(spec);
    s.is.make_ready([&] {
      s.filled.name = spec.name;
      s.filled.dealloc = extension_object<Count, Lock>::dealloc;
      s.filled.spec = &spec;
      s.filled.owner = &owner;
    });
    return s.filled;
  }

  // Null where it is not ready.
  const type* find(const interp_type& spec) {
    slot& s = slot_of(spec);
    return s.is.is_ready() ? &s.filled : nullptr;
  }

 private:
  struct slot {
    readiness is;
    type filled{};
  };

  slot& slot_of(const interp_type& spec) {
    const sync::lock_guard<sync::mutex> lock(mutex_);
    return slots_[&spec];  // does not move
  }

  sync::mutex mutex_;
  std::map<const interp_type*, slot> slots_;
};

}  // namespace ext
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
