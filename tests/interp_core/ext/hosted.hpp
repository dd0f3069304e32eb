// An interpreter of one build with the test's extension modules, and this thread in it.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "interp_core/build.hpp"
#include "interp_core/ext/extension_host.hpp"

namespace ext_test {

template <class Build, class Lock = interp::automatic_lock::none>
class hosted {
 public:
  using host_type = interp::ext::extension_host<Build, Lock>;
  using item = typename host_type::item;
  using module = typename host_type::module;
  using number = interp::small_int<typename Build::count>;

  explicit hosted(std::string folder = SUTURE_EXT_MODULES) : host(rt, gil, std::move(folder)) {
    gil.take(me);
  }
  ~hosted() { gil.drop(me); }

  // What is wrong with it; empty where it has been imported.
  std::string problem(const std::string& name) { return host.import_module(name).problem; }

  // A module that must be there.
  module& imported(const std::string& name) {
    const auto found = host.import_module(name);
    EXPECT_EQ(found.problem, "");
    return *found.module;
  }

  // module.name(arguments) as a number; -1 where it failed. Arguments are borrowed.
  std::int64_t number_from(module& in, const std::string& name, std::vector<item*> arguments = {}) {
    return value(host.call(in, name, arguments).value);
  }
  // Takes the reference.
  std::int64_t value(item* from) {
    if (from == nullptr) return -1;
    const std::int64_t it = static_cast<number*>(from)->value;
    interp::decref(rt, *from);
    return it;
  }
  // An attribute, borrowed from the module.
  item* attribute(module& in, const std::string& name) {
    item* const found = in.get(rt, name).value;
    if (found != nullptr) interp::decref(rt, *found);
    return found;
  }

  interp::runtime rt;
  typename Build::gil gil;
  interp::thread_state me;
  host_type host;
};

// Runs body in as many threads of the interpreter as that, each with a thread state of its own. The
// calling thread is without the GIL meanwhile.
template <class Interpreter, class Body>
void in_threads(Interpreter& in, int threads, Body body) {
  in.gil.without(in.me, [&] {
    std::vector<sync::thread> all;
    all.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i)
      all.emplace_back([&] {
        interp::thread_state mine;
        const interp::with_gil_held held(in.gil, mine);
        body();
      });
    for (sync::thread& t : all) t.join();
  });
}

}  // namespace ext_test
