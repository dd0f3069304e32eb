// Classes whose attributes are looked up in a cache without a lock, while others change them.
#include <atomic>
#include <vector>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/small_int.hpp"
#include "interp_core/type/class_object.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

// One entry, so that a run has little to set up, and every lookup comes to it.
struct right : interp::type_policies {
  static constexpr std::size_t entries = 1;
};
struct no_reader_fence : right {
  struct sequence : interp::sequence_rules {
    static constexpr bool fences_reader = false;
  };
};
struct no_writer_fence : right {
  struct sequence : interp::sequence_rules {
    static constexpr bool fences_writer = false;
  };
};
struct version_first : right {
  static constexpr bool value_first = false;
};
struct invalidates_late : right {
  static constexpr bool invalidates_first = false;
};
struct lets_go : right {
  static constexpr bool changes_in_one_section = false;
};
struct forgets_subclasses : right {
  static constexpr bool invalidates_subclasses = false;
};
struct forgets_bases : right {
  static constexpr bool gives_bases_versions = false;
};

using count = right::count;
using integer = number<count>;

constexpr interp::attribute_name x = 1, y = 2;

// A class for the time of a scope.
template <class Policies>
class owned_class {
 public:
  using type = interp::class_object<Policies>;

  owned_class(interp::types<Policies>& all, std::vector<type*> bases = {})
      : made_(type::create(all, std::move(bases)).value) {}
  ~owned_class() { sync::destroy(made_); }
  owned_class(const owned_class&) = delete;
  owned_class& operator=(const owned_class&) = delete;

  type* operator->() const { return made_; }
  operator type*() const { return made_; }

 private:
  type* made_;
};

// What each situation begins with: a class whose x is 1, looked up once, and its subclass.
template <class Policies>
struct beginning {
  using member = interp::grace_periods::member;

  beginning() { base->set(x, one); }

  long value_of(owned_class<Policies>& of, interp::attribute_name name) {
    return take_value<count>(rt, of->lookup(name));
  }

  interp::runtime rt;
  interp::grace_periods grace{rt, 2};
  interp::types<Policies> all{rt};
  owned_class<Policies> base{all}, sub{all, {base}};
  integer one{rt, 1}, two{rt, 2};
};

// One thread sets x of the base, the other looks it up in `where`: one time or another, and when it
// is told, the new one.
template <class Policies>
void look_up_while_set(beginning<Policies>& with, owned_class<Policies>& where,
                       const char* expected) {
  with.value_of(where, x);
  sync::atomic<bool> is_set{false};
  sync::label(is_set, "is set");
  sync::parallel(
      [&] {
        const typename beginning<Policies>::member here(with.grace, 0);
        with.base->set(x, with.two);
        is_set.store(true, std::memory_order_release);
      },
      [&] {
        const typename beginning<Policies>::member here(with.grace, 1);
        const bool was_set = is_set.load(std::memory_order_acquire);
        const long found = with.value_of(where, x);
        sync::check(found == 2 || (found == 1 && !was_set), expected);
      });
  sync::check(with.value_of(where, x) == 2, expected);
}

template <class Policies>
void look_up_and_set() {
  beginning<Policies> with;
  look_up_while_set(with, with.base, "a lookup finds what was set last");
}

template <class Policies>
void look_up_in_subclass() {
  beginning<Policies> with;
  look_up_while_set(with, with.sub, "a lookup finds what a base has");
}

// The cache's entry is for x; two threads look y up: one makes the entry y's while the other looks.
template <class Policies>
void look_up_two_names() {
  beginning<Policies> with;
  with.base->set(y, with.two);
  with.value_of(with.base, x);
  const auto look = [&] {
    sync::check(with.value_of(with.base, y) == 2, "y is found by its name");
  };
  sync::parallel(look, look);
}

