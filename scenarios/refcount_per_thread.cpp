// Reference counts of which each thread keeps its own part, in a table by unique id.
#include "interp_core/refcount/per_thread.hpp"

#include "interp_core/object.hpp"
#include "interp_core/runtime.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

namespace refcount = interp::refcount;

struct right : refcount::per_thread_rules {
  using world = interp::asking_world<interp::asking_rules, interp::parking::assumed>;
};
struct forgets_table : right {
  static constexpr bool merges_at_exit = false;
};
struct keeps_counts : right {
  static constexpr bool empties_tables = false;
};
struct stops_nobody : right {
  static constexpr bool stops_the_world = false;
};
struct counts_from_zero : right {
  static constexpr bool zero_is_none = false;
};

// An object that is whole until it is freed.
template <class Rules>
struct shared_object : interp::object<refcount::basic_per_thread<Rules>> {
  using count = refcount::basic_per_thread<Rules>;
  shared_object() : interp::object<count>(this_type) { sync::label(uses, "uses"); }

  void use() { uses.fetch_add(1, std::memory_order_relaxed); }

  sync::atomic<int> uses{0};

 private:
  static void dealloc(interp::runtime&, interp::object<count>* o) {
    sync::destroy(static_cast<shared_object*>(o));
  }
  static constexpr interp::type_object<count> this_type{"object", dealloc};
};

// What each situation begins with.
template <class Rules>
struct beginning {
  using count = refcount::basic_per_thread<Rules>;
  using object = shared_object<Rules>;
  using world = typename Rules::world;

  object* make_with_id() {
    auto* const made = sync::make_at<object>(sync::site::current());
    counts.assign_id(*made);
    return made;
  }

  interp::runtime rt;
  world all;
  typename count::domain counts{rt, all};
};

// A thread that counts, for the time of a scope.
template <class Rules>
struct counting {
  explicit counting(beginning<Rules>& with) : thread(with.all), member(with.counts, thread) {}

  // Waits for the other thread.
  void join(sync::thread& other) {
    thread.without([&] { other.join(); });
  }

  interp::attached_thread<typename Rules::world> thread;
  typename refcount::basic_per_thread<Rules>::domain::member member;
};

// The other thread has a reference that the main thread has counted for it. It takes one more and
// drops both, while the main thread takes the id back and drops its own.
template <class Rules>
void counted_apart() {
  beginning<Rules> with;
  counting<Rules> here(with);
  auto* const shared = with.make_with_id();
  interp::incref(with.rt, *shared);
  sync::thread other([&] {
    counting<Rules> me(with);
    interp::incref(with.rt, *shared);
    me.thread.safepoint();
    interp::decref(with.rt, *shared);
    shared->use();
    interp::decref(with.rt, *shared);
  });
  with.counts.release_id(here.member, *shared);
  interp::decref(with.rt, *shared);
  here.join(other);
}

// A thread drops what was counted for it, and ends, while the main thread takes the id back.
template <class Rules>
void thread_ends() {
  beginning<Rules> with;
  counting<Rules> here(with);
  auto* const shared = with.make_with_id();
  interp::incref(with.rt, *shared);
  sync::thread other([&] {
    const counting<Rules> me(with);
    interp::decref(with.rt, *shared);
  });
  with.counts.release_id(here.member, *shared);
  interp::decref(with.rt, *shared);
  here.join(other);
}

// A thread takes references for another and ends; in between the sum is looked at.
template <class Rules>
void added_up() {
  using world = typename Rules::world;
  beginning<Rules> with;
  counting<Rules> here(with);
  auto* const shared = with.make_with_id();
  sync::var<int> taken{0};
  sync::label(taken, "references taken");
  sync::thread other([&] {
    counting<Rules> me(with);
    for (int i = 0; i < 2; ++i) {
      interp::incref(with.rt, *shared);
      taken.set(taken.get() + 1);
      me.thread.safepoint();
    }
  });
  {
    const interp::stopped_world<world> stopped(with.all, here.thread);
    sync::check(with.counts.true_count(*shared) == 1 + taken.get(),
                "own count and tables add up to what is held");
  }
  here.join(other);
  sync::check(with.counts.true_count(*shared) == 3, "own count and tables add up to what is held");
  with.counts.release_id(here.member, *shared);
  for (int i = 0; i < 3; ++i) interp::decref(with.rt, *shared);
}

// The id of one object is given to the next, while another thread has counted the first.
template <class Rules>
void id_used_again() {
  beginning<Rules> with;
  counting<Rules> here(with);
  auto* const first = with.make_with_id();
  interp::incref(with.rt, *first);
  sync::thread other([&] {
    counting<Rules> me(with);
    interp::decref(with.rt, *first);
    me.thread.safepoint();
  });
  const auto end = [&](auto& o) {
    with.counts.release_id(here.member, o);
    interp::decref(with.rt, o);
  };
  end(*first);
  end(*with.make_with_id());
  here.join(other);
}

