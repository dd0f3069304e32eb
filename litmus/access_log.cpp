#include "litmus/access_log.hpp"

#include <fmt/format.h>

namespace suture::litmus {

void access_log::begin_run() {
  accesses_.clear();
  made_.clear();
  chosen_ = false;
}

void access_log::note(const graph& g, thread_id thread, const node* access, std::uint32_t first,
                      std::uint32_t last) {
  if (accesses_.size() <= thread) accesses_.resize(thread + 1);
  std::vector<event_id>& events = accesses_[thread][{access, made_[{thread, access}]++}];
  for (std::uint32_t at = first; at < last; ++at) events.push_back(g.thread(thread).events[at]);
}

std::string access_log::identity(const graph& g) const {
  std::map<event_id, std::uint32_t> number;  // in the order of names, which is that of the test
  for (const auto& thread : accesses_) {
    for (const auto& [named, events] : thread) {
      for (const event_id id : events)
        number.emplace(id, static_cast<std::uint32_t>(number.size()));
    }
  }
  std::vector<event_id> by_number(number.size());
  for (const auto& [id, n] : number) by_number[n] = id;
  std::string text;
  for (const event_id id : by_number) {
    const event& e = g[id];
    const auto from = number.find(e.rf);
    text += fmt::format("{}:{}", e.location, e.has(event_flag::spurious) ? 1 : 0);
    if (e.is_read()) text += from == number.end() ? " init" : fmt::format(" from {}", from->second);
    if (e.is_write()) text += fmt::format(" at {}", e.mo);
    text += ';';
  }
  return text;
}

}  // namespace suture::litmus
