// What is wrong with a litmus file, and where.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/printable.hpp"

namespace suture::litmus {

// what() is "file:line: message", which editors can jump to.
class input_error : public std::runtime_error {
 public:
  input_error(std::string_view file, std::uint32_t line, std::string_view message)
      : std::runtime_error(printable(fmt::format("{}:{}: {}", file, line, message))) {}
  // Of the whole file: "file: message".
  input_error(std::string_view file, std::string_view message)
      : std::runtime_error(printable(fmt::format("{}: {}", file, message))) {}
};

}  // namespace suture::litmus
