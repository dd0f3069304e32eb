// Containers that a collector knows of.
//
// Source: CPython's tp_traverse and tp_clear of list, dict and set. A container that is garbage is
// cleared as by its own clear, under its lock; what falls apart then falls apart as ever.
#pragma once

#include <type_traits>

#include "interp_core/gc/collection.hpp"
#include "interp_core/gc/collector.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What it may be told to get wrong; right as it stands here.
struct collected_rules {
  static constexpr bool untracks = true;
};

// The policy of a container whose objects belong to a gc_heap<GcPolicies>, which outlives them.
// Threads that make or drop them, or what refers to them, are members of the heap, and attached.
template <class GcPolicies = gc_policies, class Rules = collected_rules>
struct collected_by {
  template <class Count>
  struct header : collectable<GcPolicies> {
    static_assert(std::is_same_v<Count, typename GcPolicies::count>);
    using type_of_type = collectable_type<GcPolicies>;
    using heap = gc_heap<GcPolicies>;
    static constexpr bool is_collected = true;

    template <class Container>
    static constexpr type_of_type make_type(const char* name,
                                            void (*dealloc)(runtime&, object<Count>*),
                                            void (*traverse)(object<Count>&,
                                                             const reference_visitor<Count>&)) {
      return {{.name = name, .dealloc = dealloc, .traverse = traverse}, clear<Container>};
    }

    header(heap& in, const type_of_type& of) : collectable<GcPolicies>(in, of) {}
    void track() { this->home.track(*this); }
    void untrack() {
      if (Rules::untracks) this->home.untrack(*this);
    }

   private:
    template <class Container>
    static void clear(runtime& rt, collectable<GcPolicies>& o) {
      static_cast<Container&>(o).clear(rt);
    }
  };
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
