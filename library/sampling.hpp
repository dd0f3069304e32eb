// Sampling with several OS threads, such that what is found does not depend on their speed.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "library/session.hpp"

namespace suture {

// Each worker makes its part of the runs with a seed of its own. Reported is the finding with the
// lowest number of the run within its worker, then the lowest worker; nobody stops before it knows
// that it cannot come first. `progress` is called from the workers, one at a time.
exploration sample(const std::function<void()>& body, const options& how, std::string_view strategy,
                   const budget& b, const progress_callback& progress);

}  // namespace suture
