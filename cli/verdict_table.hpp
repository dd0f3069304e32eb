// What `suture check` prints: a line for each variant, then what was not as expected in full.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/check_options.hpp"
#include "report/json.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

class verdict_table {
 public:
  explicit verdict_table(const std::vector<const scenarios::variant*>& variants);
  explicit verdict_table(const std::vector<suture::report::outcome>& all);

  std::string head() const;
  // One line; a second one with the command that replays an expected finding, or what it means that
  // a sample found nothing; and one that says what was covered, where that is wanted.
  std::string row(const suture::report::outcome& o, bool coverage = false) const;

 private:
  std::size_t name_ = 0;
};

// Every outcome that is not as expected, explained; then one line that counts them all.
std::string conclusion(const std::vector<suture::report::outcome>& all, const check_options& how);

}  // namespace cli
