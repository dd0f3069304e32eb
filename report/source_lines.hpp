// The text of source lines, read from the files where they are still there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/sync/site.hpp"

namespace suture::report {

class source_lines {
 public:
  // The line at the place, without the white space around it. A relative path is looked for from
  // the folders above the current one, and above the program. Empty where the place is only the
  // nearest known, where the file or the line is not there, and where the file is newer than the
  // program that was compiled from it: then it may say something else by now.
  std::string at(const sync::site& where);

 private:
  const std::vector<std::string>& file(std::string_view path);

  std::map<std::string, std::vector<std::string>, std::less<>> files_;
};

}  // namespace suture::report
