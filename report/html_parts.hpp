// Styles and scripts of pages. None has a < or an & in it, so that the page is XML as well.
#pragma once

#include <string_view>

namespace suture::report {

// Of every page: letters and tables, light and dark by what the reader has chosen.
extern const std::string_view html_style;

// Of a page that shows a run.
extern const std::string_view html_run_style;
extern const std::string_view html_run_script;

}  // namespace suture::report
