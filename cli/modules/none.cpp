// A program that has no runtime for modules.
#include "cli/exit_status.hpp"
#include "cli/modules.hpp"

namespace cli {

const scenarios::registry& load_module(const std::string& path) {
  throw wrong_use(path + ": this program cannot load modules");
}

std::vector<pairs_operation> operations_of_module() { return {}; }

const scenarios::variant* variant_of_module(const std::string&) { return nullptr; }

std::function<void()> body_on_engine(const scenarios::variant& v) {
  return v.on(scenarios::backend::engine);
}

bool runs_alone(const scenarios::variant&) { return false; }

std::string replay_command(const scenarios::variant&) { return "suture replay {}"; }

}  // namespace cli
