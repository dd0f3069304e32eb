// options.checkpoint: how far an exhaustive search is, in a file, so that the next check goes on
// there.
#pragma once

#include <optional>
#include <string>

#include "library/suture.hpp"
#include "model/explore/parallel/search_state.hpp"

namespace suture {

// The file of one check. It is written anew each time and then put in the place of the old one, so
// whenever the process ends there is a whole file.
class kept_search {
 public:
  // Reads the file, if it is there. Throws std::invalid_argument, naming the option and the file,
  // for one that is damaged, or of another build of the program or another check.
  explicit kept_search(const options& how);

  // Where the earlier check came to; null where there was none.
  const search_state* from() const { return from_ ? &*from_ : nullptr; }
  // Throws std::runtime_error where the file cannot be written.
  void keep(const search_state& now) const;

 private:
  std::string head() const;
  void read();

  std::string file_;
  std::string asked_;  // what must be the same for a search to go on
  std::optional<search_state> from_;
};

}  // namespace suture
