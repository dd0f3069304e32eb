// Threads and locations by numbers that are the same in every run: made from their identity, the
// creator and the ordinal among what it created.
#pragma once

#include <cstdint>

#include "model/graph/graph.hpp"

namespace suture {

using identity_key = std::uint64_t;

identity_key key_of_thread(const graph& g, thread_id t);
identity_key key_of_location(const graph& g, location_id l);
// Of what is known by the first key and, besides, by `part`.
identity_key mixed(identity_key with, std::uint64_t part);

}  // namespace suture
