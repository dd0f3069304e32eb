#include "checkers/linearizability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "checkers/linearizability/explain.hpp"
#include "checkers/linearizability/marked.hpp"
#include "checkers/wording.hpp"

namespace suture {

namespace lin = linearizability;

namespace {

constexpr std::string_view documented_only = "/documented";
constexpr std::size_t most_remembered = 1U << 16;
constexpr std::uint32_t lane_step = 1'000;      // between an operation and one nested in it
constexpr std::uint32_t lone_lane = 1'000'000;  // from here on, lanes with one operation each

std::string_view model_of(const char* name) {
  const std::string_view whole = name;
  return whole.substr(0, std::min(whole.find('.'), whole.size()));
}

std::string_view function_of(const char* name) {
  const std::string_view whole = name;
  const std::size_t dot = whole.find('.');
  return dot == std::string_view::npos ? std::string_view() : whole.substr(dot + 1);
}

void write(std::string& out, std::uint64_t number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// So that no two values are written in the same way.
void write(std::string& out, const sync::mark_value& v) {
  out.push_back(static_cast<char>(v.kind()));
  write(out, static_cast<std::uint64_t>(v.integer()));
  write(out, v.text().size());
  out += v.text();
  write(out, v.elements().size());
  for (const sync::mark_value& e : v.elements()) write(out, e);
}

}  // namespace

linearizability_checker::linearizability_checker(std::vector<lin::allowance> allowed)
    : allowed_(std::move(allowed)) {}

bool linearizability_checker::has_ended(const entry& e) {
  return e.ended.thread != no_thread && e.result.kind() != sync::mark_value::type::unknown &&
         !has_failed(e);
}

// It says that it has changed nothing, so nothing must be there to tell that it was called.
bool linearizability_checker::has_failed(const entry& e) {
  return e.result.kind() == sync::mark_value::type::error && e.result.text() == "MemoryError";
}

void linearizability_checker::begin_run(run_view&) {
  subjects_.clear();
  open_.clear();
  now_ = 0;
}

std::size_t linearizability_checker::subject_of(const void* address, std::string_view model) {
  const auto found = std::ranges::find_if(subjects_, [&](const subject& s) {
    return s.address == address && s.model == model && !s.gone;
  });
  if (found != subjects_.end()) return static_cast<std::size_t>(found - subjects_.begin());
  subjects_.push_back({address, std::string(model), false, {}});
  return subjects_.size() - 1;
}

// Who knows of an operation knows of those before it in its lane. One left by an exception has no
// known end.
std::vector<lin::word> linearizability_checker::known_before(const run_view& run,
                                                             const subject& s) {
  std::vector<word> last;
  std::vector<std::uint32_t> seen;
  for (std::size_t i = s.operations.size(); i-- > 0;) {
    const entry& e = s.operations[i];
    if (!has_ended(e) || std::ranges::find(seen, e.lane) != seen.end() || !run.knows(e.ended))
      continue;
    seen.push_back(e.lane);
    last.push_back(static_cast<word>(i));
  }
  return last;
}

void linearizability_checker::on_begin_operation(run_view& run, const sync::marked_call& call) {
  const thread_id me = run.current();
  if (open_.size() <= me) open_.resize(me + 1);
  const std::size_t which = subject_of(call.object, model_of(call.name));
  subject& s = subjects_[which];
  entry e;
  e.call = call;
  e.lane = me + lane_step * static_cast<std::uint32_t>(open_[me].size());
  e.thread = me;
  e.called = ++now_;
  e.before = known_before(run, s);
  open_[me].push_back({which, s.operations.size()});
  s.operations.push_back(std::move(e));
}

// The order tried first is that in which operations took a lock, or ended if they took none.
void linearizability_checker::on_mark_lock(run_view& run, const void*, bool taken, sync::site) {
  const thread_id me = run.current();
  if (!taken || open_.size() <= me || open_[me].empty()) return;
  entry& e = subjects_[open_[me].back().subject].operations[open_[me].back().operation];
  if (e.effect == lin::unknown) e.effect = ++now_;
}

void linearizability_checker::on_end_operation(run_view& run, const sync::mark_value& result,
                                               sync::site) {
  const thread_id me = run.current();
  if (open_.size() <= me || open_[me].empty()) return;
  entry& e = subjects_[open_[me].back().subject].operations[open_[me].back().operation];
  open_[me].pop_back();
  e.result = result;
  e.ended = run.here();
  e.returned = ++now_;
  if (e.effect == lin::unknown) e.effect = e.returned;
}

void linearizability_checker::on_free(run_view&, const block* b, const void*, sync::site) {
  if (b == nullptr) return;
  for (subject& s : subjects_) {
    const auto* const at = static_cast<const std::byte*>(s.address);
    s.gone = s.gone || (at >= b->address && at < b->address + b->bytes);
  }
}

void linearizability_checker::end_run(run_view& run, run_end end) {
  if (end != run_end::complete) return;
  for (const subject& s : subjects_) {
    if (run.found()) return;
    ++histories_;
    std::string words = summary(s);
    if (passed_.contains(words)) continue;
    ++checked_;
    check(run, s);
    if (run.found()) return;
    if (passed_.size() == most_remembered) passed_.clear();
    passed_.insert(std::move(words));
  }
}

// All that the verdict depends on.
std::string linearizability_checker::summary(const subject& s) {
  std::string out = s.model;
  for (const entry& e : s.operations) {
    out.push_back('\0');
    out += e.call.name;
    out.push_back('\0');
    write(out, e.lane);
    write(out, has_ended(e) ? 1 : 0);
    write(out, e.call.arguments.size());
    for (const sync::mark_value& argument : e.call.arguments) write(out, argument);
    write(out, e.result);
    write(out, e.before.size());
    for (const word earlier : e.before) write(out, earlier);
  }
  return out;
}

lin::checker& linearizability_checker::checker_for(const std::string& model) {
  auto& found = checkers_[model];
  if (found == nullptr) {
    const bool documented = model.ends_with(documented_only);
    const std::string name =
        model.substr(0, model.size() - (documented ? documented_only.size() : 0));
    auto spec = lin::model_named(name);
    if (spec == nullptr) {
      throw std::invalid_argument(
          fmt::format("there is no model '{}' to hold an object to", model));
    }
    lin::options chosen;
    chosen.allowances = documented ? lin::allowances_named("documented", name) : allowed_;
    found = std::make_unique<lin::checker>(std::move(spec), std::move(chosen));
  }
  return *found;
}

void linearizability_checker::check(run_view& run, const subject& s) {
  lin::history operations;
  lin::precedence order;
  std::vector<word> number(s.operations.size());  // in the history
  std::vector<const entry*> told;
  for (std::size_t i = 0; i < s.operations.size(); ++i) {
    const entry& e = s.operations[i];
    if (has_failed(e)) continue;
    number[i] = static_cast<word>(operations.size());
    told.push_back(&e);
    lin::operation op;
    // What was left by an exception may have had an effect or not, and is held to neither. It gets
    // a lane of its own, since nothing can come after it in one.
    op.process = has_ended(e) ? e.lane : lone_lane + static_cast<std::uint32_t>(operations.size());
    op.called = e.called;
    op.returned = has_ended(e) ? e.returned : lin::pending;
    op.function = function_of(e.call.name);
    for (const sync::mark_value& argument : e.call.arguments) {
      op.arguments.push_back(lin::value_of(argument));
    }
    op.result = lin::value_of(e.result);
    op.effect = e.effect;
    operations.push_back(std::move(op));
    order.emplace_back();
    for (const word earlier : e.before) order.back().push_back(number[earlier]);
  }
  try {
    const lin::outcome found = checker_for(s.model).linearizable(operations, order);
    if (found.decision == lin::verdict::fails) report(run, s, told, operations, *found.why);
    if (found.decision == lin::verdict::undecided)
      throw std::length_error("it takes too much memory");
  } catch (const std::exception& wrong) {  // of the marks, not of what they tell
    run.report(
        {std::string(finding_kind::misuse),
         fmt::format("the marked operations of {} cannot be checked: {}", s.model, wrong.what()),
         {},
         {}});
  }
}

void linearizability_checker::report(run_view& run, const subject& s,
                                     const std::vector<const entry*>& told,
                                     const lin::history& operations, const lin::failure& why) {
  const entry& stuck = *told[why.stuck];
  const char* label = run.objects().label_of(s.address);
  finding f;
  f.kind = finding_kind::not_linearizable;
  f.message = fmt::format(
      "the operations on {} cannot each have happened at one moment: {} by {} fits nowhere",
      label != nullptr ? label : s.model.c_str(), lin::to_string(operations[why.stuck]),
      wording::thread(stuck.thread));
  f.places = {{fmt::format("{} calls {}", wording::thread(stuck.thread), stuck.call.name),
               stuck.call.where}};
  f.detail = lin::explain(why, operations, [&](word i) {
    return fmt::format("{}, {}", wording::thread(told[i]->thread), to_string(told[i]->call.where));
  });
  // Whether the answers could have come about at all, or only at other times.
  const bool sequential =
      checker_for(s.model).sequentially_consistent(operations) == lin::verdict::holds;
  f.detail +=
      fmt::format("\n  {}\n", sequential ? "each thread by itself could have seen this: it is "
                                           "sequentially consistent"
                                         : "no order of the operations explains it, whatever one "
                                           "thread knows of another's");
  run.report(std::move(f));
}

}  // namespace suture
