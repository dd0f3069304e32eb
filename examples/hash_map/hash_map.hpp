// A hash map for several threads, written against `sync`: with Suture's engine behind it in tests,
// with the standard library's own types (SUTURE_BACKEND_NATIVE) everywhere else.
//
// It has a mistake. README.md is about finding it.
#pragma once

#include <model/sync/sync.hpp>

#include <cstddef>
#include <optional>

// From int to int. Any thread may call any member at any time; one alone makes and destroys it.
class hash_map {
 public:
  hash_map() : table_(make_table(1)) { sync::label(table_, "table"); }
  ~hash_map() {
    table* const last = table_.get();
    for (std::size_t i = 0; i < last->size; ++i) {
      for (node* n = last->heads[i].get(); n != nullptr;) {
        node* const next = n->next.get();
        sync::destroy(n);
        n = next;
      }
    }
    sync::destroy(last);
  }
  hash_map(const hash_map&) = delete;
  hash_map& operator=(const hash_map&) = delete;

  void put(int key, int value) {
    sync::var<node*>& head = bucket_of(key);
    const sync::lock_guard<sync::mutex> held(lock_);
    if (node* const n = found_in(head, key)) {
      n->value.set(value);
      return;
    }
    head.set(sync::make<node>(key, value, head.get()));
    size_.set(size_.get() + 1);
    if (size_.get() > table_.get()->size) grow();
  }

  std::optional<int> get(int key) {
    sync::var<node*>& head = bucket_of(key);
    const sync::lock_guard<sync::mutex> held(lock_);
    if (const node* const n = found_in(head, key)) return n->value.get();
    return std::nullopt;
  }

 private:
  static constexpr std::size_t most_buckets = 4;

  struct node {
    node(int k, int v, node* n) : key(k), value(v), next(n) {}
    const int key;
    sync::var<int> value;
    sync::var<node*> next;
  };
  struct table {
    explicit table(std::size_t n) : size(n) {
      for (sync::var<node*>& head : heads) head.set(nullptr);
    }
    const std::size_t size;
    sync::var<node*> heads[most_buckets];
  };

  static table* make_table(std::size_t size) { return sync::make<table>(size); }

  sync::var<node*>& bucket_of(int key) {
    table* const t = table_.get();
    return t->heads[static_cast<std::size_t>(key) % t->size];
  }

  static node* found_in(const sync::var<node*>& head, int key) {
    node* n = head.get();
    while (n != nullptr && n->key != key) n = n->next.get();
    return n;
  }

  // With the lock held: twice as many buckets, and each node in the one where it belongs now.
  void grow() {
    table* const old = table_.get();
    if (old->size == most_buckets) return;
    table_.set(make_table(2 * old->size));
    for (std::size_t i = 0; i < old->size; ++i) {
      for (node* n = old->heads[i].get(); n != nullptr;) {
        node* const next = n->next.get();
        sync::var<node*>& head = bucket_of(n->key);
        n->next.set(head.get());
        head.set(n);
        n = next;
      }
    }
    sync::destroy(old);
  }

  sync::mutex lock_;  // of all that follows, and of what it leads to
  sync::var<table*> table_;
  sync::var<std::size_t> size_{0};
};
