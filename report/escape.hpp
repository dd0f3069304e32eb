// Foreign text in other languages: names and messages may hold anything, and must not become part
// of the language that they stand in. What is no UTF-8 comes out as U+FFFD everywhere.
#pragma once

#include <string>
#include <string_view>

namespace suture::report {

// Several lines as they are, each as one_line (width.hpp) makes it.
std::string printable(std::string_view text);

// Text of XML and HTML. Control characters, which XML has no way to write, as escapes of one_line;
// line ends stay, but not in an attribute, where they would become spaces.
std::string to_xml(std::string_view text);
std::string to_xml_attribute(std::string_view text);

// One line in a cell of a table in Markdown, in which nothing is markup any more.
std::string to_markdown(std::string_view text);

// The message of a workflow command of GitHub, and the value of one of its properties.
std::string to_github_message(std::string_view text);
std::string to_github_property(std::string_view text);

// A path as the path of a URI: what is neither letter, digit, one of -._~ nor / in per cent.
std::string to_uri(std::string_view path);

}  // namespace suture::report
