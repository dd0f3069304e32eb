// The situations of list in the catalogue.
#include "scenarios/situations/list.hpp"

#include "scenarios/registry.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

constexpr const char* talk =
    "Gilectomy talk, checklist 15 and 28: each operation of list is atomic";

}  // namespace

void register_list(registry& out);
void register_list(registry& out) {
  using namespace of_list;
  using plain = interp::list_policies;
  register_with_locks<append_append, plain>(
      out, "list.append_append", "both append at the same place, and one item is lost", talk);
  register_with_locks<append_read, plain>(out, "list.append_read",
                                          "the items move away under the reader", talk);
  register_with_locks<clear_read, plain>(
      out, "list.clear_read", "the size is read before, the item after the list is cleared", talk);
  register_with_locks<sort_append, plain>(
      out, "list.sort_append", "an item comes in while the others are being sorted", talk);
  register_with_locks<pop_pop, plain>(out, "list.pop_pop", "both take the one item", talk);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
