#include "checkers/linearizability/sequential_consistency.hpp"

#include "checkers/linearizability/partial_order_search.hpp"

namespace suture::linearizability {

search_result sequential_consistency(const problem& p, std::span<const word> part,
                                     const limits& bounds) {
  return partial_order_search(p, part, {}, bounds);
}

}  // namespace suture::linearizability
