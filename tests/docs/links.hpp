// The links of a page in Markdown, and what they may lead to.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace docs {

// What stands in the parentheses of `[text](target)`, outside of code.
std::vector<std::string> links_of(const std::string& page);

// What may stand behind the # of a link to the page: its headings as GitHub and GitLab name them.
std::set<std::string> anchors_of(const std::string& page);

}  // namespace docs
