// Generated scenarios on the command line: 'generated.*', 'generated.list', the id of one case, or
// 'generated.list/without=append', of which a finding is expected by whoever asks for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/backends.hpp"
#include "cli/check_options.hpp"
#include "scenarios/generated/draw.hpp"

namespace cli {

// Takes the patterns of the family 'generated' out of `how` and returns what they stand for: a
// variant for each container, or for a single case. These variants have no bodies of their own;
// they last as long as the process. Throws wrong_use for a pattern that stands for nothing, and
// where there is such a pattern and an option that does not go with it.
std::vector<const scenarios::variant*> take_generated(check_options& how);

// What is drawn from for 'generated.list' and for 'generated.list/without=append', which leaves the
// lock out of one entry point; nothing for any other name. Throws wrong_use where there is no such
// entry point.
std::optional<scenarios::generated::range> drawn_from(std::string_view id);

// Draws cases of the container and checks each, until one fails; that one is shrunk, and the
// outcome speaks of what it was shrunk to. Of a single case: checks it.
suture::report::outcome check_generated(const scenarios::variant& v, const check_options& o,
                                        const report_runs& progress);

// Of those that are of generated scenarios and have no finding: how many cases there were, a line
// each.
std::string drawn_text(const std::vector<suture::report::outcome>& all);

}  // namespace cli
