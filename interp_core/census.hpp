// Counting references at rest: does every object have as many as are held to it?
//
// Source: CPython's cycle collector counts so (subtract_refs in Python/gc.c): the references that
// objects hold to each other, found by tp_traverse, are taken from the counts, and what is left
// must be those from outside. Here the outside is known, so nothing may be left.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "interp_core/object.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Use it when no other thread is about and nobody holds a reference that is not told. It reads
// counts without disturbing a search (see sync::peek).
template <class Count>
class census {
 public:
  // The caller holds so many references to it.
  void root(object<Count>& o, std::int64_t references = 1) { meet(o) += references; }

  // Finds all that the roots lead to, and checks that each object's count is what is held: one more
  // and it is never freed, one less and it is freed while it is held.
  void check(sync::site where = sync::site::current()) {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      object<Count>& o = *found_[i];
      if (o.type->traverse != nullptr)
        o.type->traverse(o, [this](object<Count>& to) { ++meet(to); });
    }
    for (object<Count>* o : found_) {
      const std::int64_t counted = o->refcount.value();
      const std::int64_t held = held_[o];
      sync::check(counted == held,
                  "refcount: " + std::string(o->type->name) + " counts " + std::to_string(counted) +
                      " references, and " + std::to_string(held) + " are held",
                  where);
    }
  }

 private:
  // How many references to it are known; it is visited once.
  std::int64_t& meet(object<Count>& o) {
    const auto [place, fresh] = held_.try_emplace(&o, 0);
    if (fresh) found_.push_back(&o);
    return place->second;
  }

  std::vector<object<Count>*> found_;  // in the order in which they were met
  std::map<const object<Count>*, std::int64_t> held_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
