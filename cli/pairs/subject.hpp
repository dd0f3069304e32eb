// Whose operations are tried together: those of a module, or of one of the interpreter core's
// containers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/pairs/matrix.hpp"
#include "scenarios/scenario.hpp"

namespace cli {

struct pairs_operation {
  std::string family, name;  // "list", "append"
  bool is_atomic = true;     // or documented as not
};

// A way to run the operations of a cell.
enum class pairs_run : std::uint8_t {
  together,       // each thread's in a thread of its own; what they come to is judged
  in_one_thread,  // in each order
  not_judged,     // together, whatever they give back
};

class pairs_subject {
 public:
  virtual ~pairs_subject() = default;

  // In the order of the source.
  virtual std::vector<pairs_operation> operations() const = 0;
  // Lasts as long as the process. Null for a run in one thread that is not needed.
  virtual const scenarios::variant* variant_of(const pairs_cell& c, pairs_run how) = 0;
};

// "./liblist.so", whose operations are held against their own runs in one thread. Loads it, as
// load_module (cli/modules.hpp) says.
std::unique_ptr<pairs_subject> subject_of_module(const std::string& path);

// "generated.list" or "generated.dict", whose operations are those that generated cases are drawn
// from and held against a model; "generated.list/without=append" leaves a lock out of one entry
// point. Throws wrong_use where there is no such thing.
std::unique_ptr<pairs_subject> subject_of_core(const std::string& name);

}  // namespace cli
