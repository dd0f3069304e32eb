#include "model/engine/order_misuse.hpp"

#include <fmt/format.h>

#include "model/engine/execution.hpp"

namespace suture::order_misuse {

const char* name_of(std::memory_order order) {
  switch (order) {
    case std::memory_order_relaxed:
      return "relaxed";
    case std::memory_order_consume:
      return "consume";
    case std::memory_order_acquire:
      return "acquire";
    case std::memory_order_release:
      return "release";
    case std::memory_order_acq_rel:
      return "acq_rel";
    case std::memory_order_seq_cst:
      return "seq_cst";
  }
  return "unknown";
}

namespace {

finding misuse(const execution& run, const std::string& what, const char* takes,
               const sync::site& where) {
  const std::string does = fmt::format("thread {} {}", run.current(), what);
  return {std::string(finding_kind::misuse),
          fmt::format("{} at {}: {}", does, to_string(where), takes),
          {{does, where}},
          {}};
}

}  // namespace

finding load(const execution& run, location_id l, std::memory_order order,
             const sync::site& where) {
  return misuse(
      run, fmt::format("loads {} with the order {}", run.objects().described(l), name_of(order)),
      "a load takes relaxed, consume, acquire or seq_cst", where);
}

finding store(const execution& run, location_id l, std::memory_order order,
              const sync::site& where) {
  return misuse(
      run,
      fmt::format("stores to {} with the order {}", run.objects().described(l), name_of(order)),
      "a store takes relaxed, release or seq_cst", where);
}

finding failure(const execution& run, location_id l, std::memory_order order,
                const sync::site& where) {
  return misuse(run,
                fmt::format("compares {} with the failure order {}", run.objects().described(l),
                            name_of(order)),
                "where it fails it is a load, and takes relaxed, consume, acquire or seq_cst",
                where);
}

}  // namespace suture::order_misuse
