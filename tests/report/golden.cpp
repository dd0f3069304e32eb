#include "tests/report/golden.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace suture {

void expect_golden(const std::string& name, const std::string& text) {
  const std::string file = fmt::format("{}/{}.txt", SUTURE_GOLDEN, name);
  if (std::getenv("SUTURE_UPDATE_GOLDEN") != nullptr) std::ofstream(file) << text;
  std::ifstream in(file);
  ASSERT_TRUE(in) << "there is no " << file;
  std::stringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(text, golden.str()) << "differs from " << file;
}

}  // namespace suture
