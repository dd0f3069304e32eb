#include "scenarios/generated/bodies.hpp"
#include "scenarios/generated/list_player.hpp"

namespace scenarios::generated {
inline namespace SUTURE_BACKEND_NAMESPACE {

namespace {

struct policies : interp::list_policies {
  using locking = case_locking;
};

}  // namespace

void play_list(const test_case& c) { play<list_player<policies>>(c); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios::generated
