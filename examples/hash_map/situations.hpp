// What the map must stand. Each is a whole run: it makes a map, lets threads work on it, and says
// what must hold in the end. hash_map_test.cpp and hash_map_module.cpp have them checked.
#pragma once

#include <model/sync/sync.hpp>

#include "hash_map.hpp"

namespace situations {

// With a key in it, the first of the two makes the map grow.
inline void two_puts() {
  hash_map map;
  map.put(0, 5);
  sync::parallel([&] { map.put(1, 10); }, [&] { map.put(2, 20); });
  sync::check(map.get(1) == 10, "the first key is there");
  sync::check(map.get(2) == 20, "the second key is there");
}

// Who looks for a key that is there finds it while the map grows.
inline void get_while_growing() {
  hash_map map;
  map.put(1, 10);
  sync::parallel([&] { map.put(2, 20); },
                 [&] { sync::check(map.get(1) == 10, "the key is found"); });
}

inline void two_puts_of_one_key() {
  hash_map map;
  sync::parallel([&] { map.put(1, 10); }, [&] { map.put(1, 11); });
  sync::check(map.get(1) == 10 || map.get(1) == 11, "one of the two came last");
}

}  // namespace situations
