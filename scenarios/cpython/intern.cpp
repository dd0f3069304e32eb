// gh-129701: intern_common, which hands out a string before it is what it should be.
//
// unicodeobject.c of free-threaded CPython, in our own words: a new string goes into the table,
// which takes two references, as key and as value; the table's lock is released; then the two are
// taken off again, by reading the count and storing it less two, and the string is made immortal.
// Another thread may get the string from the table before that: it counts a reference which the
// store then overwrites, or it has a string that is not immortal yet, although immortal was asked
// for.
//
// Fixed: all of that happens under the lock, and the two references are dropped one by one with the
// atomic decrement.
#include <cstdint>

#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

struct str : head {
  str() : head{"str"} {
    sync::label(*this, type);
    sync::label(references, "references");
    sync::label(immortal, "immortal");
  }
  sync::atomic<std::int64_t> references{1};
  sync::atomic<bool> immortal{false};
};

template <bool UnderLock>
class intern_table {
 public:
  intern_table() {
    sync::label(lock_, "INTERN_MUTEX");
    sync::label(entry_, "interned['a']");
  }

  // The string to use for `mine`: `mine`, or a new reference to the one that is there.
  str* intern(str* mine, bool make_immortal) {
    lock_.lock();
    str* known = entry_.get();
    if (known != nullptr) {
      known->references.add_unread(1, std::memory_order_relaxed);
      lock_.unlock();
      return known;
    }
    entry_.set(mine);
    mine->references.add_unread(2, std::memory_order_relaxed);
    if (UnderLock) finish(mine, make_immortal);
    lock_.unlock();
    if (!UnderLock) finish(mine, make_immortal);
    return mine;
  }

 private:
  // The table's two references are not counted, lest the string live for ever.
  static void finish(str* fresh, bool make_immortal) {
    if (UnderLock) {
      fresh->references.fetch_sub(1, std::memory_order_relaxed);
      fresh->references.fetch_sub(1, std::memory_order_relaxed);
    } else {
      const std::int64_t count = fresh->references.load(std::memory_order_relaxed);
      fresh->references.store(count - 2, std::memory_order_relaxed);
    }
    if (make_immortal) fresh->immortal.store(true, std::memory_order_release);
  }

  sync::mutex lock_;
  sync::var<str*> entry_{nullptr};  // protected by lock_
};

// Two threads intern equal strings. Each is left with one reference to the same string.
template <bool UnderLock>
void count_of_two() {
  intern_table<UnderLock> table;
  str* mine[2] = {sync::make_at<str>(sync::site::current()),
                  sync::make_at<str>(sync::site::current())};
  str* got[2] = {};
  auto intern = [&](int i) { got[i] = table.intern(mine[i], false); };
  sync::parallel([&] { intern(0); }, [&] { intern(1); });
  sync::check(got[0] == got[1], "equal strings are one string");
  sync::check(got[0]->references.load(std::memory_order_relaxed) == 2,
              "each thread has a reference that counts");
  sync::destroy(mine[0]);
  sync::destroy(mine[1]);
}

// The same, asking for an immortal string.
template <bool UnderLock>
void immortal_for_two() {
  intern_table<UnderLock> table;
  str* mine[2] = {sync::make_at<str>(sync::site::current()),
                  sync::make_at<str>(sync::site::current())};
  bool immortal[2] = {};
  auto intern = [&](int i) {
    immortal[i] = table.intern(mine[i], true)->immortal.load(std::memory_order_acquire);
  };
  sync::parallel([&] { intern(0); }, [&] { intern(1); });
  sync::check(immortal[0] && immortal[1], "who asks for an immortal string gets one");
  sync::destroy(mine[0]);
  sync::destroy(mine[1]);
}

constexpr const char* source = "gh-129701, gh-130089: intern_common in the free-threaded build";

}  // namespace

void register_intern(registry& out) {
  out.add({.id = "cpython.intern_count/fix=none",
           .summary = "a count read and stored less two overwrites another's reference",
           .provenance = source,
           .expected = "check"},
          this_backend, count_of_two<false>);
  out.add({.id = "cpython.intern_count/fix=mutex",
           .summary = "two atomic decrements before the lock is released",
           .provenance = source},
          this_backend, count_of_two<true>);
  out.add({.id = "cpython.intern_immortal/fix=none",
           .summary = "the string is handed out before it is made immortal",
           .provenance = source,
           .expected = "check"},
          this_backend, immortal_for_two<false>);
  out.add({.id = "cpython.intern_immortal/fix=mutex",
           .summary = "the string is immortal before the lock is released",
           .provenance = source},
          this_backend, immortal_for_two<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
