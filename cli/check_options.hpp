// What `suture check` was asked to do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "cli/budget.hpp"
#include "cli/reports.hpp"
#include "cli/run_options.hpp"
#include "cli/shard.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

// As many jobs as the machine can do at a time.
inline unsigned processors() { return std::max(1U, std::thread::hardware_concurrency()); }

struct check_options {
  std::vector<std::string> patterns;
  std::string strategy = "portfolio";
  std::string memory = "rc11";
  check_budget budget{30, 0};  // for each variant
  bool budget_given = false;
  unsigned jobs = 1;     // variants at a time
  unsigned workers = 1;  // for each of them
  shard part;
  bool blind = true;
  run_options around;
  std::string checkpoint;  // file, or empty
  bool coverage = false;   // say for each variant what was covered
  std::uint64_t seed = 1;
  std::uint64_t cases = 100;  // of each container, where scenarios are generated
  scenarios::backend backend = scenarios::backend::engine;
  report_options reports;
  bool quiet = false;  // no line for each variant
};

}  // namespace cli
