// The same situations as scenarios of a module, for the command: `suture check`, with its reports,
// explanations and pages. Compiled by suture-c++ against the standard library's types, as the map
// is in production.
#include <suture/scenario.h>

#include "situations.hpp"

SUTURE_SCENARIO(two_puts, "hash_map.two_puts") { situations::two_puts(); }
SUTURE_SCENARIO(get_while_growing, "hash_map.get_while_growing") {
  situations::get_while_growing();
}
SUTURE_SCENARIO(two_puts_of_one_key, "hash_map.two_puts_of_one_key") {
  situations::two_puts_of_one_key();
}
