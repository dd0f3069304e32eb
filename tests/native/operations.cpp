#include "tests/native/operations.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace native_test {

std::string container(const cli::temporary_folder& folder, const std::string& name,
                      const std::string& fault) {
  const std::string root = SUTURE_ROOT, from = root + "/tests/native/operations";
  const std::string module = folder.path(fmt::format("lib{}-{}.so", name, fault));
  const cli::finished made = cli::run_program(
      SUTURE_CC, {"-std=c11", "-D_GNU_SOURCE", "-O2", "-Wall", "-Wextra", "-Werror", "-D" + fault,
                  "-I" + root, "-shared", "-o", module, fmt::format("{}/{}.c", from, name),
                  fmt::format("{}/{}_operations.c", from, name)});
  EXPECT_EQ(made.status, 0) << made.err;
  return module;
}

cells cells_in(const std::string& text) {
  cells all;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) {
    ADD_FAILURE() << text;
    return all;
  }
  for (const auto& c : json.at("cells")) {
    std::string name = c.at("family");
    for (const auto& thread : c.at("operations")) {
      for (const auto& o : thread) name += ' ' + o.get<std::string>();
    }
    all[name] = {c.at("verdict"), c.at("token"), c.at("message")};
  }
  return all;
}

cells cells_of(const std::string& module, std::vector<std::string> more) {
  more.insert(more.begin(), {"pairs", module, "--json", "-"});
  const cli::finished done = cli::suture(more);
  EXPECT_THAT(done.err, testing::IsEmpty());
  return cells_in(done.out);
}

}  // namespace native_test
