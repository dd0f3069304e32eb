// "Did you mean": the names nearest to one that is not there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scenarios {

// The least number of characters to insert, delete or replace to turn one text into the other
// (Wagner, Fischer: The String-to-String Correction Problem, 1974).
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to `limit` of the names, best first. Names that contain the unknown one come first: it may be
// all that a person remembered. Then those within a third of its length in edits; further off
// there is nothing to offer. Ties stay in the order of `names`.
std::vector<std::string> nearest(std::string_view unknown, const std::vector<std::string>& names,
                                 std::size_t limit);

}  // namespace scenarios
