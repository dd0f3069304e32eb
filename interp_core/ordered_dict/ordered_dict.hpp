// A dict whose order can be changed: a dict, and a ring of nodes through what it holds.
//
// Source: OrderedDict of CPython's odictobject.c and of collections/__init__.py: a dict that leads
// from each key to its node, and a doubly linked list of the nodes. Two structures must always say
// the same, so one lock is round both: that of the ordered dict. The dict within has none.
//
// Deviation: a value lies in the key's node, as the link does in Python's own version; CPython's
// has the values in the dict and the nodes in a second table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "interp_core/dict/dict.hpp"
#include "interp_core/gc/gc_list.hpp"
#include "interp_core/iterator/container_iterator.hpp"
#include "interp_core/object.hpp"
#include "interp_core/ordered_dict/ordered_dict_policies.hpp"
#include "interp_core/result.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// A key with its value and its place in the order. Made, linked and changed under the lock of its
// dict, which has a reference to it as a value of the dict within.
template <class Policies>
struct order_node : object<typename Policies::count>, gc_link<Policies::template cell> {
  using count = typename Policies::count;
  using item = object<count>;

  // Takes references to both.
  order_node(runtime& rt, item& k, item& v) : item(this_type), key(&k), value(&v) {
    sync::label(this->next, "next in order");
    sync::label(this->previous, "previous in order");
    incref(rt, k);
    incref(rt, v);
  }

  sync::var<item*> key;
  sync::var<item*> value;

 private:
  static void dealloc(runtime& rt, item* o) {
    auto* self = static_cast<order_node*>(o);
    decref(rt, *self->key.get());
    decref(rt, *self->value.get());
    sync::destroy(self);
  }
  static void traverse(item& o, const reference_visitor<count>& visit) {
    auto& self = static_cast<order_node&>(o);
    visit(*self.key.get());
    visit(*self.value.get());
  }
  static constexpr type_object<count> this_type{
      .name = "order node", .dealloc = dealloc, .traverse = traverse};
};

// Of the dict within: who calls holds the lock of the ordered one.
template <class Policies>
struct keys_within : dict_policies {
  using count = typename Policies::count;
  using locking = interp::locking::none;
};

// Any thread with a reference to the dict may call any member. Arguments, results and errors as
// with dict; under a lock each operation is one step for all others.
template <class Policies = ordered_dict_policies>
class ordered_dict : public object<typename Policies::count> {
 public:
  using policies = Policies;
  using count = typename Policies::count;
  using item = object<count>;

  struct pair {
    item* key = nullptr;
    item* value = nullptr;

    friend bool operator==(const pair&, const pair&) = default;
  };
  enum class end { first, last };

  // A new reference to an empty one; null where there is no memory for it.
  static ordered_dict* create(sync::site where = sync::site::current());

  // The value of key, or null where there is none: no error.
  result<item*> get(runtime& rt, item& key);
  // A key that is there keeps its place; a new one comes last.
  error set(runtime& rt, item& key, item& value);
  error del(runtime& rt, item& key);  // KeyError
  result<bool> contains(runtime& rt, item& key);
  error move_to_end(runtime& rt, item& key, end to = end::last);  // KeyError
  // Takes the one at that end out; KeyError where there is none.
  result<pair> popitem(runtime& rt, end from = end::last);
  std::size_t len(runtime& rt);
  void clear(runtime& rt);
  // A new iterator, in order: see ordered_dict_iterator.hpp, which must be included for it.
  result<container_iterator<ordered_dict>*> iterate(runtime& rt);

  // Do dict and order agree: is the ring the same in both directions, and does it hold each key
  // once, by the node that the dict has for it? When no other thread is about.
  bool is_whole(runtime& rt);

  // Of make_at: see create. Takes over the reference to an empty dict.
  explicit ordered_dict(dict<keys_within<Policies>>* nodes)
      : object<count>(this_type), nodes_(nodes) {
    sync::label(state_, "state of the order");
    label_lock(lock_, "of an ordered dict");
  }

 private:
  friend class container_iterator<ordered_dict>;
  using locking = typename Policies::locking;
  using node = order_node<Policies>;
  using order = gc_list<Policies::template cell>;
  using link = typename order::link;

  // The lock an entry point takes, for a scope.
  template <ordered_dict_entry Entry>
  using guard = std::conditional_t<Policies::locks(Entry), held<locking>, not_held>;

  // For the iterator. What comes next is borrowed: it is followed only while the order is as it
  // was.
  using yield = pair;
  struct iterator_place {
    struct known {
      node* first;
      std::size_t state;
    };
    explicit iterator_place(known k) : next(k.first), state(k.state) {
      sync::label(next, "position");
      sync::label(has_failed, "has failed");
    }
    sync::var<node*> next;
    sync::var<bool> has_failed{false};
    const std::size_t state;
  };
  using guard_next = guard<ordered_dict_entry::next>;
  using in_lock = typename locking::in_object;
  result<yield> step(runtime& rt, iterator_place& at, sync::var<bool>& is_over);

  // All of these are called with the lock held.
  node* as_node(link* l) const { return l == nullptr ? nullptr : static_cast<node*>(l); }
  // Key's node, with a reference; null where there is none.
  result<node*> find(runtime& rt, item& key);
  // Out of both structures; its reference becomes the caller's. It is in them.
  error take_out(runtime& rt, node& n);
  void has_changed() { state_.set(state_.get() + 1); }

  static void drop(runtime& rt, node* n) { decref_if<count>(rt, n); }
  static void dealloc(runtime& rt, object<count>* o);
  static void traverse(object<count>& o, const reference_visitor<count>& visit);
  static constexpr type_object<count> this_type{
      .name = "ordered dict", .dealloc = dealloc, .traverse = traverse};

  [[no_unique_address]] typename locking::in_object lock_;
  dict<keys_within<Policies>>* const nodes_;  // the dict's own
  order order_;
  sync::var<std::size_t> state_{0};  // CPython's od_state: another one for each change of the order
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp

#include "interp_core/ordered_dict/ordered_dict_items.hpp"
#include "interp_core/ordered_dict/ordered_dict_whole.hpp"
