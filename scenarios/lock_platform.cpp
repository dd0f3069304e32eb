// Other platforms' shapes behind the recursive lock's face: a pthread mutex, a critical section.
#include <string>

#include "interp_core/lock/pthread_mutex.hpp"
#include "interp_core/lock/windows_critical_section.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"
#include "scenarios/two_enter.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::basic_windows_critical_section;
using interp::windows_rules;

struct forgets_depth : windows_rules {
  static constexpr bool counts_depth = false;
};
struct keeps_permit : windows_rules {
  static constexpr bool gives_permit = false;
};
struct keeps_name : windows_rules {
  static constexpr bool forgets_owner_first = false;
};
struct leaves_relaxed : windows_rules {
  static constexpr std::memory_order leave_order = std::memory_order_relaxed;
};

constexpr const char* on_os_x = "Gilectomy talk, checklist 25: a pthread mutex on OS X";
constexpr const char* on_windows = "Gilectomy talk, checklist 25: a critical section on Windows";
constexpr const char* own = "our mutant of Windows' critical section, checklist 25";

template <class Lock>
void register_lock_shape(registry& out, const std::string& name, const char* from) {
  out.add({.id = "lock.platform/lock=" + name,
           .summary = "another platform's lock lets one thread in at a time",
           .provenance = from},
          this_backend, mutual_exclusion<Lock>);
  out.add({.id = "lock.platform_recursion/lock=" + name,
           .summary = "its owner enters again, and leaves as often as it entered",
           .provenance = from},
          this_backend, recursion<Lock>);
}

}  // namespace

void register_lock_platform(registry& out);
void register_lock_platform(registry& out) {
  register_lock_shape<interp::pthread_recursive_lock>(out, "pthread", on_os_x);
  register_lock_shape<interp::windows_critical_section>(out, "windows", on_windows);
  const variant_row mutants[] = {
      {"lock.platform/lock=windows,mistake=keeps_name",
       "who has left is still taken for the owner when it comes again", own,
       mutual_exclusion<basic_windows_critical_section<keeps_name>>, "race"},
      {"lock.platform/lock=windows,mistake=keeps_permit",
       "who leaves does not tell who waits",
       own,
       mutual_exclusion<basic_windows_critical_section<keeps_permit>>,
       "deadlock",
       {},
       relacy::differs},
      {"lock.platform/lock=windows,mistake=relaxed",
       "who finds nobody in need not see what the last one wrote", own,
       mutual_exclusion<basic_windows_critical_section<leaves_relaxed>>, "race",
       verified_up_to_tso},
      {"lock.platform_recursion/lock=windows,mistake=forgets_depth",
       "the inner leave already lets others in", own,
       recursion<basic_windows_critical_section<forgets_depth>>, "race"},
  };
  register_rows(out, mutants);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
