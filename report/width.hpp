// Text for a terminal: how wide it is, and nothing in it that would move the cursor.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace suture::report {

// Columns the UTF-8 text takes: none for combining marks, two for wide East Asian characters and
// emoji, one for everything else, a broken byte included.
std::size_t width(std::string_view text);

// Control characters as escapes ("\n"), broken UTF-8 as U+FFFD: one line, whatever `text` holds.
std::string one_line(std::string_view text);

// Cut to so many columns, with … at its end where something is missing. One line already.
std::string shortened(std::string_view text, std::size_t columns);

// `text` with spaces up to `columns`; as it is where it is wider.
std::string padded(std::string text, std::size_t columns);

}  // namespace suture::report
