// --checkpoint: what a check has come to so far, in a file, so that it can go on after it was
// killed.
//
// The file is one JSON object: by which build of the command it was written, what was asked for,
// and for each variant its outcome, or how far its exhaustive search is. It is written anew at
// every change and then put in the place of the old one, so whenever the process ends there is a
// whole file; a checksum tells one that was changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/check_options.hpp"
#include "report/outcome.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

class checkpoint {
 public:
  // Takes up the file that `how` names, if there is one. Throws wrong_use where it cannot be read
  // or written, or is of another check: which option or scenario differs.
  checkpoint(const check_options& how, const std::vector<const scenarios::variant*>& variants);

  // The outcome of variant `i`, where there is nothing more to find out about it.
  const std::optional<suture::report::outcome>& outcome_of(std::size_t i) const {
    return entries_[i].outcome;
  }
  // How far its search is: a line that `keep` was given; empty where it has not begun.
  const std::string& state_of(std::size_t i) const { return entries_[i].state; }

  void keep(std::size_t i, const std::string& state);
  void finish(std::size_t i, const suture::report::outcome& o);

 private:
  struct entry {
    std::string id;
    std::string state;
    std::optional<suture::report::outcome> outcome;
  };
  void read(const std::string& text);
  void write() const;

  std::string file_;
  std::string build_;  // of this command
  std::string asked_;  // for what: JSON
  std::vector<entry> entries_;
};

}  // namespace cli
