// The modules that the build has made of modules/, and how the command is asked about them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/cli/command.hpp"

namespace native_test {

// As the test's parameter: by whom a module was compiled, and how much.
struct compiled {
  std::string compiler;  // "gcc"
  std::string level;     // "-O2"
};
std::ostream& operator<<(std::ostream& out, const compiled& c);
std::vector<compiled> all_compiled();

// The file; empty where the build has none, because there is no such compiler.
std::string module_file(const std::string& name, const compiled& by);

struct verdict {
  std::string word;  // "verified", or the kind of the finding
  std::uint64_t runs = 0;
  bool as_expected = false;
  std::string message, token;
};
// What an exhaustive search says of each scenario of the module.
std::map<std::string, verdict> verdicts_of(const std::string& file,
                                           const std::vector<std::string>& more = {});

// Compiles C with suture-cc into a module in `folder`; the path of it. Fails the test where the
// compiler refuses.
std::string compile(const cli::temporary_folder& folder, const std::string& source,
                    const std::vector<std::string>& options = {});

}  // namespace native_test
