// A finding explained: the simplest run that shows it, what decides it, and how sure it is.
// Internal; the command uses it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "library/session.hpp"
#include "model/explore/explaining/critical_pair.hpp"
#include "model/explore/explaining/prefixes.hpp"

namespace suture {

struct explained {
  shrunk_token simple;  // its `shown` is the text of all
  std::optional<critical_pair> pair;
  std::vector<prefix_estimate> chances;
  report::explanation told;  // of which `shown` is the text
};

using run_look = std::function<void(execution&, const repetition&)>;

// `look` sees the simple run when it has ended, if it has a finding.
explained explain(const std::function<void()>& body, const token& t, const presentation& shown,
                  const run_look& look = {});

}  // namespace suture
