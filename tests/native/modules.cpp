#include "tests/native/modules.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

namespace native_test {

std::ostream& operator<<(std::ostream& out, const compiled& c) {
  return out << c.compiler << c.level;
}

std::vector<compiled> all_compiled() {
  return {{"gcc", "-O0"}, {"gcc", "-O2"}, {"clang", "-O0"}, {"clang", "-O2"}};
}

std::string module_file(const std::string& name, const compiled& by) {
  std::string file = fmt::format("{}/lib{}-{}{}.so", SUTURE_MODULES, name, by.compiler, by.level);
  return std::filesystem::exists(file) ? file : std::string();
}

std::map<std::string, verdict> verdicts_of(const std::string& file,
                                           const std::vector<std::string>& more) {
  std::vector<std::string> words{"check", file, "--strategy", "exhaustive", "--json", "-"};
  words.insert(words.end(), more.begin(), more.end());
  const cli::finished checked = cli::suture(words);
  std::map<std::string, verdict> all;
  const auto json = nlohmann::json::parse(checked.out, nullptr, false);
  if (json.is_discarded()) {
    ADD_FAILURE() << file << ": " << checked.err;
    return all;
  }
  for (const auto& one : json.at("results")) {
    const std::string axes = one.at("variant");
    const std::string id =
        fmt::format("{}{}{}", one.at("scenario").get<std::string>(), axes.empty() ? "" : "/", axes);
    verdict v{one.at("verdict"), one.at("runs"), one.at("as_expected"), {}, {}};
    if (one.contains("finding") && one.at("finding").is_object()) {
      v.word = one.at("finding").at("kind");
      v.message = one.at("finding").at("message");
      v.token = one.at("finding").at("token");
    }
    all.emplace(id, std::move(v));
  }
  return all;
}

std::string compile(const cli::temporary_folder& folder, const std::string& source,
                    const std::vector<std::string>& options) {
  const std::string file = folder.path("module.c"), module = folder.path("libmodule.so");
  std::ofstream(file) << source;
  std::vector<std::string> words{"-shared", "-o", module, file};
  words.insert(words.end(), options.begin(), options.end());
  const cli::finished made = cli::run_program(SUTURE_CC, words);
  EXPECT_EQ(made.status, 0) << made.err;
  return module;
}

}  // namespace native_test
