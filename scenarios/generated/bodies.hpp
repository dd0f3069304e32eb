// The bodies, one for each container.
#pragma once

#include "model/sync/sync.hpp"
#include "scenarios/generated/case.hpp"

namespace scenarios::generated {
inline namespace SUTURE_BACKEND_NAMESPACE {

void play_list(const test_case& c);
void play_dict(const test_case& c);

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios::generated
