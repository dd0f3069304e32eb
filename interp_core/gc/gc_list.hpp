// The doubly linked list of the objects that a collector looks at, and of others that have an
// order.
//
// Source: CPython's gc.c, gc_list_*: a ring with a head that is no object, links in the objects.
#pragma once

#include <cstddef>

#include "model/sync/sync.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// What an object in it carries. Cell: sync::var, or ordered_cell to see what goes wrong without a
// lock apart from the data race.
template <template <class> class Cell = sync::var>
struct gc_link {
  gc_link() {
    sync::label(next, "gc next");
    sync::label(previous, "gc previous");
  }
  bool is_in_a_list() const { return next.get() != nullptr; }

  Cell<gc_link*> next{nullptr};
  Cell<gc_link*> previous{nullptr};
};

// The caller sees to it that one thread at a time is in here.
template <template <class> class Cell = sync::var>
class gc_list {
 public:
  using link = gc_link<Cell>;

  gc_list() {
    head_.next.set(&head_);
    head_.previous.set(&head_);
  }
  gc_list(const gc_list&) = delete;
  gc_list& operator=(const gc_list&) = delete;

  // At the end.
  void add(link& l) {
    link* const last = head_.previous.get();
    last->next.set(&l);
    l.previous.set(last);
    l.next.set(&head_);
    head_.previous.set(&l);
  }
  void add_first(link& l) {
    link* const first = head_.next.get();
    first->previous.set(&l);
    l.next.set(first);
    l.previous.set(&head_);
    head_.next.set(&l);
  }
  static void take_out(link& l) {
    link* const before = l.previous.get();
    link* const after = l.next.get();
    before->next.set(after);
    after->previous.set(before);
    l.next.set(nullptr);
    l.previous.set(nullptr);
  }

  // Null where there is none.
  link* first() const { return unless_head(head_.next.get()); }
  link* last() const { return unless_head(head_.previous.get()); }
  link* after(const link& l) const { return unless_head(l.next.get()); }

  template <class Visit>
  void for_each(Visit visit) const {
    for (link* l = head_.next.get(); l != &head_; l = l->next.get()) visit(*l);
  }

  // Are there so many, in a ring that is the same in both directions?
  bool is_whole(std::size_t expected) const {
    std::size_t seen = 0;
    const link* at = &head_;
    for (; seen <= expected; ++seen) {
      const link* const after = at->next.get();
      if (after == nullptr || after->previous.get() != at) return false;
      if (after == &head_) return seen == expected;
      at = after;
    }
    return false;
  }

 private:
  link* unless_head(link* l) const { return l == &head_ ? nullptr : l; }

  link head_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