// The entry is of a version that is over, and its value was freed. Two threads look x up anew.
template <class Policies>
void look_up_anew() {
  using member = typename beginning<Policies>::member;
  beginning<Policies> with;
  {
    member here(with.grace, 0);
    with.base->set(x, integer(with.rt, 3));
    with.value_of(with.base, x);
    with.base->set(x, with.two);
    here.quiescent();
  }
  const auto look = [&](std::uint32_t which) {
    const member here(with.grace, which);
    sync::check(with.value_of(with.base, x) == 2, "a lookup finds what was set last");
  };
  sync::parallel([&] { look(0); }, [&] { look(1); });
}

// The only reference to the value is the class's: it is replaced, and freed when nobody looks.
template <class Policies>
void look_up_and_free() {
  using member = typename beginning<Policies>::member;
  beginning<Policies> with;
  with.base->set(x, integer(with.rt, 3));
  with.value_of(with.base, x);
  sync::parallel(
      [&] {
        member here(with.grace, 0);
        with.base->set(x, with.two);
        here.quiescent();
      },
      [&] {
        const member here(with.grace, 1);
        const long found = with.value_of(with.base, x);
        sync::check(found == 3 || found == 2, "a lookup finds the old value or the new one");
      });
}

constexpr const char* source = "free-threaded CPython 3.13, typeobject.c: the type cache";
constexpr const char* own = "our mutant of CPython's typeobject.c";
constexpr const char* fences = "gh-121368, gh-121388: the memory order of the type cache's seqlock";
constexpr const char* version = "gh-132942, gh-133032: the type cache's version before its value";
constexpr const char* racing_set = "gh-118362, gh-118454: racing class attribute writes";

void register_entries(registry& out) {
  out.add({.id = "type.two_names/mistake=none",
           .summary = "an entry is read whole, or not at all",
           .provenance = source},
          this_backend, look_up_two_names<right>);
  out.add({.id = "type.two_names/mistake=no_reader_fence",
           .summary = "the value of one name for another: the second look comes before the first",
           .provenance = fences,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, look_up_two_names<no_reader_fence>);
  out.add({.id = "type.two_names/mistake=no_writer_fence",
           .summary = "the new value is seen, and that somebody writes is not",
           .provenance = fences,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend, look_up_two_names<no_writer_fence>);
  out.add({.id = "type.anew/mistake=none",
           .summary = "an entry whose version is over is written over",
           .provenance = source},
          this_backend, look_up_anew<right>);
  out.add({.id = "type.anew/mistake=version_first",
           .summary = "the new version stands beside a value that was freed long ago",
           .provenance = version,
           .expected = "use-after-free"},
          this_backend, look_up_anew<version_first>);
}

void register_changes(registry& out) {
  out.add({.id = "type.set/mistake=none",
           .summary = "a lookup finds what was set last",
           .provenance = source},
          this_backend, look_up_and_set<right>);
  out.add({.id = "type.set/mistake=lets_go",
           .summary = "in between a lookup keeps the old value under a new version",
           .provenance = own,
           .expected = "check"},
          this_backend, look_up_and_set<lets_go>);
  out.add({.id = "type.free/mistake=none",
           .summary = "who comes after the old value was dropped does not find it",
           .provenance = source},
          this_backend, look_up_and_free<right>);
  // At random Relacy finds it once in some thousand executions.
  if (this_backend != backend::relacy)
    out.add({.id = "type.free/mistake=invalidates_late",
             .summary = "the cache gives out a value that was dropped before the version went",
             .provenance = racing_set,
             .expected = "use-after-free"},
            this_backend, look_up_and_free<invalidates_late>);
  out.add({.id = "type.subclass/mistake=none",
           .summary = "a change of a base is one of its subclasses",
           .provenance = source},
          this_backend, look_up_in_subclass<right>);
  out.add({.id = "type.subclass/mistake=forgotten",
           .summary = "a subclass keeps its version when its base changes",
           .provenance = own,
           .expected = "check"},
          this_backend, look_up_in_subclass<forgets_subclasses>);
  out.add({.id = "type.subclass/mistake=bases_forgotten",
           .summary = "a base without a version is taken for changed, and its subclasses with it",
           .provenance = own,
           .expected = "check"},
          this_backend, look_up_in_subclass<forgets_bases>);
}

}  // namespace

void register_type(registry& out);
void register_type(registry& out) {
  register_entries(out);
  register_changes(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
