// Shared libraries in both builds: what each of them loads, and what it says of what it does not.
#include "interp_core/ext/extension_host.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/interp_core/ext/hosted.hpp"

namespace {

using ext_test::hosted;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using gil_build = hosted<interp::with_gil>;
using nogil_build = hosted<interp::without_gil<>>;

template <class Interpreter>
class an_interpreter : public testing::Test {};
using both_builds = testing::Types<gil_build, nogil_build>;
TYPED_TEST_SUITE(an_interpreter, both_builds);

TYPED_TEST(an_interpreter, loads_a_library_that_serves_both) {
  TypeParam in;
  auto& both = in.imported("both");
  EXPECT_EQ(&both, &in.imported("both")) << "the second import finds the first";
  EXPECT_EQ(in.number_from(both, "count"), 1);
  EXPECT_EQ(in.number_from(both, "count"), 2);
  EXPECT_EQ(in.number_from(both, "executed"), 1);
  const auto* const has_gil =
      static_cast<typename TypeParam::number*>(in.attribute(both, "has_gil"));
  ASSERT_NE(has_gil, nullptr);
  EXPECT_EQ(has_gil->value, (std::is_same_v<TypeParam, gil_build> ? 1 : 0));
}

// One library in two interpreters at a time: neither sees the other's state.
TEST(a_library, serves_both_builds_side_by_side) {
  gil_build with;
  nogil_build without;
  auto& in_one = with.imported("both");
  auto& in_other = without.imported("both");
  EXPECT_EQ(with.number_from(in_one, "count"), 1);
  EXPECT_EQ(with.number_from(in_one, "count"), 2);
  EXPECT_EQ(without.number_from(in_other, "count"), 1);
}

TYPED_TEST(an_interpreter, makes_objects_of_an_extensions_type) {
  TypeParam in;
  using number = typename TypeParam::number;
  auto& both = in.imported("both");
  auto* const x = sync::make_at<number>(sync::site::current(), 3L);
  auto* const y = sync::make_at<number>(sync::site::current(), -4L);
  std::vector<typename TypeParam::item*> two{x, y};
  auto* const point = in.host.call(both, "point", two).value;
  ASSERT_NE(point, nullptr);
  EXPECT_STREQ(point->type->name, "Point");
  auto* const list = in.host.call(both, "coordinates", std::vector{point}).value;
  ASSERT_NE(list, nullptr);
  using list_type = typename std::conditional_t<std::is_same_v<TypeParam, gil_build>,
                                                interp::with_gil, interp::without_gil<>>::list;
  EXPECT_EQ(in.value(static_cast<list_type*>(list)->get(in.rt, 0).value), 3);
  EXPECT_EQ(in.value(static_cast<list_type*>(list)->get(in.rt, 1).value), -4);

  EXPECT_EQ(in.host.call(both, "coordinates", std::vector{list}).what, interp::error::type_error);
  EXPECT_EQ(in.host.fetch(), "TypeError: no Point");
  EXPECT_EQ(in.host.call(both, "point").what, interp::error::type_error);
  EXPECT_EQ(in.host.fetch(), "TypeError: point takes x and y");
  std::vector<typename TypeParam::item*> strange{x, list};
  EXPECT_EQ(in.host.call(both, "point", strange).what, interp::error::type_error);
  EXPECT_EQ(in.host.fetch(), "TypeError: no int");
  EXPECT_EQ(in.host.call(both, "nothing").what, interp::error::key_error);
  EXPECT_EQ(in.host.fetch(), "KeyError: nothing");
  for (auto* o : {static_cast<typename TypeParam::item*>(x),
                  static_cast<typename TypeParam::item*>(y), point, list})
    interp::decref(in.rt, *o);
}

TEST(a_legacy_library, is_loaded_with_a_gil) {
  gil_build in;
  auto& module = in.imported("legacy_only");
  EXPECT_EQ(in.number_from(module, "count"), 1);
  EXPECT_EQ(in.number_from(module, "count"), 2);
}

TEST(a_legacy_library, is_refused_without_a_gil_before_any_of_it_runs) {
  unsetenv("SUTURE_LEGACY_LOADED");
  nogil_build in;
  EXPECT_THAT(in.problem("legacy_only"),
              AllOf(EndsWith("/legacy_only.so: was written for the build with a GIL: it has "
                             "interp_ext_init_legacy_only, and this build starts with "
                             "interp_ext_nogil_init_legacy_only"),
                    StartsWith(SUTURE_EXT_MODULES)));
  EXPECT_EQ(std::getenv("SUTURE_LEGACY_LOADED"), nullptr);
  gil_build old;
  old.imported("legacy_only");
  EXPECT_NE(std::getenv("SUTURE_LEGACY_LOADED"), nullptr) << "the constructor tells";
}

TEST(a_nogil_library, is_loaded_without_a_gil_only) {
  nogil_build without;
  EXPECT_EQ(without.problem("nogil_only"), "");
  gil_build with;
  EXPECT_THAT(with.problem("nogil_only"), HasSubstr("was written for the build without a GIL"));
}

TEST(single_phase, is_for_the_build_with_a_gil) {
  gil_build with;
  auto& module = with.imported("single_phase");
  EXPECT_NE(with.attribute(module, "one"), nullptr);
  nogil_build without;
  EXPECT_THAT(without.problem("single_phase"),
              EndsWith("/single_phase.so: makes its module in the entry point (single-phase): "
                       "without a GIL it must return the definition and leave the rest to slots "
                       "(multi-phase)"));
}

TEST(a_type_that_was_not_readied, is_readied_at_first_use_with_a_gil) {
  gil_build in;
  auto* const made = in.host.call(in.imported("unready"), "make").value;
  ASSERT_NE(made, nullptr);
  EXPECT_STREQ(made->type->name, "Forgotten");
  interp::decref(in.rt, *made);
}

TEST(a_type_that_was_not_readied, is_refused_without_a_gil) {
  nogil_build in;
  EXPECT_EQ(in.host.call(in.imported("unready"), "make").what, interp::error::type_error);
  EXPECT_EQ(in.host.fetch(),
            "TypeError: the type Forgotten is not ready: without a GIL an exec slot must call "
            "type_ready before an object of it is made");
}

TYPED_TEST(an_interpreter, refuses_what_it_cannot_use_and_says_why) {
  TypeParam in;
  EXPECT_THAT(in.problem("wrong_abi"),
              EndsWith("/wrong_abi.so: was compiled for version 99 of interp_ext.h, and this "
                       "interpreter has version 1: compile it again"));
  EXPECT_THAT(in.problem("wrong_name"),
              EndsWith("/wrong_name.so: says that its module is right_name, not wrong_name"));
  EXPECT_THAT(in.problem("strange_slots"),
              EndsWith("slot 0 is of kind 7, which this interpreter does not know"));
  EXPECT_THAT(in.problem("neither"), HasSubstr("is no extension module: it has no function "));
  EXPECT_THAT(in.problem("two_in_one"),
              EndsWith("/two_in_one.so: has no module two_in_one, but both, legacy_only"));
  EXPECT_THAT(in.problem("no_such_module"), EndsWith("/no_such_module.so: is not there"));
}

TYPED_TEST(an_interpreter, refuses_files_that_are_damaged_or_none) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "suture-extension-test";
  fs::remove_all(folder);
  fs::create_directories(folder / "folder.so");
  std::ofstream(folder / "text.so") << "no library";
  fs::copy(SUTURE_EXT_MODULES "/both.so", folder / "both.so");
  fs::resize_file(folder / "both.so", 1'000);
  TypeParam in(folder.string());
  EXPECT_THAT(in.problem("text"), EndsWith("text.so: is no ELF file"));
  EXPECT_THAT(in.problem("both"), HasSubstr("both.so: is cut off or damaged"));
  EXPECT_THAT(in.problem("folder"), EndsWith("folder.so: is no regular file"));
  fs::remove_all(folder);
}

TYPED_TEST(an_interpreter, tries_again_after_a_failure) {
  TypeParam in;
  EXPECT_THAT(in.problem("created"),
              EndsWith("/created.so: exec slot 1 failed: ValueError: not the first time"));
  EXPECT_EQ(in.number_from(in.imported("created"), "state"), 42) << "from the create slot";
}

TYPED_TEST(an_interpreter, imports_modules_that_import_each_other) {
  TypeParam in;
  auto& a = in.imported("round_a");
  auto& b = in.imported("round_b");
  EXPECT_EQ(in.attribute(a, "other"), &b);
  EXPECT_EQ(in.attribute(b, "other"), &a);
}

TYPED_TEST(an_interpreter, imports_them_from_both_ends_at_once) {
  for (int round = 0; round < 50; ++round) {
    TypeParam in;
    std::atomic<int> turn{0};
    ext_test::in_threads(in, 2, [&] { in.imported(turn++ == 0 ? "round_a" : "round_b"); });
    EXPECT_EQ(in.attribute(in.imported("round_a"), "other"), &in.imported("round_b"));
  }
}

TYPED_TEST(an_interpreter, initialises_once_for_many_threads) {
  for (int round = 0; round < 50; ++round) {
    TypeParam in;
    ext_test::in_threads(in, 4, [&] {
      auto& both = in.imported("both");
      EXPECT_EQ(in.number_from(both, "executed"), 1);
      EXPECT_GT(in.number_from(both, "count"), 0);
    });
    EXPECT_EQ(in.number_from(in.imported("both"), "count"), 5);
  }
}

}  // namespace
