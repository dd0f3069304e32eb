// What findings and traces say.
#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "checkers/standard.hpp"
#include "model/explore/explorer.hpp"
#include "model/explore/make_strategy.hpp"
#include "model/explore/replay.hpp"
#include "model/sync/sync.hpp"
#include "report/trace_recorder.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

// What the search finds, the first run repeated where it finds nothing.
std::optional<finding> found_in(const std::function<void()>& body) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  standard_checkers checkers;
  checkers.attach(run);
  const auto search = make_strategy("exhaustive", *model, {});
  first_run first;
  budget b{.runs = 1000};
  b.first = &first;
  return explore(run, body, *search, limits{}, b).found;
}

// The part, if it is there, else the whole.
std::string part_of(const std::string& whole, std::string_view part) {
  return whole.find(part) == std::string::npos ? whole : std::string(part);
}

std::string part_of_finding(const std::function<void()>& body, std::string_view part) {
  const std::optional<finding> found = found_in(body);
  return found ? part_of(found->message, part) : "no finding";
}

// Samples are not asked: a walk does not try the condition.
std::string a_condition_that_counts() {
  const auto body = [] {
    sync::atomic<int> x{0};
    int asked = 0;
    sync::parallel([&] { sync::spin_until([&] { return x.load() == 1 || ++asked > 3; }); },
                   [&] { x.store(1); });
  };
  return part_of_finding(body, "must only read");
}

std::string two_with_one_label() {
  const auto body = [] {
    sync::var<int> one{0}, other;
    sync::label(one, "n");
    sync::label(other, "n");
    static_cast<void>(other.get());
  };
  return part_of_finding(body, "n#2");
}

std::string a_thread_with_a_name() {
  const auto body = [] {
    sync::var<int> data;
    sync::parallel([&] {
      sync::name_thread("reader");
      static_cast<void>(data.get());
    });
  };
  return part_of_finding(body, "thread 1 (reader)");
}

// A lock of the code's own making is an atomic to the engine, but for the marks.
std::string a_lock_that_is_marked() {
  const auto body = [] {
    sync::atomic<int> own{0};
    sync::label(own, "own");
    sync::parallel([&] {
      own.exchange(1);
      sync::mark_locked(&own);
      sync::spin_until([&] { return own.load() == 2; });
    });
  };
  return part_of_finding(body, "thread 1 holds own");
}

std::string a_free_without_order() {
  const auto body = [] {
    auto* const x = sync::make<sync::atomic<int>>(0);
    sync::atomic<int> freed{0};
    sync::parallel(
        [&] {
          sync::destroy(x);
          freed.store(1, relaxed);
        },
        [&] {
          if (freed.load(relaxed) == 1) x->load(relaxed);
        });
  };
  return part_of_finding(body, "nothing orders the free after the access");
}

// A conversion has no argument to carry its line.
std::string a_conversion() {
  const std::optional<finding> found = found_in([] {
    auto* const x = sync::make<sync::atomic<int>>(0);
    x->load();
    sync::destroy(x);
    static_cast<void>(static_cast<int>(*x));
  });
  if (!found || found->places.empty()) return "no finding";
  return found->places.front().where.known() ? "known" : "unknown";
}

// Nor has a destructor.
std::string a_destructor() {
  const std::optional<finding> found = found_in([] {
    std::optional<sync::atomic<int>> x(0);
    sync::parallel([&] { x->load(); }, [&] { x.reset(); });
  });
  if (!found) return "no finding";
  const auto& all = found->places;
  const bool known =
      std::all_of(all.begin(), all.end(), [](const auto& p) { return p.where.known(); });
  return known ? "known" : "unknown";
}

std::string a_state_of_its_own() {
  int runs = 0;
  const std::optional<finding> found =
      found_in([&] { sync::check(++runs < 2, "the body was never called before"); });
  return found ? found->kind : "no finding";
}

// A thread of the operating system, made outside of the run, that uses what is the run's.
std::string a_thread_from_outside() {
  std::atomic<sync::var<int>*> shown{nullptr};
  std::atomic<bool> over{false};
  std::jthread outside([&] {
    while (!over.load()) {
      sync::var<int>* const data = shown.load();
      if (data == nullptr) continue;
      data->set(1);
      shown.store(nullptr);
    }
  });
  const std::optional<finding> found = found_in([&] {
    sync::var<int> data{0};
    shown.store(&data);
    while (shown.load() != nullptr) {
    }
  });
  over.store(true);
  return found ? found->kind : "no finding";
}

// The text of the trace's step that begins so.
std::string step_of(const std::function<void()>& body, std::string_view beginning) {
  const auto model = make_memory_model("rc11");
  execution run(*model, 0);
  report::trace_recorder recorder;
  recorder.attach(run);
  replay follow({});
  run.run(body, *follow.next_run(), follow, limits{});
  for (const report::trace_step& step : recorder.take(run).steps) {
    if (step.text.starts_with(beginning)) return step.text;
  }
  return "no such step";
}

std::string a_plain_value() {
  const auto body = [] {
    sync::var<int> v{0};
    sync::label(v, "v");
    v.set(5);
  };
  return step_of(body, "write v");
}

std::string a_pointer() {
  const auto body = [] {
    sync::atomic<int> x{0};
    sync::var<sync::atomic<int>*> p{nullptr};
    sync::label(p, "p");
    p.set(&x);
  };
  return step_of(body, "write p");
}

}  // namespace

engine_answers finding_answers() {
  return {
      {"a_condition_that_counts", a_condition_that_counts, "must only read"},
      {"two_with_one_label", two_with_one_label, "n#2"},
      {"a_thread_with_a_name", a_thread_with_a_name, "thread 1 (reader)"},
      {"a_lock_that_is_marked", a_lock_that_is_marked, "thread 1 holds own"},
      {"a_free_without_order", a_free_without_order, "nothing orders the free after the access"},
      {"a_conversion", a_conversion, "known"},
      {"a_destructor", a_destructor, "known"},
      {"a_state_of_its_own", a_state_of_its_own, "nondeterminism"},
      {"a_thread_from_outside", a_thread_from_outside, "misuse"},
      {"a_plain_value", a_plain_value, "write v = 5"},
      {"a_pointer", a_pointer, "write p = a0.0"},
  };
}

}  // namespace suture::testing
