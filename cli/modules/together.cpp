#include "cli/modules/together.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string_view>

#include "library/session.hpp"
#include "model/native/together.hpp"

namespace cli {

namespace {

using suture::native::combination;
using suture::native::module;
using suture::native::results;

struct named {
  combination what;
  bool in_one_thread = false;
  bool judged = true;
};

constexpr std::string_view situation = ".together/";

std::optional<named> read(const module& m, std::string_view id) {
  const std::size_t dot = id.find(situation);
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view family = id.substr(0, dot);
  std::string_view rest = id.substr(dot + situation.size());
  named n;
  char last = 0;
  while (!rest.empty()) {
    const std::string_view axis = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), axis.size() + 1));
    const std::size_t equals = std::min(axis.find('='), axis.size() - 1);
    const std::string_view value = axis.substr(equals + 1);
    if (axis == "threads=1") {
      n.in_one_thread = true;
    } else if (axis == "atomic=no") {
      n.judged = false;
    } else {
      const auto o = std::ranges::find_if(m.operations(), [&](const module::operation& each) {
        return each.family == family && each.name == value;
      });
      if (o == m.operations().end()) return std::nullopt;
      if (axis.front() != last) n.what.threads.emplace_back();
      last = axis.front();
      n.what.threads.back().push_back(&*o);
    }
  }
  if (n.what.threads.empty()) return std::nullopt;
  n.what.object = &*std::ranges::find(m.object_kinds(), family, &module::object_kind::family);
  return n;
}

bool waits_for_ever(const suture::result& r) {
  const std::string& kind = r.findings.front().kind;
  return kind == suture::finding_kind::deadlock || kind == suture::finding_kind::lost_wakeup;
}

// What the operations may come to. Null where nobody can say: a run in one thread fails, or not
// all of them were tried. An order in which somebody waits for ever is none.
std::shared_ptr<const results> allowed_by_order(const module& m, const combination& c) {
  const auto all = std::make_shared<results>();
  suture::options how;
  how.strategy = "exhaustive";
  how.memory = "sc";
  how.stack_bytes = stack_bytes;
  for (const auto& order : suture::native::orders_of(c)) {
    const suture::result r =
        suture::check(suture::native::body_in_order(m, c, order, all.get()), how, {}, {});
    const bool no_order = !r.findings.empty() && waits_for_ever(r);
    if (r.verdict != suture::verdict::verified && !no_order) return nullptr;
  }
  return all->empty() ? nullptr : all;
}

}  // namespace

bool names_operations(const module& m, const std::string& id) { return read(m, id).has_value(); }

std::function<void()> body_of_operations(const module& m, const std::string& id) {
  const std::optional<named> n = read(m, id);
  if (n->in_one_thread) {
    return suture::native::body_in_order(m, n->what, std::nullopt, nullptr);
  }
  return suture::native::body_together(m, n->what,
                                       n->judged ? allowed_by_order(m, n->what) : nullptr);
}

}  // namespace cli
