// Random programs over the whole of `sync`: whoever looks at one must see the same.
//
// Two thousand programs in each run of the tests, and a hundred thousand in a soak.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "tests/support/property.hpp"
#include "tests/whole/properties.hpp"

namespace suture::whole {
namespace {

constexpr int programs_tried = 400;  // for each property and model

// SUTURE_FAMILIES=atomics,vars: only these, to look for what is wrong with them.
palette everything() {
  palette all;
  if (const char* names = std::getenv("SUTURE_FAMILIES")) {
    std::istringstream in(names);
    for (std::string name; std::getline(in, name, ',');) all.names.push_back(name);
  }
  return all;
}

template <class Property>
void check_programs(int how_many, Property holds_of) {
  const rc::Gen<program> drawn = programs(everything());
  const int factor = testing::soak_factor() > 0 ? 50 : 1;
  testing::check_property([&] { holds_of(*drawn); }, how_many * factor);
}

class whole : public ::testing::TestWithParam<const char*> {
 protected:
  observer_of_programs& watched() {
    if (!watched_) watched_ = std::make_unique<observer_of_programs>(GetParam());
    return *watched_;
  }

 private:
  std::unique_ptr<observer_of_programs> watched_;
};

TEST_P(whole, random_and_exhaustive_agree) {
  check_programs(programs_tried,
                 [&](const program& p) { random_and_exhaustive_agree(watched(), p); });
}

TEST_P(whole, blind_is_plain) {
  check_programs(programs_tried / 2, [&](const program& p) { blind_is_plain(watched(), p); });
}

TEST_P(whole, unbounded_is_exhaustive) {
  check_programs(programs_tried / 2,
                 [&](const program& p) { unbounded_is_exhaustive(watched(), p); });
}

TEST_P(whole, replays_show_the_same) {
  check_programs(programs_tried / 4,
                 [&](const program& p) { replays_show_the_same(GetParam(), p); });
}

INSTANTIATE_TEST_SUITE_P(under, whole, ::testing::Values("sc", "tso", "rc11"),
                         [](const auto& one) { return std::string(one.param); });

TEST(models, sc_is_tso_and_tso_is_rc11) {
  observer_of_programs sc("sc", 61), tso("tso", 62), rc11("rc11", 63);
  check_programs(programs_tried / 2, [&](const program& p) {
    stronger_is_weaker(sc, tso, p);
    stronger_is_weaker(tso, rc11, p);
  });
}

}  // namespace
}  // namespace suture::whole
