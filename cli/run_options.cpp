#include "cli/run_options.hpp"

#include <fmt/format.h>

namespace cli {

void add_run_options(CLI::App& app, run_options& to) {
  const std::string group = "What may happen in a run (a variant may say otherwise)";
  app.add_option("--spurious-wakeups", to.spurious_wakeups,
                 "How often a sleeper may wake for no reason [1]")
      ->group(group);
  app.add_option("--allocation-failures", to.allocation_failures,
                 "How many allocations may fail [0]")
      ->group(group);
  app.add_option("--clock-jumps", to.clock_jumps, "How often the clock may jump [1]")->group(group);
  app.add_option("--time-outs", to.time_outs, "How often a timed wait may run out of time [2]")
      ->group(group);
  app.add_flag("--writers-first", to.writers_first,
               "A shared mutex lets no further reader in while a writer waits")
      ->group(group);
  app.add_option("--reuse", to.reuse,
                 "none: freed memory is not used again; lifo: it is, so that ABA can happen [none]")
      ->group(group);
  app.add_option("--max-events", to.max_events,
                 "Operations, after which a run is taken not to end [200000]")
      ->group(group);
  app.add_option("--stack", to.stack_kib, "KiB of stack for each thread [256]")->group(group);
}

void apply(const scenarios::surroundings& of_variant, const run_options& given,
           suture::options& to) {
  to.spurious_wakeups = given.spurious_wakeups.value_or(of_variant.spurious_wakeups);
  to.allocation_failures = given.allocation_failures.value_or(of_variant.allocation_failures);
  to.clock_jumps = given.clock_jumps.value_or(of_variant.clock_jumps);
  to.time_outs = given.time_outs.value_or(of_variant.time_outs);
  to.writers_first = given.writers_first || of_variant.writers_first;
  to.reuse = given.reuse.value_or(of_variant.reuse ? "lifo" : "none");
  to.max_events = given.max_events.value_or(of_variant.max_events);
  to.stack_bytes = given.stack_kib ? *given.stack_kib * 1024 : of_variant.stack_bytes;
}

std::string text_of(const suture::options& how) {
  return fmt::format(
      "spurious-wakeups={} allocation-failures={} clock-jumps={} time-outs={} writers-first={} "
      "reuse={} max-events={} stack={}",
      how.spurious_wakeups, how.allocation_failures, how.clock_jumps, how.time_outs,
      how.writers_first, how.reuse, how.max_events, how.stack_bytes / 1024);
}

std::string text_of(const run_options& given) {
  std::string text;
  const auto add = [&](const char* name, const auto& value) {
    if (value) text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, *value);
  };
  add("spurious-wakeups", given.spurious_wakeups);
  add("allocation-failures", given.allocation_failures);
  add("clock-jumps", given.clock_jumps);
  add("time-outs", given.time_outs);
  if (given.writers_first) add("writers-first", std::optional(true));
  add("reuse", given.reuse);
  add("max-events", given.max_events);
  add("stack", given.stack_kib);
  return text;
}

}  // namespace cli
