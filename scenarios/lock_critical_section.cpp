// CPython's critical sections: suspended when their thread detaches, resumed one by one.
#include <array>
#include <cstdint>

#include "interp_core/lock/py_mutex.hpp"
#include "interp_core/lock/section_stack.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::parking_lot;
using interp::section_rules;

// Never handed over, so that the clock is no part of the search: py_mutex_hand_over shows that.
struct plain_mutex : interp::py_mutex_rules {
  static constexpr int looks = 0;
  static constexpr std::chrono::nanoseconds patience = std::chrono::hours(1);
};
using mutex = interp::basic_py_mutex<plain_mutex>;

struct keeps_mutexes : section_rules {
  static constexpr bool suspends = false;
};
struct resumes_none : section_rules {
  static constexpr bool resumes = false;
};
struct waits_for_itself : section_rules {
  static constexpr bool knows_its_own = false;
};
struct unsorted : section_rules {
  static constexpr bool sorts_two = false;
};

// Two objects with a mutex each, for threads with a stack of sections each.
template <class Rules>
struct world {
  using stack = interp::basic_section_stack<parking_lot, mutex, Rules>;
  using section = typename stack::section;

  world() {
    sync::label(value[0], "value of the first");
    sync::label(value[1], "value of the second");
  }
  void add_one(std::size_t which) { value[which].set(value[which].get() + 1); }

  parking_lot lot;
  std::array<mutex, 2> lock;
  std::array<sync::var<int>, 2> value{0, 0};
};

// Each thread is in a section of one object, enters one of the other, and goes on with its own.
template <class Rules>
void nested() {
  world<Rules> w;
  const auto work = [&](std::size_t outer) {
    typename world<Rules>::stack mine(w.lot);
    typename world<Rules>::section around, inside;
    mine.begin(around, w.lock[outer]);
    mine.begin(inside, w.lock[1 - outer]);
    w.add_one(1 - outer);
    mine.end(inside);
    w.add_one(outer);
    mine.end(around);
  };
  sync::parallel([&] { work(0); }, [&] { work(1); });
  sync::check(w.value[0].get() == 2 && w.value[1].get() == 2, "no change is lost");
}

// Two objects at once, named in either order.
template <class Rules>
void two_at_once() {
  world<Rules> w;
  const auto work = [&](std::size_t first) {
    typename world<Rules>::stack mine(w.lot);
    typename world<Rules>::section both;
    mine.begin(both, w.lock[first], w.lock[1 - first]);
    w.add_one(0);
    w.add_one(1);
    mine.end(both);
  };
  sync::parallel([&] { work(0); }, [&] { work(1); });
  sync::check(w.value[0].get() == 2 && w.value[1].get() == 2, "no change is lost");
}

// One thread changes two values, and in between enters a section of the same object again.
template <class Rules>
void entered_again() {
  world<Rules> w;
  int first = 0, second = 0;
  sync::parallel(
      [&] {
        typename world<Rules>::stack mine(w.lot);
        typename world<Rules>::section around, inside;
        mine.begin(around, w.lock[0]);
        w.add_one(0);
        mine.begin(inside, w.lock[0]);
        mine.end(inside);
        w.add_one(1);
        mine.end(around);
      },
      [&] {
        typename world<Rules>::stack mine(w.lot);
        typename world<Rules>::section s;
        mine.begin(s, w.lock[0]);
        first = w.value[0].get();
        second = w.value[1].get();
        mine.end(s);
      });
  sync::check(first == second, "nobody comes between the halves of a section that does not wait");
}

enum class waits { detached, attached, trusting };

// A thread waits, inside a section, for what another one does in a section of the same object.
template <waits Waits>
void waits_inside() {
  world<section_rules> w;
  sync::atomic<bool> is_done{false};
  sync::label(is_done, "is done");
  bool is_same = true;
  sync::parallel(
      [&] {
        world<section_rules>::stack mine(w.lot);
        world<section_rules>::section s;
        mine.begin(s, w.lock[0]);
        const int before = w.value[0].get();
        const auto wait = [&] {
          sync::spin_until([&] { return is_done.load(std::memory_order_acquire); });
        };
        if (Waits == waits::attached) {
          wait();
        } else {
          mine.detached(wait);
        }
        is_same = w.value[0].get() == before;
        w.add_one(0);
        mine.end(s);
      },
      [&] {
        world<section_rules>::stack mine(w.lot);
        world<section_rules>::section s;
        mine.begin(s, w.lock[0]);
        w.add_one(0);
        mine.end(s);
        is_done.store(true, std::memory_order_release);
      });
  sync::check(w.value[0].get() == 2, "no change is lost");
  if (Waits == waits::trusting) sync::check(is_same, "nothing changes inside a section");
}

constexpr const char* sections = "free-threaded CPython, critical_section.c";
constexpr const char* own = "our mutant of free-threaded CPython's critical_section.c";

const variant_row entries[] = {
    {"lock.sections_nested/mistake=none",
     "who waits for a second mutex has let go of the first, and has it back afterwards", sections,
     nested<section_rules>},
    {"lock.sections_nested/mistake=keeps_mutexes",
     "each keeps what the other waits for",
     own,
     nested<keeps_mutexes>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.sections_nested/mistake=resumes_none", "the outer section goes on without its mutex",
     own, nested<resumes_none>, "race"},
    {"lock.sections_two/mistake=none", "two mutexes are taken in the order of their addresses",
     sections, two_at_once<section_rules>},
    {"lock.sections_two/mistake=unsorted",
     "two mutexes are taken as they are named",
     own,
     two_at_once<unsorted>,
     "deadlock",
     {},
     relacy::differs},
    {"lock.sections_again/mistake=none",
     "a section of a mutex that the innermost one has takes nothing", sections,
     entered_again<section_rules>},
    {"lock.sections_again/mistake=waits_for_itself",
     "a thread waits for its own mutex, and lets others in", own, entered_again<waits_for_itself>,
     "check"},
    {"lock.sections_wait/waits=detached", "who waits is in no section meanwhile", sections,
     waits_inside<waits::detached>},
    {"lock.sections_wait/waits=attached", "who waits keeps out whom it waits for", own,
     waits_inside<waits::attached>, "deadlock"},
    {"lock.sections_wait/waits=trusting",
     "what was read before the wait is not what is there after it", own,
     waits_inside<waits::trusting>, "check"},
};

}  // namespace

void register_lock_critical_section(registry& out);
void register_lock_critical_section(registry& out) { register_rows(out, entries); }

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
