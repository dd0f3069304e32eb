#include "report/formats.hpp"

#include <vector>

namespace suture::report {

// Each in the file of its name in formats/.
extern const format json_format;
extern const format junit_format;
extern const format sarif_format;
extern const format gitlab_format;
extern const format markdown_format;
extern const format github_format;

std::span<const format> formats() {
  static const std::vector<format> all{json_format,   junit_format,    sarif_format,
                                       gitlab_format, markdown_format, github_format};
  return all;
}

}  // namespace suture::report
