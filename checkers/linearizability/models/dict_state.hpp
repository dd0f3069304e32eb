// A dict as a state: what the model of a dict is built from.
//
// The first word says how the items after it, key and value in turn, are ordered. By insertion, as
// in Python, only where some call can see that order: else two orders of inserting the same items
// would be two states, of which a search would have to try each. Then by key.
#pragma once

#include <vector>

#include "checkers/linearizability/model.hpp"

namespace suture::linearizability {

// Items by insertion if `ordered`, else by key.
state empty_dict(bool ordered);

struct dict_place {
  std::size_t at;  // of the key in the state, or where it would be inserted
  bool found;
};

dict_place find_key(const state& s, word key);
void put_item(state& s, dict_place where, word key, word content);
void erase_item(state& s, std::size_t at);

std::vector<word> keys_of(const state& s);
std::vector<word> values_of(const state& s);
// Each item as the number of a list of two.
std::vector<word> pairs_of(const state& s, value_table& values);

}  // namespace suture::linearizability
