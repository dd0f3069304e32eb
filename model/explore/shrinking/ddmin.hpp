// Delta debugging: the smallest part of a list that still does what the whole does.
//
// Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input" (IEEE Transactions on
// Software Engineering 28, 2002), algorithm ddmin. Deviations: complements are tried before
// subsets, because most of a schedule's decisions must go and few alone ever suffice; and the
// result need not be 1-minimal where `still` says no to everything from some time on, as a used-up
// budget does.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace suture {

// Indices below `count`, in ascending order: a part of the whole for which `still` holds, as it is
// taken to hold of all of them. While `still` has an answer for each part, leaving out any single
// one of the result makes it fail.
std::vector<std::size_t> ddmin(std::size_t count,
                               const std::function<bool(const std::vector<std::size_t>&)>& still);

}  // namespace suture
