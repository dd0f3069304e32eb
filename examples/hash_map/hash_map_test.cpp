// The situations as tests of GoogleTest: the engine is in the test program.
#include <suture/gtest.hpp>
#include <suture/suture.hpp>

#include "situations.hpp"

SUTURE_TEST(HashMap, two_puts) { situations::two_puts(); }
SUTURE_TEST(HashMap, get_while_growing) { situations::get_while_growing(); }
SUTURE_TEST(HashMap, two_puts_of_one_key) { situations::two_puts_of_one_key(); }
