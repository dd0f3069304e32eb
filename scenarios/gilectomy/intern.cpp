// G13 and G14: the table of interned strings.
//
// unicodeobject.c, in our own words: the table does not own its strings. A string that is interned
// takes itself out of the table when its last reference goes, in unicode_dealloc, and is freed
// then. Meanwhile PyUnicode_InternInPlace may find it there and take a reference to a string whose
// death is under way: the count goes from 0 to 1, and the first thread frees it all the same (G13).
// The table itself is made by whoever comes first and finds none (G14).
//
// Fixed: a reference is only taken from a count that is not zero; a dying string counts as not
// found, and gives up its place only if it still has it. The table is made under the lock.
#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

// The table's entry for one text. Every thing is a string with that text.
template <bool TriesToTake>
class intern_table {
 public:
  intern_table() { sync::label(entry_, "interned['a']"); }

  // The string to use for `mine`, whose reference the caller trades for the result's.
  thing* intern(thing* mine) {
    thing* known = nullptr;
    {
      const sync::lock_guard held(lock_);
      known = entry_.get();
      if (known == nullptr || !took(known)) {
        entry_.set(mine);
        return mine;
      }
    }
    drop(mine);
    return known;
  }

  // Gives a reference back. The last one takes the string out of the table, as unicode_dealloc.
  void drop(thing* text) {
    if (!text->drop_is_last()) return;
    {
      const sync::lock_guard held(lock_);
      if (entry_.get() == text) entry_.set(nullptr);
    }
    sync::destroy(text);
  }

 private:
  static bool took(thing* known) {
    if (TriesToTake) return known->try_take();
    known->take();
    return true;
  }

  sync::mutex lock_;
  sync::var<thing*> entry_{nullptr};  // borrowed; protected by lock_
};

// One thread drops the last reference to an interned string, the other interns an equal one.
template <bool TriesToTake>
void last_drop_and_intern() {
  intern_table<TriesToTake> table;
  thing* old = table.intern(thing::make(1));
  thing* found = nullptr;
  int seen = 0;
  sync::parallel([&] { table.drop(old); },
                 [&] {
                   found = table.intern(thing::make(1));
                   seen = found->number();
                 });
  sync::check(seen == 1, "the interned string is whole");
  table.drop(found);
}

// The table as an object of its own, made at first use.
struct dict {
  dict() { sync::label(*this, "interned"); }
};

template <bool Locks>
class lazy_table {
 public:
  lazy_table() { sync::label(table_, "interned"); }
  ~lazy_table() { sync::destroy(table_.load(std::memory_order_relaxed)); }

  dict* get() {
    if (dict* known = table_.load(std::memory_order_acquire)) return known;
    if (!Locks) return create();
    const sync::lock_guard held(lock_);
    dict* known = table_.load(std::memory_order_relaxed);
    return known != nullptr ? known : create();
  }

 private:
  dict* create() {
    dict* fresh = sync::make_at<dict>(sync::site::current());
    table_.store(fresh, std::memory_order_release);
    return fresh;
  }

  sync::mutex lock_;
  sync::atomic<dict*> table_{nullptr};
};

template <bool Locks>
void two_first_interns() {
  lazy_table<Locks> table;
  sync::parallel([&] { table.get(); }, [&] { table.get(); });
}

constexpr const char* dying = "Gilectomy bug G13: unicode_dealloc and PyUnicode_InternInPlace";
constexpr const char* created = "Gilectomy bug G14: unicodeobject.c, interned == NULL";

}  // namespace

void register_intern(registry& out) {
  out.add({.id = "gilectomy.intern_dying_string/fix=none",
           .summary = "a string is found in the table after its last reference went",
           .provenance = dying,
           .expected = "use-after-free"},
          this_backend, last_drop_and_intern<false>);
  out.add({.id = "gilectomy.intern_dying_string/fix=try_incref",
           .summary = "a count that has reached zero is never raised again",
           .provenance = dying},
          this_backend, last_drop_and_intern<true>);
  out.add({.id = "gilectomy.intern_table/fix=none",
           .summary = "two threads make the table, and one is lost with all that is in it",
           .provenance = created,
           .expected = "leak"},
          this_backend, two_first_interns<false>);
  out.add({.id = "gilectomy.intern_table/fix=lock",
           .summary = "the table is made under the lock, after a second look",
           .provenance = created},
          this_backend, two_first_interns<true>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
