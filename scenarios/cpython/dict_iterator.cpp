// gh-148873: one iterator over a dict, shared by two threads, that comes to its end.
//
// dictobject.c, in our own words: an iterator that finds no further item sets its di_dict to null
// and drops the reference it had to the dict. Look, store and drop are three steps: two threads
// drop the one reference twice, and the dict dies while its owner still has it.
//
// Fixed: an exchange takes the reference out of the iterator, so that one thread has it to drop.
// (The issue is closed; its fix we have not read.)
#include "model/sync/sync.hpp"
#include "scenarios/cpython/registrations.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/thing.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace cpython {
namespace {

// An iterator that has given out its last item.
template <bool Exchanges>
class iterator {
 public:
  explicit iterator(thing* dict) : dict_(dict) {
    dict->take();
    sync::label(dict_, "di_dict");
  }

  void next() {
    thing* dict = nullptr;
    if (Exchanges) {
      dict = dict_.exchange(nullptr, std::memory_order_acquire);
    } else {
      dict = dict_.load(std::memory_order_acquire);
      if (dict != nullptr) dict_.store(nullptr, std::memory_order_relaxed);
    }
    if (dict != nullptr) dict->drop();
  }

 private:
  sync::atomic<thing*> dict_;
};

template <bool Exchanges>
void two_last_nexts() {
  thing* dict = thing::make(1);
  iterator<Exchanges> i(dict);
  sync::parallel([&] { i.next(); }, [&] { i.next(); });
  sync::check(dict->number() == 1, "the dict lives as long as its owner has it");
  dict->drop();
}

constexpr const char* source = "gh-148873: dictiter_iternext on a shared iterator";

}  // namespace

void register_dict_iterator(registry& out) {
  out.add({.id = "cpython.shared_iterator/fix=none",
           .summary = "two threads drop the iterator's one reference",
           .provenance = source,
           .expected = "use-after-free"},
          this_backend, two_last_nexts<false>);
  out.add({.id = "cpython.shared_iterator/fix=exchange",
           .summary = "one thread takes the reference out of the iterator and drops it",
           .provenance = source},
          this_backend, two_last_nexts<true>);
}

}  // namespace cpython
}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
