// A finding as a page for a browser: one file that needs nothing else.
#pragma once

#include <string>
#include <string_view>

#include "report/table.hpp"

namespace suture::report {

// A lane for each thread and a row for each step, bars beside the lanes where locks are held,
// arrows from what a read reads, and everything known of a step where the mouse rests on it. Steps
// are gone through by keyboard (arrows, j and k, Home, End) and mouse; one object's steps can be
// shown alone. The page is well-formed XML too, follows the reader's choice of light or dark, and
// without scripts it is still a table. The same explanation gives the same bytes, where source
// files are the same.
std::string to_html(const explanation& e);

// The text with what HTML takes for its own escaped, in attributes too; control characters as
// one_line has them.
std::string escaped(std::string_view text);

}  // namespace suture::report
