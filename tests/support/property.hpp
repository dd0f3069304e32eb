// RapidCheck properties that are checked on the same cases in every run of the test suite.
//
// RapidCheck's own macros draw a fresh seed each time. A suite that gates a merge should not fail
// by chance, so here the seed is fixed; RC_PARAMS (as RapidCheck reads it) overrides it and the
// number of cases, and SUTURE_SOAK=<factor> multiplies that number and draws a fresh seed.
#pragma once

#include <functional>
#include <string>

namespace suture::testing {

// Fails the GoogleTest test it is called from, with the shrunk case, where the property fails.
void check_property(const std::function<void()>& property, int cases);

// The same without GoogleTest, and without shrinking: does it hold?
bool property_holds(const std::function<void()>& property, int cases);

// SUTURE_SOAK, or 0.
int soak_factor();

}  // namespace suture::testing
