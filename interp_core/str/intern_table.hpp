// The intern table: one str for all equal ones.
//
// Source: CPython's `interned` dict, which maps each str to itself. Deviation: the table owns its
// references, so that an interned str lives as long as the table does, much as free-threaded
// CPython makes it immortal. The Gilectomy's table borrowed them, and a str whose count had reached
// zero could still be found there (bug G13).
#pragma once

#include <type_traits>

#include "interp_core/dict/dict.hpp"
#include "interp_core/str/str.hpp"

namespace interp {
inline namespace SUTURE_BACKEND_NAMESPACE {

// Any thread may intern. Which lock: the dict's. Made before the threads that use it.
template <class StrPolicies = str_policies, class DictPolicies = dict_policies>
class intern_table {
 public:
  using str = interp::str<StrPolicies>;
  using dict = interp::dict<DictPolicies>;
  static_assert(std::is_same_v<typename str::count, typename dict::count>);

  explicit intern_table(runtime& rt) : rt_(rt), interned_(dict::create(rt)) {}
  ~intern_table() { decref_if<typename dict::count>(rt_, interned_); }
  intern_table(const intern_table&) = delete;
  intern_table& operator=(const intern_table&) = delete;

  // A new reference to the one str that equals `text`, which is `text` itself if it is the first;
  // null where there was no memory.
  str* intern(str& text) {
    if (interned_ == nullptr) return nullptr;
    return static_cast<str*>(interned_->setdefault(rt_, text, text).value);
  }

 private:
  runtime& rt_;
  dict* const interned_;
};

}  // namespace SUTURE_BACKEND_NAMESPACE
}  // namespace interp
