#include "model/explore/recorder.hpp"

#include "model/explore/base_policy.hpp"

namespace suture {

thread_id recorder::pick_thread(const run_view& run) {
  const thread_id usual = default_thread(run);
  const thread_id picked = inner().pick_thread(run);
  note(picked, usual);
  return picked;
}

read_choice recorder::pick_read(const run_view& run, const event& proto) {
  const read_choice picked = inner().pick_read(run, proto);
  note(answer_of(run.events(), proto.location, picked), 0);
  return picked;
}

std::uint32_t recorder::pick_place(const run_view& run, const event& proto) {
  const std::uint32_t picked = inner().pick_place(run, proto);
  note(static_cast<std::uint32_t>(run.events().where(proto.location).mo.size()) - picked, 0);
  return picked;
}

std::uint32_t recorder::pick_choice(const run_view& run, std::uint32_t n) {
  const std::uint32_t picked = inner().pick_choice(run, n);
  note(picked, 0);
  return picked;
}

}  // namespace suture
