// Compiled twice, once for each build: all entry points of the containers, as object code, and the
// sizes of objects.
#include "tests/interp_core/build/entry_points.hpp"

#include "interp_core/build.hpp"
#include "interp_core/objects/tuple.hpp"
#include "interp_core/small_int.hpp"

template class interp::list<interp::this_build::list_policies>;
template class interp::dict<interp::this_build::dict_policies>;

namespace build_test {

#if SUTURE_INTERP_GIL
sizes sizes_with_gil() {
#else
sizes sizes_without_gil() {
#endif
  using build = interp::this_build;
  return {build::gil::is_there,
          sizeof(build::list),
          sizeof(build::dict),
          sizeof(interp::small_int<build::count>),
          sizeof(interp::tuple<build::count>),
          sizeof(build::str)};
}

}  // namespace build_test
