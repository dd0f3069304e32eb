// What all threads of a program share: the module dict, constants, small integers, and the GIL.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "interp_core/build.hpp"
#include "interp_core/eval/compiler.hpp"
#include "interp_core/eval/participant.hpp"
#include "interp_core/eval/values.hpp"
#include "interp_core/refcount/domain.hpp"
#include "interp_core/refcount/immortal.hpp"
#include "interp_core/small_int.hpp"
#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

template <class Build>
class evaluator;

// Made by the main thread before all others and outlives them. It keeps a reference to each object
// it made; where the build's counts know immortality, constants are immortal.
template <class Build>
class interpreter {
 public:
  using build = Build;
  using count = typename Build::count;
  using item = object<count>;
  using integer = small_int<count>;
  using none_value = fixed_value<count, value_kind::none>;
  using truth_value = fixed_value<count, value_kind::truth>;
  using function_value = fixed_value<count, value_kind::function>;
  using builtin_value = fixed_value<count, value_kind::builtin>;

  // The program must outlive it. See gil.hpp for the interval.
  explicit interpreter(const program& code,
                       std::chrono::nanoseconds interval = default_switch_interval)
      : freelists_(rt, Build::room),
        grace_(rt, Build::most_threads),
        counts_(rt),
        gil_(interval),
        code_(code) {
    main_.emplace(counts_, freelists_, grace_, 0);
    for (std::int64_t n = Build::least_small_int; n <= Build::greatest_small_int; ++n)
      small_ints_.push_back(keep<integer>(n));
    globals_ = Build::globals::create();
    for (const std::int64_t n : {0, 1}) truths_[n] = keep<truth_value>(n);
    none_ = keep<none_value>(0);
    empty_text_ = keep_object(Build::str::from_utf8(""));
    for (const constant& c : code.constants) constants_.push_back(make(c));
    for (const std::string& name : code.names) names_.push_back(make_name(name));
  }
  ~interpreter() {
    if (std::uncaught_exceptions() != 0)
      return;  // the run is over, and nothing is counted any more
    decref(rt, *globals_);
    counts_.settle();
    for (item* o : kept_) give_up(*o);
    counts_.settle();
    main_.reset();
  }
  interpreter(const interpreter&) = delete;
  interpreter& operator=(const interpreter&) = delete;

  // Runs body(evaluator, i) for i = 0, 1, … n-1, each in a thread of its own, the main thread being
  // away: n < Build::most_threads.
  template <class Body>
  void in_threads(std::size_t n, Body body) {
    main_.reset();
    {
      std::vector<sync::thread> threads;
      for (std::size_t i = 0; i < n; ++i)
        threads.emplace_back([this, &body, i] {
          participant<Build> here(counts_, freelists_, grace_, static_cast<std::uint32_t>(i + 1));
          evaluator<Build> runs(*this, here);
          body(runs, i);
        });
      for (sync::thread& t : threads) t.join();
    }
    main_.emplace(counts_, freelists_, grace_, 0);
    counts_.settle();
  }

  runtime rt;

 private:
  friend class evaluator<Build>;

  // An object for as long as the interpreter lasts.
  template <class T>
  T* keep(std::int64_t n) {
    T* const fresh = sync::make_at<T>(sync::site::current(), n);
    return keep_object(fresh);
  }
  template <class T>
  T* keep_object(T* fresh) {
    if (Build::immortal_constants) immortalise(*fresh);
    kept_.push_back(fresh);
    return fresh;
  }
  // Nobody else has an immortal object any more either.
  void give_up(item& o) {
    if constexpr (requires { o.refcount.is_immortal(); }) {
      if (o.refcount.is_immortal()) return o.type->dealloc(rt, &o);
    }
    decref(rt, o);
  }

  item* make(const constant& c) {
    switch (c.is) {
      case constant::type::none:
        return none_;
      case constant::type::truth:
        return truths_[c.number];
      case constant::type::integer:
        return keep<integer>(c.number);
      case constant::type::text:
        return keep_object(Build::str::from_utf8(c.text));
      case constant::type::function:
        return keep<function_value>(c.number);
    }
    return nullptr;
  }
  item* make_name(const std::string& name) {
    const char* const builtins[] = {"print", "len"};
    item* fallback = nullptr;
    for (std::int64_t b = 0; b < 2; ++b)
      if (name == builtins[b]) fallback = keep<builtin_value>(b);
    fallbacks_.push_back(fallback);
    auto* const fresh = keep_object(Build::str::from_utf8(name));
    fresh->hash(rt);
    return fresh;
  }

  typename Build::freelists freelists_;
  typename participant<Build>::grace grace_;
  count_domain<count> counts_;
  std::optional<participant<Build>> main_;
  typename Build::gil gil_;
  const program& code_;
  typename Build::globals* globals_ = nullptr;
  std::vector<item*> kept_;
  std::vector<integer*> small_ints_;
  item* none_ = nullptr;
  item* empty_text_ = nullptr;
  item* truths_[2] = {};
  std::vector<item*> constants_;
  std::vector<item*> names_;      // as the keys they are in the module dict
  std::vector<item*> fallbacks_;  // the builtin of that name, or null
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