// A thread's table is made longer while the counts of another object are added up.
template <class Rules>
void table_grows() {
  beginning<Rules> with;
  counting<Rules> here(with);
  auto* const first = with.make_with_id();
  auto* const second = with.make_with_id();
  interp::incref(with.rt, *first);
  sync::thread other([&] {
    counting<Rules> me(with);
    interp::decref(with.rt, *first);
    interp::incref(with.rt, *second);
    interp::decref(with.rt, *second);
  });
  with.counts.release_id(here.member, *first);
  interp::decref(with.rt, *first);
  here.join(other);
  with.counts.release_id(here.member, *second);
  interp::decref(with.rt, *second);
}

// Of two objects one has an id. A thread takes a reference to the other one, for the main thread.
template <class Rules>
void without_id() {
  beginning<Rules> with;
  counting<Rules> here(with);
  auto* const numbered = with.make_with_id();
  auto* const plain = sync::make_at<shared_object<Rules>>(sync::site::current());
  sync::thread other([&] {
    const counting<Rules> me(with);
    interp::incref(with.rt, *plain);
  });
  here.join(other);
  sync::check(with.counts.true_count(*numbered) == 1, "an object is counted by its own id");
  with.counts.release_id(here.member, *numbered);
  interp::decref(with.rt, *numbered);
  for (int i = 0; i < 2; ++i) interp::decref(with.rt, *plain);
}

constexpr const char* source = "free-threaded CPython 3.14, uniqueid.c";
constexpr const char* own = "our mutant of CPython's uniqueid.c";
constexpr const char* zero = "gh-128923: zero as a unique id";

void register_ends(registry& out) {
  out.add({.id = "refcount.per_thread/mistake=none",
           .summary = "parts that may be negative add up to what is held",
           .provenance = source,
           .threads = 1},
          this_backend, counted_apart<right>);
  out.add({.id = "refcount.per_thread/mistake=stops_nobody",
           .summary = "tables are added up while their threads count",
           .provenance = own,
           .expected = "race",
           .threads = 1},
          this_backend, counted_apart<stops_nobody>);
  out.add({.id = "refcount.per_thread_exit/mistake=none",
           .summary = "a thread that ends leaves its part with the object",
           .provenance = source,
           .threads = 1},
          this_backend, thread_ends<right>);
  out.add({.id = "refcount.per_thread_exit/mistake=forgets_table",
           .summary = "what a thread has dropped goes with it",
           .provenance = own,
           .expected = "leak",
           .threads = 1},
          this_backend, thread_ends<forgets_table>);
  out.add({.id = "refcount.per_thread_sum/mistake=none",
           .summary = "at every stop the parts add up to what is held",
           .provenance = source,
           .threads = 1},
          this_backend, added_up<right>);
  out.add({.id = "refcount.per_thread_sum/mistake=forgets_table",
           .summary = "what a thread has taken for another goes with it",
           .provenance = own,
           .expected = "check",
           .threads = 1},
          this_backend, added_up<forgets_table>);
}

void register_ids(registry& out) {
  out.add({.id = "refcount.per_thread_reuse/mistake=none",
           .summary = "an id is given out again when all tables are empty at its place",
           .provenance = source,
           .threads = 1},
          this_backend, id_used_again<right>);
  out.add({.id = "refcount.per_thread_reuse/mistake=keeps_counts",
           .summary = "what was counted for one object is counted for the next with its id",
           .provenance = own,
           .expected = "check",
           .threads = 1},
          this_backend, id_used_again<keeps_counts>);
  out.add({.id = "refcount.per_thread_grow/mistake=none",
           .summary = "a table is made longer by its thread, and looked at where that stands still",
           .provenance = source,
           .threads = 1},
          this_backend, table_grows<right>);
  out.add({.id = "refcount.per_thread_grow/mistake=stops_nobody",
           .summary = "a table is made longer while another thread looks at it",
           .provenance = own,
           .expected = "race",
           .threads = 1},
          this_backend, table_grows<stops_nobody>);
  out.add({.id = "refcount.per_thread_zero/mistake=none",
           .summary = "an object that was given no id has none",
           .provenance = zero,
           .threads = 1},
          this_backend, without_id<right>);
  out.add({.id = "refcount.per_thread_zero/mistake=counts_from_zero",
           .summary = "a field that was never written is another object's id",
           .provenance = zero,
           .expected = "check",
           .threads = 1},
          this_backend, without_id<counts_from_zero>);
}

}  // namespace

void register_refcount_per_thread(registry& out);
void register_refcount_per_thread(registry& out) {
  register_ends(out);
  register_ids(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
