// The formats that results of a check can be written in, each a file in formats/.
//
// A further one is such a file, and its name in formats.cpp; the command's options and --reports
// come from that list. What it looks like is held in tests/report/golden.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "report/outcome.hpp"

namespace suture::report {

// Outcomes in, the whole file out, always the same for the same outcomes.
using format_writer = std::string (*)(std::span<const outcome> results);

enum class destination : std::uint8_t {
  file,      // the option takes its name; - is stdout, which then has nothing else
  terminal,  // stdout, behind all that is said there
};

struct format {
  std::string_view name;  // the option is --name
  std::string_view file;  // what it is called in the folder of --reports
  std::string_view help;
  format_writer write;
  destination to = destination::file;
};

// In the order in which help names them.
std::span<const format> formats();

}  // namespace suture::report
