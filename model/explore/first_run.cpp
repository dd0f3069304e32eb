#include "model/explore/first_run.hpp"

#include <fmt/format.h>

#include "model/engine/process/watchdog.hpp"

namespace suture {

namespace {

// How often a loop is tried off the record depends on whether it has been met before.
std::uint64_t on_record(const pulse& p) { return p.operations() - p.off_record; }

void copy(const graph& from, graph& to) {
  const std::vector<std::uint8_t> all(from.size(), 1);
  std::vector<event_id> renamed;
  to.assign_restricted(from, all, no_event, renamed);
}

}  // namespace

void first_run::keep(execution& run, const graph& g, run_end end) {
  copy(g, graph_);
  end_ = end;
  operations_ = on_record(run.vital_signs());
  kept_ = true;
}

std::optional<finding> first_run::repeat(execution& run, const std::function<void()>& body,
                                         decider& d, const limits& l) {
  // A run that ended early may have events that no thread has carried out.
  if (!kept_ || end_ != run_end::complete) return std::nullopt;
  const timeless for_now(run.vital_signs());
  graph g;
  copy(graph_, g);
  const run_end end = run.run(body, g, d, l);
  constexpr std::string_view because =
      "so the body has a state of its own that outlives a call, or depends on something Suture "
      "does "
      "not control";
  if (const std::optional<finding>& found = run.found()) {
    if (found->kind == finding_kind::nondeterminism) return found;
    return finding{std::string(finding_kind::nondeterminism),
                   fmt::format("{}: {}; but the same run had no finding when it was made first, {}",
                               found->kind, found->message, because),
                   found->places,
                   {}};
  }
  const std::uint64_t operations = on_record(run.vital_signs());
  if (end == end_ && operations == operations_) return std::nullopt;
  return finding{std::string(finding_kind::nondeterminism),
                 fmt::format("the first run, made once more, has {} operations instead of {}, {}",
                             operations, operations_, because),
                 {},
                 {}};
}

}  // namespace suture
