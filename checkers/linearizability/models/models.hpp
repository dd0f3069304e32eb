// The models of the house. Each can be given the content its object has before the history begins.
//
// They follow Python: what raises there is a result here (IndexError, KeyError, ValueError,
// TypeError), negative indices count from the end, equal values are the same value. Functions that
// return nothing return None.
#pragma once

#include <memory>

#include "checkers/linearizability/model.hpp"
#include "checkers/linearizability/value.hpp"

namespace suture::linearizability {

// read() / get(); write(x) / set(x); cas(old, new) → whether it was old and now is new;
// exchange(x) → the value before; fetch_add(n) → the value before, TypeError unless an integer.
std::shared_ptr<const model> make_register(value initial = {});

// append(x), pop(), pop(i), insert(i, x), get(i), set(i, x), del(i), len(), clear(), extend(list),
// contains(x), index(x), count(x), remove(x), reverse(), sort(), sort(reverse), copy(),
// slice(start, stop), slice(start, stop, step) with None for a bound left out.
//
// Deviation: a sort that raises TypeError leaves the list as it was, where CPython leaves it in
// some other order.
std::shared_ptr<const model> make_list(value initial = value::list({}));

// getitem(k) = d[k], get(k), get(k, default), set(k, x), setdefault(k), setdefault(k, x), del(k),
// pop(k), pop(k, default), popitem() → [k, x], contains(k), len(), clear(), update(dict or list of
// pairs), copy(), keys(), values(), items(): the last three as lists in order of insertion. copy
// may return a dict, compared as == does, or a list of pairs, compared with its order.
//
// Any value may be a key. By key: all that take one, and an update of one key.
std::shared_ptr<const model> make_dict(value initial = value::dict({}));

// add(x), discard(x), remove(x) → KeyError, contains(x), pop() → any one, or KeyError, len(),
// clear(), update(list), intersection_update(list), difference_update(list), copy() → a list of the
// elements, in any order. `initial` is a list.
//
// A pop that is pending is refused (bad_history of a checker): it may have taken any element. By
// key: add, discard, remove, contains.
std::shared_ptr<const model> make_set(value initial = value::list({}));

}  // namespace suture::linearizability
