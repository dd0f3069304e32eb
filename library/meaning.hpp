// Looks once more at the beginning of a sample that found nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "library/session.hpp"
#include "model/explore/pass_meaning.hpp"

namespace suture {

// `made`: how many runs the sample had. The same for the same options, whatever the time and the
// number of workers; but where the clock in `how` runs out meanwhile, nothing is known.
pass_meaning meaning_of(session& of, const std::function<void()>& body, const options& how,
                        std::string_view strategy, std::uint64_t made);

}  // namespace suture
