// Memory that stays of one type while readers may still try (the kernel's SLAB_TYPESAFE_BY_RCU).
//
// A reader looks an object up by its key without a lock and takes a reference. Meanwhile another
// thread takes the object out of the table, drops it, and makes another in its place. The reader
// must look at the key again once it has its reference.
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {

#if !defined(SUTURE_BACKEND_RELACY)
namespace {

struct node {
  explicit node(int k) : key(k) { references.store(1, std::memory_order_release); }

  bool try_get() {
    int seen = references.load(std::memory_order_relaxed);
    while (seen != 0) {
      if (references.compare_exchange_strong(seen, seen + 1, std::memory_order_acquire,
                                             std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  sync::atomic<int> references{0};
  sync::var<int> key;  // written before the first reference, read by whoever has one
};

struct stable_memory {
  node* make(int key) { return pool.make(key); }
  void destroy(node* n) { pool.destroy(n); }
  sync::type_stable<node> pool;
};

struct ordinary_memory {
  node* make(int key) { return sync::make<node>(key); }
  void destroy(node* n) { sync::destroy(n); }
};

enum class look { after_the_reference, never, before_the_reference };

template <class Memory, look When>
class table {
 public:
  table() : first_(memory_.make(1)) {}
  ~table() {
    drop(first_.exchange(nullptr));
    drop(second_.exchange(nullptr));
  }

  // Uses the object of key 1, if it is there.
  void use_first() {
    node* const n = first_.load(std::memory_order_acquire);
    if (n == nullptr) return;
    if (When == look::before_the_reference && n->key.get() != 1) return;
    if (!n->try_get()) return;
    if (When != look::after_the_reference || n->key.get() == 1) {
      sync::check(n->key.get() == 1, "the object is the one that was looked for");
    }
    drop(n);
  }

  void replace_first() {
    drop(first_.exchange(nullptr, std::memory_order_acq_rel));
    second_.store(memory_.make(2), std::memory_order_release);
  }
  void remove_first() { drop(first_.exchange(nullptr, std::memory_order_acq_rel)); }

 private:
  void drop(node* n) {
    if (n == nullptr) return;
    if (n->references.fetch_sub(1, std::memory_order_acq_rel) == 1) memory_.destroy(n);
  }

  Memory memory_;
  sync::atomic<node*> first_, second_{nullptr};
};

template <class Memory, look When>
void looked_up() {
  table<Memory, When> t;
  sync::parallel([&] { t.use_first(); }, [&] { t.replace_first(); });
}

void looked_up_too_early() {
  table<stable_memory, look::before_the_reference> t;
  sync::parallel([&] { t.use_first(); }, [&] { t.remove_first(); });
}

constexpr const char* kernel = "the comment at SLAB_TYPESAFE_BY_RCU in Linux, include/linux/slab.h";
constexpr const char* own = "our mutant of the loop at SLAB_TYPESAFE_BY_RCU";

}  // namespace

void register_type_stable(registry& out);
void register_type_stable(registry& out) {
  out.add({.id = "type_stable.lookup/key=checked",
           .summary = "the key is looked at again under a reference",
           .provenance = kernel},
          this_backend, looked_up<stable_memory, look::after_the_reference>);
  out.add({.id = "type_stable.lookup/key=trusted",
           .summary = "the reference may be to another object that was made in the same place",
           .provenance = own,
           .expected = "check"},
          this_backend, looked_up<stable_memory, look::never>);
  out.add({.id = "type_stable.lookup/key=too_early",
           .summary = "plain data is read before there is a reference",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, looked_up_too_early);
  out.add({.id = "type_stable.lookup/memory=freed",
           .summary = "the same loop over memory that is freed",
           .provenance = own,
           .expected = "use-after-free"},
          this_backend, looked_up<ordinary_memory, look::after_the_reference>);
}
#else
void register_type_stable(registry& out);
void register_type_stable(registry&) {}  // see model/sync/relacy/type_stable.hpp
#endif

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
