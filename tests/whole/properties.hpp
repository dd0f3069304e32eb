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
// Interleavings are executions of the weak model.
void sc_is_rc11(observer_of_programs& sc, observer_of_programs& rc11, const program& p);

}  // namespace suture::whole
