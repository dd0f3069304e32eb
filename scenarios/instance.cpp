// Instances whose dicts share their keys: siblings that add keys, and from values to a dict.
#include "interp_core/instance/instance.hpp"

#include <array>
#include <string_view>

#include "model/sync/sync.hpp"
#include "scenarios/containers.hpp"
#include "scenarios/variant_row.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::error;

// The right choices, and each of the mistakes.
struct right : interp::instance_policies {
  using locking = interp::locking::assumed;
};
struct looks_once : right {
  static constexpr bool looks_again = false;
};
struct counts_down_first : right {
  static constexpr bool counts_up_first = false;
};
struct keys_lock_first : right {
  static constexpr bool takes_type_lock_first = false;
};
struct values_first : right {
  static constexpr bool publishes_dict_first = false;
};
struct frees_at_once : right {
  static constexpr bool waits_to_free = false;
};

using count = right::count;

// A type with room for two keys, and two instances of it.
template <class Policies>
struct siblings {
  using instance = interp::instance<Policies>;
  using name = number<count>;

  siblings() : a(instance::create(type)), b(instance::create(type)) {}
  ~siblings() {
    interp::decref(rt, *a);
    interp::decref(rt, *b);
  }
  siblings(const siblings&) = delete;
  siblings& operator=(const siblings&) = delete;

  void set(instance* of, name& n, name& value) {
    sync::check(of->set(rt, n, value) == error::none, "set works");
  }
  // The value of an attribute; -1 where there is none.
  long get(instance* of, name& n) { return take_value<count>(rt, of->get(rt, n).value); }

  interp::runtime rt;
  interp::grace_periods grace{rt, 2};
  name x{rt, 0}, y{rt, 1}, z{rt, 2};
  interp::instance_type<Policies> type{rt, 2};
  instance* a;
  instance* b;
};

// Both siblings get an attribute of the same new name.
template <class Policies>
void same_new_key() {
  siblings<Policies> s;
  sync::parallel([&] { s.set(s.a, s.x, s.x); }, [&] { s.set(s.b, s.x, s.y); });
  sync::check(s.type.keys().size() == 1, "a key is among the shared keys once");
  sync::check(s.get(s.a, s.x) == 0 && s.get(s.b, s.x) == 1, "each has its own value");
}

// One thread reads an attribute while the other one gives the sibling a new one.
template <class Policies>
void read_beside_sibling() {
  siblings<Policies> s;
  s.set(s.a, s.x, s.x);
  sync::parallel(
      [&] {
        interp::grace_periods::member here(s.grace, 0);
        sync::check(s.get(s.a, s.x) == 0, "the attribute is there all the time");
        sync::check(s.get(s.a, s.y) == -1, "a sibling's attribute is not its own");
        here.quiescent();
      },
      [&] { s.set(s.b, s.y, s.y); });
  sync::check(s.get(s.b, s.y) == 1, "the sibling has it");
}

// One thread makes instances while the other one adds a key, which the new ones then get, too.
template <class Policies>
void create_beside_sibling() {
  siblings<Policies> s;
  s.set(s.a, s.x, s.x);
  using instance = typename siblings<Policies>::instance;
  std::array<instance*, 3> made{};
  sync::parallel(
      [&] {
        for (instance*& each : made) each = instance::create(s.type);
      },
      [&] { s.set(s.b, s.y, s.y); });
  for (instance* const each : made) {
    s.set(each, s.y, s.x);
    sync::check(s.get(each, s.y) == 0, "the new one has it");
    interp::decref(s.rt, *each);
  }
}

// One thread adds a key, which the type is told of; the other one gives the type a version, which
// the keys are told of.
template <class Policies>
void version_beside_insert() {
  siblings<Policies> s;
  sync::parallel([&] { s.set(s.a, s.x, s.x); }, [&] { static_cast<void>(s.type.version()); });
  sync::check(s.type.versions_agree(), "type and keys are of one version");
}

// One thread reads an attribute while the other one asks for the instance's dict, and then sets
// another attribute.
template <class Policies>
void read_beside_conversion() {
  siblings<Policies> s;
  s.set(s.a, s.x, s.x);
  sync::parallel(
      [&] {
        interp::grace_periods::member here(s.grace, 0);
        // To convert takes many steps: one look would mostly be over before.
        for (int n = 0; n < 3; ++n)
          sync::check(s.get(s.a, s.x) == 0, "the attribute is there all the time");
        here.quiescent();
      },
      [&] {
        interp::grace_periods::member here(s.grace, 1);
        sync::check(s.a->convert(s.rt) == error::none, "convert works");
        s.set(s.a, s.y, s.y);
        here.quiescent();
      });
  sync::check(!s.a->is_split() && s.get(s.a, s.y) == 1, "what was set then is in the dict");
}

constexpr const char* lookup = "gh-117528 (issue gh-112075): shared keys have a lock of their own";
constexpr const char* usable =
    "free-threaded CPython, shared_keys_usable_size and insert_split_key";
constexpr const char* locks = "gh-150490, gh-152914: keys' and type's lock in two orders";
constexpr const char* protocol = "free-threaded CPython, _PyObject_TryGetInstanceAttribute";
constexpr const char* own_order = "our mutant of free-threaded CPython's dictresize";
constexpr const char* own_grace = "our mutant of free-threaded CPython's delayed freeing";

const variant_row rows[] = {
    {"instance.same_key/mistake=none", "who adds a key looks again under the lock of the keys",
     lookup, same_new_key<right>},
    {"instance.same_key/mistake=looks_once", "both find the key missing, and add it twice", lookup,
     same_new_key<looks_once>, "check"},
    {"instance.read/mistake=none", "a key is complete before the table leads to it", protocol,
     read_beside_sibling<right>},
    {"instance.create/mistake=none", "a key counts as used before it no longer counts as free",
     usable, create_beside_sibling<right>},
    {"instance.create/mistake=counts_down_first", "values are made with room for one too few",
     usable, create_beside_sibling<counts_down_first>, "check"},
    {"instance.version/mistake=none", "the type's lock is taken before that of the keys", locks,
     version_beside_insert<right>},
    {"instance.version/mistake=keys_lock_first", "each has one lock and waits for the other", locks,
     version_beside_insert<keys_lock_first>, "deadlock"},
    {"instance.convert/mistake=none", "the dict is there before the values are gone", protocol,
     read_beside_conversion<right>},
    {"instance.convert/mistake=values_first", "for a moment there is neither, and no attribute",
     own_order, read_beside_conversion<values_first>, "check"},
    {"instance.convert/mistake=frees_at_once", "the values are freed under the reader", own_grace,
     read_beside_conversion<frees_at_once>, "use-after-free"},
};

}  // namespace

void register_instance(registry& out);
void register_instance(registry& out) {
  for (variant_row row : rows) {
    // As with dict: Relacy's random walk seldom meets any of these.
    if (std::string_view(row.expected) != "verified") row.second_opinion = relacy::differs;
    register_row(out, row);
  }
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
