// Signature tables: the operations of a container that cases are drawn from.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace scenarios::generated {

// What an argument is, which says from where it is drawn.
enum class argument : std::uint8_t { none, index, value, key };

struct signature {
  const char* name;  // of the operation in ids and in the model's histories, after the dot
  const char* mark;  // its name in histories: "list.append"; null: it is not in them
  // The entry points it goes through, for `without`: the first, and another or null.
  const char* entry;
  const char* other_entry;
  std::array<argument, 2> arguments;

  std::size_t arity() const {
    return arguments[0] == argument::none ? 0 : arguments[1] == argument::none ? 1 : 2;
  }
};

struct container {
  const char* name;
  std::span<const signature> operations;
  const char* grow;                      // the operation that makes it larger by one
  std::span<const int> edges;            // sizes at which it is about to resize, or just has
  std::span<const int> keys;             // what keys are drawn from: some of them collide
  std::span<const char* const> entries;  // every entry point there is
};

const container& list_container();
const container& dict_container();
std::span<const container* const> all_containers();

// Null where there is none.
const container* container_named(std::string_view name);
// The operation of that name and number of arguments; null where there is none.
const signature* operation_named(const container& of, std::string_view name, std::size_t arity);

}  // namespace scenarios::generated
