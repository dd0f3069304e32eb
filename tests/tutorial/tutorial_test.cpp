// docs/tutorial.md held to its word: its listings are the programs here, to the letter, and every
// command in it is run and prints the lines the page shows, in that order.
#include <gtest/gtest.h>

#include "tests/support/page.hpp"

namespace {

using suture::blocks_of;
using suture::text_of_file;

TEST(tutorial, its_listings_are_the_programs_that_are_built) {
  const std::vector<std::string> listings = blocks_of(text_of_file(SUTURE_TUTORIAL), "cpp");
  ASSERT_EQ(listings.size(), 3U);
  EXPECT_EQ(listings[0], text_of_file(SUTURE_LISTINGS "/counter_broken.cpp"));
  EXPECT_EQ(listings[1], text_of_file(SUTURE_LISTINGS "/counter_fixed.cpp"));
  EXPECT_EQ(listings[2], text_of_file(SUTURE_LISTINGS "/counter_unwatched.cpp"));
}

TEST(tutorial, its_commands_print_what_it_shows) {
  const std::vector<std::string> consoles = blocks_of(text_of_file(SUTURE_TUTORIAL), "console");
  ASSERT_GE(consoles.size(), 4U);
  const suture::work_folder folder;
  for (const std::string& block : consoles) suture::expect_as_shown(block, folder.path());
}

}  // namespace
