// What the strategies must agree on, whatever the program. Each is to be checked by RapidCheck and
// says what is wrong with RC_FAIL.
#pragma once

#include "tests/whole/sighting.hpp"

namespace suture::whole {

// What random runs see, the search sees; what the search sees in a small program, enough random
// runs see.
void random_and_exhaustive_agree(observer_of_programs& watched, const program& p);
// Refcounts counted blind lead to the same as one by one.
void blind_is_plain(observer_of_programs& watched, const program& p);
// Without a bound to preemptions, bounded is exhaustive.
void unbounded_is_exhaustive(observer_of_programs& watched, const program& p);
// A finding's token shows the finding again.
void replays_show_the_same(std::string_view memory, const program& p);
// What the stronger of two memory models allows, so does the weaker.
void stronger_is_weaker(observer_of_programs& stronger, observer_of_programs& weaker,
                        const program& p);

}  // namespace suture::whole
