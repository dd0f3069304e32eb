#include "library/session.hpp"
#include "model/engine/process/engine_work.hpp"

namespace suture {

shrunk_token shrink(const std::function<void()>& body, const token& t, const presentation& shown,
                    const shrink_budget& most) {
  shrunk_token result{t, {t.decisions, {}, {}, {}, 0}, replay(body, t, shown)};
  if (result.shown.verdict != verdict::found) return result;
  const engine_work own;
  session one(t.memory, limits_of(t));
  result.how = shrink(one.exploring(), body, limits_of(t), t.decisions, most);
  if (result.how.decisions == t.decisions) return result;
  result.what.decisions = result.how.decisions;
  result.what.kind = result.how.what.kind;
  result.what.shape = shape_of(one.repeat(body, result.how.decisions));
  result.shown = replay(body, result.what, shown);
  return result;
}

}  // namespace suture
