// What came of operations at the same time: `suture pairs`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cli {

// One combination of operations.
struct pairs_cell {
  std::string family;                             // "list"
  std::vector<std::vector<std::string>> threads;  // the operations of each: {{"append"}, {"pop"}}
  // "verified", "bounded"; "as documented" where it is not atomic and need not be; "inconclusive";
  // or what was found: "race", "use after free", "not atomic".
  std::string verdict;
  std::string message, token, replay;  // of what was found, and of what is as documented
  std::string guarantee;
  std::uint64_t runs = 0;
};

struct pairs_matrix {
  unsigned threads = 2, length = 1;
  std::string strategy, memory;
  std::vector<pairs_cell> cells;
};

// "list: append, pop"; with more than one operation each "list: append len, pop len".
std::string name_of(const pairs_cell& c);
// Is it something that is wrong?
bool is_finding(const pairs_cell& c);

// "105 combinations: 104 verified, 1 race (portfolio, rc11)"
std::string summary_of(const pairs_matrix& m);

// As a matrix for each family where a thread has one operation and there are two; else as a list.
// Fits 80 columns, but for messages and the commands that replay a finding.
std::string to_text(const pairs_matrix& m);
std::string to_markdown(const pairs_matrix& m);

// {"schema": 1, "threads", "length", "strategy", "memory", "cells": [{"family", "operations":
// [[…], …], "verdict", "message", "token", "replay", "guarantee", "runs"}]}
std::string to_json(const pairs_matrix& m);
// And back. Throws std::runtime_error that says what is wrong with it.
pairs_matrix pairs_from_json(const std::string& text);

// What is not as it was.
struct pairs_change {
  const pairs_cell* now = nullptr;     // null: it is there no more
  const pairs_cell* before = nullptr;  // null: it was not there
  bool worse = false;                  // now a finding that was not there
};
std::vector<pairs_change> changes(const pairs_matrix& before, const pairs_matrix& now);
std::string to_text(const std::vector<pairs_change>& all);

// A page for a browser, which needs nothing else; well-formed XML too. Cells are coloured by what
// they say and show message, guarantee and token where the mouse rests on them; what is wrong has a
// section of its own. Those of `changed` (of this matrix) are marked and say what they were.
std::string to_html(const pairs_matrix& m, const std::vector<pairs_change>& changed);

}  // namespace cli
