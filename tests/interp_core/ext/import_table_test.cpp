// The import table by itself: circles, failures, and who waits how.
#include "interp_core/ext/import_table.hpp"

#include <gtest/gtest.h>

#include <atomic>

namespace {

using interp::error;
using interp::result;

struct module {
  int executed = 0;
};
using table = interp::ext::import_table<module>;

TEST(an_import_table, makes_a_module_once) {
  table imports;
  module m;
  for (int i = 0; i < 2; ++i) {
    const auto found = imports.import_module(
        "m", [&]() -> result<module*> { return &m; },
        [](module& it) {
          ++it.executed;
          return error::none;
        });
    EXPECT_EQ(found.value, &m);
  }
  EXPECT_EQ(m.executed, 1);
  EXPECT_EQ(imports.find("m"), &m);
  EXPECT_EQ(imports.find("n"), nullptr);
}

TEST(an_import_table, forgets_what_has_failed) {
  table imports;
  module m;
  const auto attempt = [&](error created, error executed) {
    return imports.import_module(
        "m",
        [&]() -> result<module*> {
          return created == error::none ? result<module*>(&m) : result<module*>(created);
        },
        [&](module&) { return executed; });
  };
  EXPECT_EQ(attempt(error::memory_error, error::none).what, error::memory_error);
  EXPECT_EQ(attempt(error::none, error::value_error).what, error::value_error);
  EXPECT_EQ(imports.find("m"), nullptr);
  EXPECT_EQ(attempt(error::none, error::none).value, &m);
}

TEST(an_import_table, gives_a_module_to_what_it_imports_itself) {
  table imports;
  module m;
  const auto create = [&]() -> result<module*> { return &m; };
  const auto found = imports.import_module("m", create, [&](module&) {
    const auto inner = imports.import_module("m", create, [](module&) { return error::none; });
    EXPECT_EQ(inner.value, &m) << "created, and not yet filled";
    return error::none;
  });
  EXPECT_TRUE(found.ok());
}

TEST(an_import_table, has_nothing_to_give_before_the_module_is_created) {
  table imports;
  module m;
  const auto execute = [](module&) { return error::none; };
  const auto found = imports.import_module(
      "m",
      [&]() -> result<module*> {
        const auto inner = imports.import_module(
            "m", [&]() -> result<module*> { return &m; }, execute);
        EXPECT_EQ(inner.what, error::runtime_error);
        return &m;
      },
      execute);
  EXPECT_TRUE(found.ok());
}

struct counts_waits {
  std::atomic<int>& detached;
  std::atomic<int>& attached;
  void detach() { ++detached; }
  void attach() { ++attached; }
};

TEST(an_import_table, is_waited_for_detached) {
  table imports;
  module m;
  std::atomic<int> detached{0}, attached{0};
  const auto need = [&] {
    const auto found = imports.import_module(
        "m", [&]() -> result<module*> { return &m; },
        [&](module& it) {
          while (detached == 0) sync::yield();  // until the other one waits
          ++it.executed;
          return error::none;
        },
        counts_waits{detached, attached});
    EXPECT_EQ(found.value, &m);
    EXPECT_EQ(m.executed, 1);
  };
  sync::parallel(need, need);
  EXPECT_EQ(detached, 1);
  EXPECT_EQ(attached, 1);
}

}  // namespace
