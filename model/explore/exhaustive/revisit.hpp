// The graph after a backward revisit.
#pragma once

#include <vector>

#include "model/explore/exhaustive/maximality.hpp"
#include "model/graph/memory_model.hpp"

namespace suture {

enum class revisit_result : std::uint8_t {
  done,
  inconsistent,  // not this place
  no_place,      // nor any further one
};

class revisit {
 public:
  // Makes `to` what the graph becomes when the target r reads the trigger w, with w `back` places
  // before the last one in modification order (0 for the write half of a read-modify-write, which
  // has one place only). `completed` is the write half that r gets by it, or no_event. Where
  // `spurious`, r is a weak compare-exchange that could succeed and fails by chance.
  revisit_result build(const revisit_view& v, std::uint32_t back, bool spurious,
                       memory_model& model, graph& to, event_id& completed);

 private:
  std::vector<std::uint8_t> keep_;
  std::vector<event_id> renamed_;
};

}  // namespace suture
