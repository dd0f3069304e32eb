#include "model/explore/sampling/random_walk.hpp"

namespace suture {

constinit const strategy_kind random_walk_kind{
    .name = "random",
    .summary = "each thread that can go is as likely as the others, at each step",
    .traits = {.samples = true, .divisible = true},
    .make = make_sampler<random_walk>};

}  // namespace suture
