#include "model/sync/relacy/stuck.hpp"

#include <algorithm>
#include <vector>

#include "model/sync/relacy/execution.hpp"

namespace suture::relacy {

namespace {

struct stuck_thread {
  std::uint32_t id;
  thread_wait wait;
};

std::vector<stuck_thread> living_threads() {
  std::vector<stuck_thread> living;
  for (std::size_t i = 0; i != current.waits.size(); ++i)
    if (current.waits[i].alive) living.push_back({current.thread_ids[i], current.waits[i]});
  std::sort(living.begin(), living.end(), [](auto& a, auto& b) { return a.id < b.id; });
  return living;
}

const char* doing(wait_kind kind) {
  switch (kind) {
    case wait_kind::lock:
      return "waits for a mutex";
    case wait_kind::futex:
      return "sleeps on a futex";
    case wait_kind::condition:
      return "sleeps on a condition variable";
    case wait_kind::join:
      return "waits for a thread to end";
    case wait_kind::spin:
      return "waits in a loop for a change";
    case wait_kind::none:
      break;
  }
  return "runs";
}

// Who waits for more than the end of somebody else, where there are such.
std::string describe(const std::vector<stuck_thread>& living) {
  const bool all_join = std::all_of(living.begin(), living.end(), [](const stuck_thread& t) {
    return t.wait.kind == wait_kind::join;
  });
  std::string text;
  for (const stuck_thread& t : living) {
    if (t.wait.kind == wait_kind::join && !all_join) continue;
    if (!text.empty()) text += "; ";
    text += "thread " + std::to_string(t.id) + " " + doing(t.wait.kind);
    if (t.wait.where != nullptr && *t.wait.where->file != '\0')
      text += std::string(" at ") + t.wait.where->file + ":" + std::to_string(t.wait.where->line);
  }
  return text;
}

bool any_waits_in(const std::vector<stuck_thread>& living, wait_kind kind) {
  return std::any_of(living.begin(), living.end(),
                     [&](const stuck_thread& t) { return t.wait.kind == kind; });
}

bool word_has_changed(const stuck_thread& t) {
  return t.wait.kind == wait_kind::futex && t.wait.changed(t.wait.word, t.wait.expected);
}

bool sleep_on_two_words(const std::vector<stuck_thread>& living) {
  const void* first = nullptr;
  for (const stuck_thread& t : living) {
    if (t.wait.kind != wait_kind::futex) continue;
    if (first != nullptr && first != t.wait.word) return true;
    first = t.wait.word;
  }
  return false;
}

}  // namespace

verdict judge_deadlock() {
  const std::vector<stuck_thread> living = living_threads();
  const bool asleep =
      any_waits_in(living, wait_kind::futex) || any_waits_in(living, wait_kind::condition);
  if (!asleep) return {"deadlock", describe(living)};
  const bool overslept = std::any_of(living.begin(), living.end(), word_has_changed);
  const bool mutual = sleep_on_two_words(living) || any_waits_in(living, wait_kind::lock);
  return {!overslept && mutual ? "deadlock" : "lost-wakeup",
          describe(living) + "; nobody is left to wake it"};
}

verdict judge_endless(unsigned max_steps) {
  const std::vector<stuck_thread> living = living_threads();
  const bool all_started = current.threads_started == current.threads_created;
  if (!all_started || any_waits_in(living, wait_kind::none))
    return {"timeout", "no end after " + std::to_string(max_steps) + " steps"};
  return {"deadlock", describe(living) + "; nobody is left to make one"};
}

}  // namespace suture::relacy
