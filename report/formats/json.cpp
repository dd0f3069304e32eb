// Everything, for other programs and for `suture merge`.
#include "report/json.hpp"

#include "report/formats.hpp"

namespace suture::report {

extern const format json_format = {
    "json", "results.json",
    "Write the results to this file; - is stdout. The schema is docs/json-schema",
    [](std::span<const outcome> results) { return to_json(results); }};

}  // namespace suture::report
