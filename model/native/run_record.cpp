// And what <suture/scenario.h> declares for operations.
#include "model/native/run_record.hpp"

#include <fmt/format.h>

#include <cstring>

#include "model/native/call.hpp"
#include "model/native/scenario.h"

namespace suture::native {

run_record record;

std::size_t& run_record::of_thread() {
  const thread_id t = world::current.run()->current();
  if (under_way.size() <= t) under_way.resize(t + 1, idle);
  return under_way[t];
}

static void give(const call& here, const std::string& text) {
  const std::size_t operation = record.of_thread();
  if (operation == run_record::idle) return;
  here.run().effect();
  record.words[operation] += ' ' + text;
}

}  // namespace suture::native

extern "C" {

suture_result suture_value(long long number) {
  const suture::native::call here;
  if (here.under_test()) suture::native::give(here, fmt::format("{}", number));
  return {1};
}

suture_result suture_text(const char* text) {
  const suture::native::call here;
  if (!here.under_test()) return {1};
  if (suture::native::world::current.is_instrumented()) {
    suture::native::touch(here, text, std::strlen(text) + 1, false);
  }
  suture::native::give(here, fmt::format("'{}'", text));
  return {1};
}

suture_result suture_nothing() { return {0}; }

int suture_operation_number() {
  if (suture::native::world::current.run() == nullptr) return 0;
  return static_cast<int>(suture::native::record.of_thread() + 1);
}

}  // extern "C"
