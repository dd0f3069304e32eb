// Objects made over others, freed or left behind, and memory that is given out again. Where one
// thread knows that another was there before it, but not by an order, the run in which it comes
// first does not exist: the clocks alone tell.
#include <new>

#include "model/sync/sync.hpp"
#include "tests/model/explore/mutation/cases/cases.hpp"

namespace suture::testing {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;
constexpr auto acquire = std::memory_order_acquire;

using atomic_int = sync::atomic<int>;

// `first`, then `second`, which knows of it but is not ordered after it.
template <class First, class Second>
void one_after_the_other(First first, Second second) {
  atomic_int done{0};
  sync::parallel(
      [&] {
        first();
        done.store(1, relaxed);
      },
      [&] {
        if (done.load(relaxed) == 1) second();
      });
}

void made_over() {
  alignas(atomic_int) std::byte room[sizeof(atomic_int)];
  auto* const x = new (room) atomic_int(0);
  one_after_the_other([&] { x->load(relaxed); }, [&] { new (room) atomic_int(1); });
  x->~atomic();
}

void mutex_made_over() {
  alignas(sync::mutex) std::byte room[sizeof(sync::mutex)];
  auto* const m = new (room) sync::mutex;
  m->lock();
  new (room) sync::mutex;
  m->unlock();
}

void made_where_one_was() {
  alignas(atomic_int) std::byte room[sizeof(atomic_int)];
  auto* const x = new (room) atomic_int(0);
  one_after_the_other([&] { x->~atomic(); }, [&] { new (room) atomic_int(1); });
}

void freed_while_used() {
  void* const block = sync::allocate(sizeof(atomic_int));
  auto* const x = new (block) atomic_int(0);
  bool freed = false;
  one_after_the_other([&] { x->load(relaxed); },
                      [&] {
                        sync::deallocate(block);
                        freed = true;
                      });
  if (!freed) sync::deallocate(block);
}

// So deep that what the thread does last does not write there.
void left_on_a_stack() {
  atomic_int* shown = nullptr;
  atomic_int done{0};
  sync::parallel(
      [&] {
        alignas(atomic_int) std::byte room[32 << 10];
        shown = new (room) atomic_int(0);
        done.store(1, std::memory_order_release);
      },
      [&] {
        if (done.load(acquire) == 1) shown->load(relaxed);
      });
}

struct node {
  atomic_int value{0};
};

void destroyed_twice() {
  auto* const n = sync::make<node>();
  sync::destroy(n);
  sync::destroy(n);
}

// The allocator does not know that the block is free, so it cannot be this one.
void freed_elsewhere() {
  void* const block = sync::allocate(8);
  bool done = false;
  atomic_int freed{0};
  sync::thread other([&] {
    sync::deallocate(block);
    freed.store(1, relaxed);
  });
  if (freed.load(relaxed) == 1) {
    void* const next = sync::allocate(8);
    done = next == block;
    sync::deallocate(next);
  }
  other.join();
  sync::check(!done, "another one");
}

// A reader holds a pointer to an object that may be another one by now.
void found_again() {
  sync::type_stable<node> pool;
  sync::atomic<node*> shown{pool.make()};
  shown.load()->value.store(1);
  sync::parallel(
      [&] {
        node* const n = shown.load();
        const int seen = n->value.load();
        sync::check(seen == 0 || seen == 1, "the old one's value or the new one's");
      },
      [&] {
        node* const n = shown.load();
        pool.destroy(n);
        shown.store(pool.make());
      });
  sync::check(shown.load()->value.load() == 0, "the new one's value");
  pool.destroy(shown.load());
}

}  // namespace

engine_cases place_cases() {
  return {
      {"made_over", made_over, "2 complete", "race"},
      {"mutex_made_over", mutex_made_over, "misuse", "misuse"},
      {"made_where_one_was", made_where_one_was, "2 complete", "race"},
      {"freed_while_used", freed_while_used, "2 complete", "use-after-free"},
      {"left_on_a_stack", left_on_a_stack, "use-after-free", "use-after-free"},
      {"destroyed_twice", destroyed_twice, "double-free", "double-free"},
      {"freed_elsewhere", freed_elsewhere, "", "2 complete",
       [](limits& l) { l.reuse = reuse_policy::lifo; }},
      {"found_again", found_again, "3 complete", "3 complete"},
  };
}

}  // namespace suture::testing
