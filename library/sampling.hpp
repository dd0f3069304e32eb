// Sampling with several OS threads, such that what is found does not depend on how many there are.
#pragma once

#include <functional>
#include <string_view>

#include "library/session.hpp"

namespace suture {

// Worker w of n makes samples w, w + n, w + 2n, … of those that the options ask for. Reported is
// the finding of the lowest sample, with the counts of the samples up to it: what a lone worker
// would have reported. Only where time runs out it is the lowest of what was seen. `progress` is
// called from the workers, one at a time.
exploration sample(const std::function<void()>& body, const options& how, std::string_view strategy,
                   const budget& b, const progress_callback& progress);

}  // namespace suture
