#include "scenarios/generated/bodies.hpp"
#include "scenarios/generated/dict_player.hpp"

namespace scenarios::generated {
inline namespace SUTURE_BACKEND_NAMESPACE {

namespace {

struct policies : interp::dict_policies {
  using locking = case_locking;
};

}  // namespace

void play_dict(const test_case& c) { play<dict_player<policies>>(c); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios::generated
