#include "scenarios/generated/signatures.hpp"

#include <algorithm>

namespace scenarios::generated {

namespace {

constexpr argument none = argument::none;
constexpr argument index = argument::index;
constexpr argument value = argument::value;
constexpr argument key = argument::key;

constexpr signature list_operations[] = {
    {"append", "list.append", "append", nullptr, {value, none}},
    {"get", "list.get", "get", nullptr, {index, none}},
    {"set", "list.set", "set", nullptr, {index, value}},
    {"insert", "list.insert", "insert", nullptr, {index, value}},
    {"pop", "list.pop", "pop", nullptr, {none, none}},
    {"pop", "list.pop", "pop", nullptr, {index, none}},
    {"extend", "list.extend", "extend", nullptr, {value, value}},
    {"remove", "list.remove", "remove", nullptr, {value, none}},
    {"index", "list.index", "index", nullptr, {value, none}},
    {"contains", "list.contains", "contains", nullptr, {value, none}},
    {"len", "list.len", "len", nullptr, {none, none}},
    {"clear", "list.clear", "clear", nullptr, {none, none}},
    {"reverse", "list.reverse", "reverse", nullptr, {none, none}},
    {"sort", "list.sort", "sort", nullptr, {none, none}},
    {"slice", "list.slice", "slice", nullptr, {index, index}},
    {"copy", "list.copy", "copy", nullptr, {none, none}},
};

constexpr const char* list_entries[] = {"get",    "set",     "append", "insert",   "pop",
                                        "extend", "remove",  "index",  "contains", "len",
                                        "clear",  "reverse", "sort",   "slice",    "copy"};

// A step through a dict is not one operation but several, none of which the model knows: it is done
// and its answers are not looked at.
constexpr signature dict_operations[] = {
    {"get", "dict.get", "get", nullptr, {key, none}},
    {"set", "dict.set", "set", nullptr, {key, value}},
    {"setdefault", "dict.setdefault", "setdefault", nullptr, {key, value}},
    {"del", "dict.del", "del", nullptr, {key, none}},
    {"pop", "dict.pop", "pop", nullptr, {key, none}},
    {"popitem", "dict.popitem", "popitem", nullptr, {none, none}},
    {"contains", "dict.contains", "contains", nullptr, {key, none}},
    {"len", "dict.len", "len", nullptr, {none, none}},
    {"clear", "dict.clear", "clear", nullptr, {none, none}},
    {"update", "dict.update", "update", nullptr, {key, value}},
    {"copy", "dict.copy", "copy", nullptr, {none, none}},
    {"iterate", nullptr, "iterate", "next", {none, none}},
};

constexpr const char* dict_entries[] = {"get",     "set",      "setdefault", "del",   "pop",
                                        "popitem", "contains", "len",        "clear", "update",
                                        "copy",    "iterate",  "next"};

// list_resize makes room for 4, 8, 16 items.
constexpr int list_edges[] = {0, 1, 2, 3, 4, 5, 8};
// A table of 8 slots holds 5 entries.
constexpr int dict_edges[] = {0, 1, 2, 4, 5, 6};
// Of these 0 and 8 begin at the same slot of a table of 8, and -1 and -2 have the same hash.
constexpr int dict_keys[] = {0, 1, 8, -1, -2};

}  // namespace

const container& list_container() {
  static const container it{"list", list_operations, "append", list_edges, {}, list_entries};
  return it;
}

const container& dict_container() {
  static const container it{"dict", dict_operations, "set", dict_edges, dict_keys, dict_entries};
  return it;
}

std::span<const container* const> all_containers() {
  static const container* const all[] = {&list_container(), &dict_container()};
  return all;
}

const container* container_named(std::string_view name) {
  for (const container* one : all_containers()) {
    if (name == one->name) return one;
  }
  return nullptr;
}

const signature* operation_named(const container& of, std::string_view name, std::size_t arity) {
  for (const signature& one : of.operations) {
    if (name == one.name && arity == one.arity()) return &one;
  }
  return nullptr;
}

}  // namespace scenarios::generated
