// str: an immutable text, with three fields that are filled when they are first asked for.
//
// Source: CPython's unicodeobject.c (PEP 393, compact form): the code points stand right behind the
// header, 1, 2 or 4 bytes each, and never change. What changes is the hash, the UTF-8 form and the
// wide form, each cached on first use; under a GIL nobody had to think about who fills them.
//
// Deviations: text that is all ASCII gets a UTF-8 buffer of its own, where CPython shares the code
// points, and likewise for the wide form; so short texts do for scenarios.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>

#include "interp_core/lock_free/grace_periods.hpp"
#include "interp_core/object.hpp"
#include "interp_core/refcount/atomic.hpp"
#include "interp_core/str/code_points.hpp"
#include "interp_core/str/hash_field.hpp"
#include "interp_core/str/lazy_buffer.hpp"
#include "interp_core/str/lazy_lock.hpp"
#include "interp_core/str/siphash.hpp"
#include "interp_core/str/utf8.hpp"
#include "interp_core/str/wide.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// The choices that are right without a GIL. A scenario derives from it and replaces one.
struct str_policies {
  using count = refcount::atomic;
  using hash = hash_field::relaxed;
  using lock = lazy_lock::per_object;
  static constexpr publication order = publication::release;
};

// Any thread with a reference may call any member.
template <class Policies = str_policies>
class str : public object<typename Policies::count> {
 public:
  using count = typename Policies::count;

  // A new reference to a new str; null where there is no memory for it. Surrogates may be in it.
  static str* create(std::u32string_view text) {
    str_kind needed = str_kind::one;
    for (char32_t c : text) needed = wider(needed, narrowest_for(c));
    str* fresh = allocate(needed, text.size());
    if (fresh == nullptr) return nullptr;
    for (std::size_t i = 0; i < text.size(); ++i)
      store_code_point(needed, fresh->code_points(), i, text[i]);
    return fresh;
  }

  // The same from UTF-8; null also where that is not valid (see utf8.hpp).
  static str* from_utf8(std::string_view encoded) {
    str_kind needed = str_kind::one;
    std::size_t length = 0;
    for (std::string_view rest = encoded; !rest.empty(); ++length) {
      const auto c = utf8::decode_front(rest);
      if (!c) return nullptr;
      needed = wider(needed, narrowest_for(*c));
    }
    str* fresh = allocate(needed, length);
    if (fresh == nullptr) return nullptr;
    for (std::size_t i = 0; i < length; ++i)
      store_code_point(needed, fresh->code_points(), i, *utf8::decode_front(encoded));
    return fresh;
  }

  str_kind kind() const { return kind_; }
  std::size_t length() const { return length_; }  // in code points

  // The i-th code point, i < length().
  char32_t operator[](std::size_t i) const {
    return load_code_point(kind_, const_cast<str*>(this)->code_points(), i);
  }

  // SipHash-1-3 of the code points as they are stored, never -1; 0 for the empty text. The kind
  // follows from the text, so equal texts have equal hashes.
  std::int64_t hash(runtime& rt) {
    return hash_.get([&]() -> std::int64_t {
      if (length_ == 0) return 0;
      const std::uint64_t bits =
          siphash<1, 3>(rt.hash_key, code_points(), length_ * bytes_of(kind_));
      const auto signed_bits = static_cast<std::int64_t>(bits);
      return signed_bits == hash_field::unknown ? -2 : signed_bits;
    });
  }

  // The text in UTF-8, kept by the str; null if it has surrogates in it, which UTF-8 does not know.
  buffer_view<char> as_utf8(runtime& rt) {
    auto measure = [this]() -> std::optional<std::size_t> {
      std::size_t size = 0;
      for (std::size_t i = 0; i < length_; ++i) {
        const char32_t c = (*this)[i];
        if (!utf8::is_scalar(c)) return std::nullopt;
        size += utf8::size_of(c);
      }
      return size;
    };
    return utf8_.get(rt, lock_, measure, [this](auto sink) {
      for (std::size_t i = 0; i < length_; ++i) utf8::encode((*this)[i], sink);
    });
  }

  // The text in the platform's wide characters, kept by the str.
  buffer_view<wchar_t> as_wide(runtime& rt) {
    auto measure = [this]() -> std::optional<std::size_t> {
      std::size_t size = 0;
      for (std::size_t i = 0; i < length_; ++i) size += wide::size_of<wchar_t>((*this)[i]);
      return size;
    };
    return wstr_.get(rt, lock_, measure, [this](auto sink) {
      for (std::size_t i = 0; i < length_; ++i) wide::encode<wchar_t>((*this)[i], sink);
    });
  }

 private:
  template <class Unit>
  using buffer = lazy_buffer<Unit, typename Policies::lock, Policies::order>;

  str(str_kind k, std::size_t length) : object<count>(this_type), kind_(k), length_(length) {}
  ~str() = default;

  static str* allocate(str_kind k, std::size_t length) {
    void* block = sync::allocate(sizeof(str) + length * bytes_of(k));
    return block == nullptr ? nullptr : ::new (block) str(k, length);
  }
  static void end(void* self) {
    static_cast<str*>(self)->~str();
    sync::deallocate(self);
  }
  static void dealloc(runtime& rt, object<count>* o) { call_later(rt, static_cast<str*>(o), end); }
  static str& of(object<count>& o) { return static_cast<str&>(o); }

  // Equal texts are of one kind.
  static result<bool> equal(runtime&, object<count>& a, object<count>& b) {
    if (b.type != a.type || of(a).kind_ != of(b).kind_ || of(a).length_ != of(b).length_)
      return false;
    return std::memcmp(of(a).code_points(), of(b).code_points(),
                       of(a).length_ * bytes_of(of(a).kind_)) == 0;
  }
  static result<bool> less(runtime&, object<count>& a, object<count>& b) {
    if (b.type != a.type) return error::type_error;
    const std::size_t both = std::min(of(a).length_, of(b).length_);
    for (std::size_t i = 0; i < both; ++i)
      if (of(a)[i] != of(b)[i]) return of(a)[i] < of(b)[i];
    return of(a).length_ < of(b).length_;
  }
  static result<std::int64_t> hash_slot(runtime& rt, object<count>& o) { return of(o).hash(rt); }

  static constexpr type_object<count> this_type{.name = "str",
                                                .dealloc = dealloc,
                                                .equal = equal,
                                                .less = less,
                                                .hash = hash_slot,
                                                .is_plain_value = true};

  unsigned char* code_points() { return reinterpret_cast<unsigned char*>(this + 1); }

  const str_kind kind_;
  const std::size_t length_;
  typename Policies::hash hash_;
  [[no_unique_address]] typename Policies::lock::in_object lock_;
  buffer<char> utf8_;
  buffer<wchar_t> wstr_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
