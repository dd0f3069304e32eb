// The verdict table of `suture compare`: what it holds, and what of it is worse than before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/axis.hpp"
#include "cli/lock_counts.hpp"
#include "report/outcome.hpp"

namespace cli {

struct compared_row {
  std::string value;  // on the axis
  suture::report::outcome verdict;
  std::optional<lock_sample> locks;  // none where they could not be counted
  std::vector<std::string> worse;    // than the baseline: "verified before, found race now"
};

// How the rows of a group differ from each other; the order in which they are shown.
enum class difference { verdicts, counts, none, alone };  // alone: one row

struct compared_rows {
  std::string name;
  std::vector<compared_row> rows;

  bool is_worse() const;
  difference differ() const;
};

struct comparison {
  axis by;
  std::vector<compared_rows> groups;
  std::string baseline{};              // file, or empty
  std::vector<std::string> gone{};     // variants of the baseline that there are no more
  std::vector<std::string> remarks{};  // on the baseline

  std::size_t regressions() const;  // variants that are worse, or gone
  // Worse ones first, then those that differ, each in their order.
  void sort();
};

// As a person reads it, and for a pull request.
std::string to_text(const comparison& c);
std::string to_markdown(const comparison& c);
// What `suture check --json` writes, with "axis" beside "results" and "locks" in each of them.
std::string to_json(const comparison& c);

// Fills in what is worse than in `text`, the JSON of an earlier check or comparison, which came
// from `file`. A count is worse where it has grown by more than `tolerance` per cent. Throws
// wrong_use for what is none, and where it was made under another memory model.
void set_against(comparison& c, const std::string& file, const std::string& text, double tolerance,
                 const std::vector<std::string>& patterns);

}  // namespace cli
