#include "scenarios/generated/body.hpp"

#include "scenarios/generated/bodies.hpp"

namespace scenarios::generated {

std::function<void()> body_of(const test_case& c) {
  if (c.of == &dict_container()) return [c] { play_dict(c); };
  return [c] { play_list(c); };
}

}  // namespace scenarios::generated
