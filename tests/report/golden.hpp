// Texts held against files.
#pragma once

#include <string>

namespace suture {

// Expects `text` to be what golden/<name>.txt holds, or writes it there if the environment has
// SUTURE_UPDATE_GOLDEN.
void expect_golden(const std::string& name, const std::string& text);

}  // namespace suture
