// The lazy fields of str: two threads ask for the same one for the first time.
#include <cstdint>
#include <string_view>

#include "interp_core/object.hpp"
#include "interp_core/runtime.hpp"
#include "interp_core/str/str.hpp"
#include "model/sync/sync.hpp"
#include "scenarios/registry.hpp"
#include "scenarios/this_backend.hpp"

namespace scenarios {
inline namespace SUTURE_BACKEND_NAMESPACE {
namespace {

using interp::publication;
namespace hash_field = interp::hash_field;
namespace lazy_lock = interp::lazy_lock;

template <class Hash>
struct with_hash : interp::str_policies {
  using hash = Hash;
};

template <class Lock, publication Order = publication::release>
struct with_lock : interp::str_policies {
  using lock = Lock;
  static constexpr publication order = Order;
};

// Two threads hash one str; both hashes are the one an equal str has.
template <class Policies>
void hash_cache() {
  using str = interp::str<Policies>;
  interp::runtime rt;
  str* text = str::create(U"a");
  std::int64_t seen[2] = {};
  auto hasher = [&](int i) { seen[i] = text->hash(rt); };
  sync::parallel([&] { hasher(0); }, [&] { hasher(1); });

  str* equal = str::create(U"a");
  const std::int64_t expected = equal->hash(rt);
  sync::check(expected != hash_field::unknown, "no hash is the sentinel");
  sync::check(seen[0] == expected && seen[1] == expected, "equal texts have equal hashes");
  interp::decref(rt, *equal);
  interp::decref(rt, *text);
}

// What a thread got of a buffer, copied out while it runs and judged after it.
template <class Unit>
struct copy {
  std::size_t length = 0;
  Unit units[4] = {};

  void take(interp::buffer_view<Unit> from) {
    length = from.length;
    for (std::size_t i = 0; i < length && i < 4; ++i) units[i] = from[i];
  }
  bool is(std::basic_string_view<Unit> text) const {
    return length <= 4 && std::basic_string_view<Unit>(units, length) == text;
  }
};

// Two threads ask one str for its UTF-8 form; both get all of it, and one buffer is kept.
template <class Policies>
void utf8_cache() {
  using str = interp::str<Policies>;
  interp::runtime rt;
  str* text = str::create(U"\u00e9");
  copy<char> seen[2];
  sync::parallel([&] { seen[0].take(text->as_utf8(rt)); },
                 [&] { seen[1].take(text->as_utf8(rt)); });
  const std::string_view expected = "\xc3\xa9";
  sync::check(seen[0].is(expected) && seen[1].is(expected), "both threads get the whole text");
  interp::decref(rt, *text);
}

// The same for the wide form.
template <class Policies>
void wstr_cache() {
  using str = interp::str<Policies>;
  interp::runtime rt;
  str* text = str::create(U"\u00e9");
  copy<wchar_t> seen[2];
  sync::parallel([&] { seen[0].take(text->as_wide(rt)); },
                 [&] { seen[1].take(text->as_wide(rt)); });
  const std::wstring_view expected = L"\u00e9";
  sync::check(seen[0].is(expected) && seen[1].is(expected), "both threads get the whole text");
  interp::decref(rt, *text);
}

constexpr const char* talk_hash = "Gilectomy talk, checklist 17: the hash field and its sentinel";
constexpr const char* talk_leak = "Gilectomy talk, checklist 18: an overwritten buffer leaks";
constexpr const char* talk_lock = "Gilectomy talk, checklist 19: one lock for all, or one per str";
constexpr const char* torn = "Gilectomy bug G12: AsUTF8AndSize publishes before length and bytes";
constexpr const char* own_order = "our mutant of free-threaded CPython's release store";
constexpr const char* own_flag = "our mutant of checklist 17: a flag instead of the sentinel";

void register_hash_cache(registry& out) {
  out.add(
      {.id = "str.hash_cache/hash=plain",
       .summary = "two threads store the same hash: harmless in practice, a race to the language",
       .provenance = talk_hash,
       .expected = "race"},
      this_backend, hash_cache<with_hash<hash_field::plain>>);
  out.add({.id = "str.hash_cache/hash=relaxed",
           .summary = "a relaxed atomic suffices: every hash is equal and none is -1",
           .provenance = talk_hash},
          this_backend, hash_cache<with_hash<hash_field::relaxed>>);
  out.add({.id = "str.hash_cache/hash=flag_first",
           .summary = "a flag raised before the value is there lets -1 out",
           .provenance = own_flag,
           .expected = "check"},
          this_backend, hash_cache<with_hash<hash_field::flagged<hash_field::flag_order::first>>>);
  out.add({.id = "str.hash_cache/hash=flag_relaxed",
           .summary = "a flag raised after the value, yet seen before it",
           .provenance = own_flag,
           .expected = "check",
           .otherwise = verified_up_to_tso},
          this_backend,
          hash_cache<with_hash<hash_field::flagged<hash_field::flag_order::relaxed>>>);
}

void register_utf8_cache(registry& out) {
  out.add({.id = "str.utf8_cache/lock=none",
           .summary = "both threads fill a buffer, the second pointer overwrites the first",
           .provenance = talk_leak,
           .expected = "leak"},
          this_backend, utf8_cache<with_lock<lazy_lock::none>>);
  out.add({.id = "str.utf8_cache/lock=global",
           .summary = "one lock for the lazy fields of all objects, with a second look under it",
           .provenance = talk_lock},
          this_backend, utf8_cache<with_lock<lazy_lock::global>>);
  out.add({.id = "str.utf8_cache/lock=object",
           .summary = "a lock in each str, with a second look under it",
           .provenance = talk_lock},
          this_backend, utf8_cache<with_lock<lazy_lock::per_object>>);
  out.add({.id = "str.utf8_cache/lock=global,publish=before_fill",
           .summary = "torn publication: the pointer is visible before length and bytes are",
           .provenance = torn,
           .expected = "race"},
          this_backend, utf8_cache<with_lock<lazy_lock::global, publication::before_fill>>);
  out.add({.id = "str.utf8_cache/lock=object,publish=before_fill",
           .summary = "torn publication: a lock does not help who looks without it",
           .provenance = torn,
           .expected = "race"},
          this_backend, utf8_cache<with_lock<lazy_lock::per_object, publication::before_fill>>);
  out.add({.id = "str.utf8_cache/lock=object,publish=relaxed",
           .summary = "the pointer is stored last, yet seen before length and bytes",
           .provenance = own_order,
           .expected = "race",
           .otherwise = verified_up_to_tso},
          this_backend, utf8_cache<with_lock<lazy_lock::per_object, publication::relaxed>>);
}

void register_wstr_cache(registry& out) {
  out.add({.id = "str.wstr_cache/lock=none",
           .summary = "both threads fill a buffer, the second pointer overwrites the first",
           .provenance = talk_leak,
           .expected = "leak"},
          this_backend, wstr_cache<with_lock<lazy_lock::none>>);
  out.add({.id = "str.wstr_cache/lock=global",
           .summary = "one lock for the lazy fields of all objects, with a second look under it",
           .provenance = talk_lock},
          this_backend, wstr_cache<with_lock<lazy_lock::global>>);
  out.add({.id = "str.wstr_cache/lock=object",
           .summary = "a lock in each str, with a second look under it",
           .provenance = talk_lock},
          this_backend, wstr_cache<with_lock<lazy_lock::per_object>>);
  out.add({.id = "str.wstr_cache/lock=object,publish=before_fill",
           .summary = "torn publication: the pointer is visible before length and units are",
           .provenance = torn,
           .expected = "race"},
          this_backend, wstr_cache<with_lock<lazy_lock::per_object, publication::before_fill>>);
}

}  // namespace

void register_str(registry& out);
void register_str(registry& out) {
  register_hash_cache(out);
  register_utf8_cache(out);
  register_wstr_cache(out);
}

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace scenarios
