// G11: PyTuple_ClearFreeList, which counts with what it has already given up.
//
// tupleobject.c, in our own words: under the lock the list and its length are copied into locals
// and emptied, so that the tuples can be freed without the lock. But the total is then added up
// from the shared length, not from the copy: it is zero by now, or whatever other threads have put
// on the list since, and nothing orders the read.
//
// Fixed: the local copy is used, which was made for that.
#include <cstddef>

#include "model/sync/sync.hpp"
#include "scenarios/gilectomy/registrations.hpp"
#include "scenarios/head.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace gilectomy {
namespace {

// A dead tuple; its first item links it to the next one.
struct tuple : head {
  tuple() : head{"tuple"} {
    sync::label(*this, type);
    sync::label(next, "ob_item[0]");
  }
  sync::var<tuple*> next{nullptr};
};

template <bool UsesCopy>
class free_list {
 public:
  free_list() {
    sync::label(first_, "free_list[1]");
    sync::label(length_, "numfree[1]");
  }
  ~free_list() { clear(); }

  void put(tuple* dead) {
    const sync::lock_guard held(lock_);
    dead->next.set(first_.get());
    first_.set(dead);
    length_.set(length_.get() + 1);
  }

  // Frees what is on the list; how many that were.
  std::size_t clear() {
    lock_.lock();
    tuple* rest = first_.get();
    const std::size_t length = length_.get();
    first_.set(nullptr);
    length_.set(0);
    lock_.unlock();

    const std::size_t freed = UsesCopy ? length : length_.get();
    while (rest != nullptr) {
      tuple* next = rest->next.get();
      sync::destroy(rest);
      rest = next;
    }
    return freed;
  }

 private:
  sync::mutex lock_;
  sync::var<tuple*> first_{nullptr};  // both protected by lock_
  sync::var<std::size_t> length_{0};
};

// One thread clears the list on which there is a tuple, the other puts a second one there.
template <bool UsesCopy>
void clear_and_put() {
  free_list<UsesCopy> list;
  list.put(sync::make_at<tuple>(sync::site::current()));
  std::size_t freed = 0;
  sync::parallel([&] { freed = list.clear(); },
                 [&] { list.put(sync::make_at<tuple>(sync::site::current())); });
  if (UsesCopy) sync::check(freed + list.clear() == 2, "every tuple is counted once");
}

constexpr const char* source = "Gilectomy bug G11: tupleobject.c, PyTuple_ClearFreeList";

}  // namespace

void register_tuple_free_list(registry& out) {
  out.add({.id = "gilectomy.clear_tuple_free_list/fix=none",
           .summary = "the shared length is read without the lock, after it was zeroed",
           .provenance = source,
           .expected = "race"},
          this_backend, clear_and_put<false>);
  out.add({.id = "gilectomy.clear_tuple_free_list/fix=copy",
           .summary = "the copy made under the lock counts what was taken off the list",
           .provenance = source},
          this_backend, clear_and_put<true>);
}

}  // namespace gilectomy
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
