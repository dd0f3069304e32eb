#include "scenarios/planted/find.hpp"

#include "library/suture.hpp"

namespace planted {

search_result find(const program& p, std::string_view strategy, std::uint64_t seed,
                   std::uint64_t runs) {
  suture::options how;
  how.strategy = strategy;
  how.memory = "sc";
  how.seed = seed;
  how.max_executions = runs;
  how.max_seconds = 0;
  const suture::result r = suture::check(p.body, how);
  if (r.findings.empty()) return {false, {}, runs};
  return {true, r.findings.front().kind, r.executions + r.blocked + r.moot + r.cut_off + 1};
}

}  // namespace planted
