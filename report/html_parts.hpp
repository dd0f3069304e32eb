// The style and the script of a page. Neither has a < or an & in it, so that the page is XML as
// well.
#pragma once

#include <string_view>

namespace suture::report {

extern const std::string_view html_style;
extern const std::string_view html_script;

}  // namespace suture::report
