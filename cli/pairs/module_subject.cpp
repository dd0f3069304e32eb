#include <fmt/format.h>

#include "cli/exit_status.hpp"
#include "cli/modules.hpp"
#include "cli/pairs/combinations.hpp"
#include "cli/pairs/subject.hpp"

namespace cli {

namespace {

class module_subject : public pairs_subject {
 public:
  explicit module_subject(const std::string& path) {
    load_module(path);
    if (!operations_of_module().empty()) return;
    throw wrong_use(fmt::format(
        "{}: has no operation: write one with SUTURE_OPERATION of <suture/scenario.h>", path));
  }

  std::vector<pairs_operation> operations() const override { return operations_of_module(); }

  const scenarios::variant* variant_of(const pairs_cell& c, pairs_run how) override {
    // As modules/together.hpp has it.
    const char* const besides = how == pairs_run::in_one_thread ? ",threads=1"
                                : how == pairs_run::not_judged  ? ",atomic=no"
                                                                : "";
    return variant_of_module(id_of(c) + besides);
  }
};

}  // namespace

std::unique_ptr<pairs_subject> subject_of_module(const std::string& path) {
  return std::make_unique<module_subject>(path);
}

}  // namespace cli
