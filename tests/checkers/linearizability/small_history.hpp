// Small histories drawn at random, most of them nearly right: the results are those of a
// simulation, with a lie here and there. RapidCheck shrinks them by leaving operations out.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <string_view>
#include <vector>

#include "bench/linearizability/random_history.hpp"
#include "checkers/linearizability/history.hpp"

namespace suture::linearizability::testing {

// What a history is made from; any sequence of them makes one.
struct ingredient {
  std::uint32_t process;
  int gap;      // ticks since the process's operation before
  int length;   // ticks until it returns
  int effect;   // tick of these in which it takes effect
  bool stays;   // does not return, if it is the last of its process
  bool lost;    // and then has no effect
  int lie;      // 0: a wrong result, from
  value wrong;  // this
  drawn_call what;
};

// A call of one of the model's functions, keys and values few enough to collide.
drawn_call draw_small_call(std::string_view model, generator& random);

rc::Gen<std::vector<ingredient>> small_ingredients(std::string_view model, std::size_t most);

// With `told`, each operation says when it took effect.
history cooked(std::string_view model, const std::vector<ingredient>& ingredients,
               bool told = false);

// One line for each operation, to print with a failure.
std::string listing(const history& operations);

}  // namespace suture::linearizability::testing
