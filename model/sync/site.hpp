// Where an operation stands in the source: file, function and line of the call.
//
// This is std::source_location in all but name. The standard class needs a compiler builtin that
// clang 14 lacks, while __builtin_FILE and its siblings behave alike in every compiler we support:
// as a default argument they name the outermost call, so a trace needs no macro.
#pragma once

#include <cstdint>

namespace suture::sync {

// What a place is to the operation that it is given for. A conversion, a destructor and the end of
// a scope have no room for a default argument: they go by the nearest place that is known.
enum class nearness : std::uint8_t {
  here,   // the operation stands there
  after,  // the thread's last operation before it does
  made,   // its object was made there
  scope,  // the guard at the end of whose scope it happens was made there
};

// A place in the source. The strings are literals of the program and live as long as it does.
struct site {
  const char* file = "";
  const char* function = "";
  std::uint32_t line = 0;
  nearness near = nearness::here;

  static constexpr site current(const char* file = __builtin_FILE(),
                                const char* function = __builtin_FUNCTION(),
                                std::uint32_t line = __builtin_LINE()) noexcept {
    return {file, function, line};
  }
  constexpr site seen_as(nearness n) const noexcept { return {file, function, line, n}; }
  constexpr bool known() const noexcept { return *file != '\0'; }
};

// A value that knows where it was written, so that `x = 5` carries its line although an
// assignment operator cannot have a defaulted second parameter.
template <class T>
struct located {
  T value;
  site where;

  located(T v, site w = site::current()) : value(v), where(w) {}  // implicit by design
};

// An object, and the place in the source where it was named: for ++ and --, which have no parameter
// to carry a line, and for functions whose last parameter cannot be a call site.
template <class T>
struct here {
  T& object;
  site where;

  here(T& o, site w = site::current()) : object(o), where(w) {}  // implicit by design
};
}  // namespace suture::sync

// Code under test says `sync::atomic`, everywhere. <unistd.h> declares a function ::sync(), and
// libstdc++ includes that header from <atomic>, so a namespace of that name cannot stand in the
// global scope. But the name before `::` is looked up among namespaces and types only, and finds
// this alias through the using-directive, which brings in nothing else.
namespace suture::names {
namespace sync = ::suture::sync;
}  // namespace suture::names
using namespace suture::names;
