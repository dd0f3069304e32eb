#include "model/run/run_objects.hpp"

#include <fmt/format.h>

namespace suture {

void run_objects::begin_run(const graph& g) {
  graph_ = &g;
  plain_count_ = 0;
  placed_.clear();
  // A location of this run may be the wait queue of an atomic, which nobody makes, where one of the
  // last run was plain data.
  if (plainly_) {
    for (made_cell& c : cells_) c.plainly = false;
  }
  plainly_ = false;
  if (!referents_.empty()) referents_.clear();
  if (!labels_.empty()) labels_.clear();
}

made_cell& run_objects::put_cell(location_id l, const made_cell& c) {
  if (cells_.size() <= l) cells_.resize(l + 1);
  return cells_[l] = c;
}

void run_objects::put_plain(std::uint32_t number, const plain_life& data) {
  if (plain_.size() <= number) plain_.resize(number + 1);
  plain_[number] = data;
}

hooks::cell& run_objects::add_referent(std::uint32_t number, const hooks::cell& c) {
  plain_life& data = plain_[number];
  data.referent = &referents_.emplace_back(c);
  made_cell& at = put_cell(c.id, {});
  at.address = data.referent;
  at.made = data.made;
  at.made_at = data.made_at;
  at.plain = number;
  accessed_plainly(c.id);
  return *data.referent;
}

void run_objects::leave_place(const placed_object& o) {
  if (o.kind == object_kind::plain) {
    plain_[o.id].address = nullptr;
    return;
  }
  made_cell& c = cells_[o.id];
  c.label = label_at(o.id);
  c.address = nullptr;
}

const char* run_objects::label_of(const void* address) const {
  const std::uint32_t label = labels_.of(address);
  return label == object_labels::none ? nullptr : labels_.name(label);
}

std::string run_objects::name_at(const void* address) const {
  const std::uint32_t label = labels_.of(address);
  return label == object_labels::none ? std::string() : labels_.text(label);
}

std::uint32_t run_objects::label_at(location_id l) const {
  if (l >= cells_.size()) return object_labels::none;
  const made_cell& c = cells_[l];
  if (c.address == nullptr) return c.label;
  return labels_.of(c.plain == no_plain ? c.address : plain_[c.plain].address);
}

std::string run_objects::name_of(location_id l) const {
  const std::uint32_t label = label_at(l);
  if (label != object_labels::none) return labels_.text(label);
  const location& loc = graph_->where(l);
  if (loc.referent) return fmt::format("v{}", plain_at(l));
  return loc.maker == no_thread ? fmt::format("static.{}", loc.ordinal)
                                : fmt::format("a{}.{}", loc.maker, loc.ordinal);
}

std::string run_objects::identity_of(location_id l) const {
  const location& loc = graph_->where(l);
  std::string path;
  for (thread_id t = loc.maker; t != no_thread && t != 0; t = graph_->thread(t).parent) {
    path += fmt::format("{}.", graph_->thread(t).ordinal);
  }
  return fmt::format("{}{}{}", path, loc.maker == no_thread ? "static" : "#", loc.ordinal);
}

std::string run_objects::described(location_id l) const {
  std::string_view kind = "";
  switch (kind_of(l)) {
    case primitive::atomic:
    case primitive::floating_atomic:
      break;
    case primitive::mutex:
    case primitive::shared_mutex:
    case primitive::recursive_mutex:
      kind = "mutex ";
      break;
    case primitive::condition_variable:
      kind = "condition variable ";
      break;
    case primitive::semaphore:
      kind = "semaphore ";
      break;
    case primitive::latch:
      kind = "latch ";
      break;
    case primitive::barrier:
      kind = "barrier ";
      break;
    case primitive::once_flag:
      kind = "once flag ";
      break;
  }
  return std::string(kind) + name_of(l);
}

}  // namespace suture
