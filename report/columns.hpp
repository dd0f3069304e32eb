// How wide the columns of a table are where all of them must stand on one page.
#pragma once

#include <cstddef>
#include <vector>

namespace suture::report {

// Narrows the widest of the columns until all of them together take no more than `room`; none below
// `least`, where it was not narrower before. A column that is wider than its share gives way, the
// others stay as they are. The last one is never narrowed: what stands in it has nowhere to run on.
std::vector<std::size_t> narrowed(std::vector<std::size_t> columns, std::size_t room,
                                  std::size_t least);

}  // namespace suture::report
