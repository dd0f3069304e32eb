// A program without the other backends: it becomes one that has them before it checks anything.
#include <stdexcept>

#include "cli/backends.hpp"

namespace cli {

suture::report::outcome check_on_relacy(const scenarios::variant&, const check_options&,
                                        const report_runs&) {
  throw std::logic_error("this program has no relacy backend");
}

suture::report::outcome check_natively(const scenarios::variant&, const check_options&,
                                       const report_runs&) {
  throw std::logic_error("this program has no native backend");
}

}  // namespace cli
