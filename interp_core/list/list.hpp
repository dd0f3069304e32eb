// list: a growing array of references, whose every entry point locks it.
//
// Source: CPython's listobject.c as the Gilectomy locked it: the lock is taken at the top of each
// external entry point and given back on every way out, error paths included. It is recursive, and
// held while items are compared (but see sort), since a comparison may come back to the same list.
//
// What CPython does and the Gilectomy forgot: references that the list gives up are dropped after
// the lock is, because the last drop runs a destructor, and that may run anything. (What a
// comparison drops itself is its own business: it runs under the lock with all that it does.)
#pragma once

#include <cstddef>
#include <utility>

#include "interp_core/compare.hpp"
#include "interp_core/freelist/freelists.hpp"
#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/list/item_array.hpp"
#include "interp_core/list/list_policies.hpp"
#include "interp_core/object.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread with a reference to the list may call any member.
//
// Arguments are borrowed: the list takes references of its own to what it keeps. Objects that are
// returned are new references, which the caller drops. Indices count from the end where they are
// negative, as in Python. Every operation that needs memory may fail with a MemoryError, and then
// has changed nothing. Under a lock each operation is one step for all others, but for sort.
template <class Policies = list_policies>
class list : public Policies::collection::template header<typename Policies::count> {
 public:
  using policies = Policies;
  using header = typename Policies::collection::template header<typename Policies::count>;
  using count = typename Policies::count;
  using item = object<count>;

  // A new reference to an empty list; null where there is no memory for it. With a runtime: memory
  // from its freelists, if it has any.
  static list* create(sync::site where = sync::site::current()) {
    return sync::make_at<list>(where);
  }
  static list* create(runtime& rt, sync::site where = sync::site::current()) {
    return make_object<list>(rt, freelist_kind::list, where);
  }
  // The same of a list that a collector knows of, from now on.
  template <class Heap>
  static list* create(runtime& rt, Heap& home, sync::site where = sync::site::current());
  // A list of so many items, the i-th of which make(i) makes: a new reference, or null where it
  // fails, which is a MemoryError here. It may run any code of the interpreter. The collector knows
  // of the list when it is filled.
  template <class Heap, class Make>
  static result<list*> create_filled(runtime& rt, Heap& home, std::size_t size, Make make);

  // list[i]; IndexError.
  result<item*> get(runtime& rt, std::ptrdiff_t i);
  // list[i] = value; IndexError.
  error set(runtime& rt, std::ptrdiff_t i, item& value);
  error append(runtime& rt, item& value);
  // Before the i-th, or at the nearest end where there is none.
  error insert(runtime& rt, std::ptrdiff_t i, item& value);
  // Takes the i-th out; IndexError.
  result<item*> pop(runtime& rt, std::ptrdiff_t i = -1);
  // Appends what `other` holds, which may be the list itself. Locks both.
  error extend(runtime& rt, list& other);
  // Takes the first that equals value out; ValueError.
  error remove(runtime& rt, item& value);
  // The first that equals value; ValueError.
  result<std::size_t> index(runtime& rt, item& value);
  result<bool> contains(runtime& rt, item& value);
  std::size_t len(runtime& rt);
  void clear(runtime& rt);
  void reverse(runtime& rt);
  // Stable. Items of plain values are sorted in one step. Others are compared without the lock,
  // and the list is empty meanwhile: ValueError if somebody has put something in (which is lost,
  // as in CPython), TypeError if they have no order, or what a comparison failed with.
  error sort(runtime& rt);
  // A new list of the items from `from` up to `to`, as list[from:to].
  result<list*> slice(runtime& rt, std::ptrdiff_t from, std::ptrdiff_t to);
  result<list*> copy(runtime& rt);
  // A new iterator: see list_iterator.hpp, which must be included for it.
  result<container_iterator<list>*> iterate(runtime& rt);

  // How many items there is room for. For checks, when no other thread is about.
  std::size_t allocated() const { return items_.allocated(); }
  // The object's type, which all lists of one policy share.
  static const type_object<count>& type_of_lists() { return this_type; }

  // Of make_at: see create. The heap whose it is, if it is one's.
  template <class... Heap>
  explicit list(Heap&... home) : header(home..., this_type) {
    label_lock(lock_, "of a list");
  }

 private:
  friend class container_iterator<list>;
  using locking = typename Policies::locking;

  // The lock an entry point takes, for a scope.
  template <list_entry Entry>
  using guard = std::conditional_t<Policies::locks(Entry), held<locking>, not_held>;
  template <list_entry Entry>
  using guard_two = std::conditional_t<Policies::locks(Entry), held_two<locking>, not_held>;

  static void dealloc(runtime& rt, object<count>* o);
  static void traverse(object<count>& o, const reference_visitor<count>& visit);
  static constexpr auto this_type = header::template make_type<list>("list", dealloc, traverse);

  // For the iterator.
  using yield = item*;
  using iterator_place = numbered_place;
  using guard_next = guard<list_entry::get>;
  using in_lock = typename locking::in_object;
  result<yield> step(runtime& rt, iterator_place& at, sync::var<bool>& is_over);

  // All of these are called with the lock held.
  bool in_range(std::ptrdiff_t& i) const;  // makes i count from the front
  struct place {
    std::size_t i = 0;
    item* found = nullptr;  // what was there when it was compared
  };
  result<place> find(runtime& rt, kept_alive<count>& kept, item& value);
  void take_out(kept_alive<count>& kept, place at);
  result<list*> copy_of(runtime& rt, std::size_t from, std::size_t to);
  list* create_beside(runtime& rt);
  bool is_plain() const;
  static error sort_items(runtime& rt, item_array<count>& items);
  // Drops what the array holds, without the lock.
  static void drop_items(runtime& rt, const item_array<count>& items);

  [[no_unique_address]] typename locking::in_object lock_;
  item_array<count> items_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/list/list_create.hpp"
#include "interp_core/list/list_items.hpp"
#include "interp_core/list/list_search.hpp"
#include "interp_core/list/list_whole.hpp"
