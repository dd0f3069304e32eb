// Names that threads give themselves. Texts go by a thread's number, which every thread has; where
// it also has a name, that is put beside the number once the finding is complete.
#include <fmt/format.h>

#include "model/engine/execution.hpp"
#include "model/sync/engine/mutation.hpp"

namespace suture {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void execution::name_thread(std::string_view name) {
  if (tearing_down_) return;
  me_->name = name;
}

void execution::say(std::string_view text, const sync::site& where) {
  if (tearing_down_ || me_->off_record.on()) return;
  note(fmt::format("note: {}", text), where);
}

// "thread 1 writes x" becomes "thread 1 (reader) writes x". What a check says is its author's.
void execution::tell_names(finding& f) const {
  if (mutated("threads_go_by_their_names")) return;
  const auto tell = [&](std::string& text) {
    for (thread_id t = 0; t < live_threads_; ++t) {
      const std::string_view name = threads_[t]->name;
      if (name.empty()) continue;
      const std::string number = fmt::format("thread {}", t);
      for (std::size_t at = 0; (at = text.find(number, at)) != std::string::npos;) {
        at += number.size();
        if (at < text.size() && is_digit(text[at])) continue;
        text.insert(at, fmt::format(" ({})", name));
        at += name.size() + 3;
      }
    }
  };
  if (f.kind != finding_kind::check && f.kind != finding_kind::exception) tell(f.message);
  for (finding::place& p : f.places) tell(p.what);
}

}  // namespace suture
