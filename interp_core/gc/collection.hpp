// Whether a container is known to a collector, as one of its policies.
//
// A policy has header<Count>, which stands in front of the container: an object, with
//   type            of the container's type object, made by make_type
//   is_collected    whether there is a heap, which the header is made with and has as `home`
//   track, untrack  when it is complete, and before it is taken apart
#pragma once

#include "interp_core/object.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// No collector knows of it: cycles through it are for nobody to free. See collected.hpp for the
// other one.
struct not_collected {
  template <class Count>
  struct header : object<Count> {
    using type_of_type = type_object<Count>;
    static constexpr bool is_collected = false;

    template <class Container>
    static constexpr type_of_type make_type(const char* name,
                                            void (*dealloc)(runtime&, object<Count>*),
                                            void (*traverse)(object<Count>&,
                                                             const reference_visitor<Count>&)) {
      return {.name = name, .dealloc = dealloc, .traverse = traverse};
    }

    explicit header(const type_of_type& of) : object<Count>(of) {}
    void track() {}
    void untrack() {}
  };
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
