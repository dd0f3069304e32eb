// The situations of dict in the catalogue.
#include "scenarios/situations/dict.hpp"

#include "scenarios/registry.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

constexpr const char* talk =
    "Gilectomy talk, checklist 15 and 27: each operation of dict is atomic";

}  // namespace

void register_dict(registry& out);
void register_dict(registry& out) {
  using namespace of_dict;
  using plain = interp::dict_policies;
  register_with_locks<set_del_get, plain>(out, "dict.set_del_get",
                                          "a key is set, deleted and read at the same time", talk);
  register_with_locks<resize_lookup, plain>(out, "dict.resize_lookup",
                                            "the table moves away under the reader", talk);
  register_with_locks<setdefault, plain>(
      out, "dict.setdefault", "both find the key missing, and each sets its own value", talk);
  register_with_locks<popitem, plain>(out, "dict.popitem", "both take the one item", talk);
  register_with_locks<clear_read, plain>(
      out, "dict.clear_read", "the entry is found before, the value read after the dict is cleared",
      talk);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
