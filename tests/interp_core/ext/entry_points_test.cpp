// Libraries as files: which entry points they have, and that no damage to one does any harm.
#include "interp_core/ext/entry_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace {

using interp::elf::bad_file;
using interp::elf::build;
using interp::elf::entry_points;
using interp::elf::module_entries;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string bytes_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  EXPECT_FALSE(bytes.empty()) << file;
  return bytes;
}
std::string module_file(const std::string& name) {
  return bytes_of(SUTURE_EXT_MODULES "/" + name + ".so");
}

// What is wrong with these bytes; empty: nothing.
std::string objection(std::string_view bytes) {
  try {
    static_cast<void>(entry_points(bytes));
  } catch (const bad_file& bad) {
    return bad.what();
  }
  return "";
}

auto has(const std::string& name, bool legacy, bool nogil) {
  return testing::AllOf(testing::Field(&module_entries::name, name),
                        testing::Field(&module_entries::has_legacy, legacy),
                        testing::Field(&module_entries::has_nogil, nogil));
}

TEST(entry_points_of, a_library_are_those_it_exports) {
  EXPECT_THAT(entry_points(module_file("both")), ElementsAre(has("both", true, true)));
  EXPECT_THAT(entry_points(module_file("legacy_only")),
              ElementsAre(has("legacy_only", true, false)));
  EXPECT_THAT(entry_points(module_file("nogil_only")), ElementsAre(has("nogil_only", false, true)));
}

// Data of such a name, and a function that is hidden.
TEST(entry_points_of, a_library_are_functions_and_visible) {
  EXPECT_THAT(entry_points(module_file("neither")), IsEmpty());
}

TEST(entry_points_of, a_library_are_found_by_the_older_hash_table_too) {
  EXPECT_THAT(entry_points(module_file("two_in_one")),
              ElementsAre(has("both", true, true), has("legacy_only", true, false)));
}

TEST(entry_points_of, a_module_say_which_build_it_serves) {
  const module_entries legacy{"m", true, false};
  EXPECT_TRUE(legacy.serves(build::with_gil));
  EXPECT_FALSE(legacy.serves(build::without_gil));
  EXPECT_EQ(entry_point(build::with_gil, "m"), "interp_ext_init_m");
  EXPECT_EQ(entry_point(build::without_gil, "m"), "interp_ext_nogil_init_m");
}

TEST(a_file, that_is_no_library_is_refused_in_words) {
  EXPECT_EQ(objection(""), "is no ELF file");
  EXPECT_EQ(objection("int main() {}"), "is no ELF file");
  EXPECT_THAT(objection(ELFMAG), HasSubstr("is cut off or damaged: its header"));
  EXPECT_THAT(objection(bytes_of("/proc/self/exe")),
              testing::AnyOf("is a program, not a shared library",
                             "is an ELF file, but no shared library"));
  std::string other = module_file("both");
  other[EI_CLASS] = ELFCLASS32;
  EXPECT_THAT(objection(other), HasSubstr("not of 64 bits"));
  if (interp::elf::this_machine == EM_NONE) return;
  other = module_file("both");
  other[offsetof(Elf64_Ehdr, e_machine)] = EM_SPARC;
  EXPECT_EQ(objection(other), "is a shared library for another processor");
}

// Every read must be checked: of bytes that are not there a sanitizer would tell.
TEST(a_file, that_is_cut_off_anywhere_does_no_harm) {
  const std::string whole = module_file("nogil_only");
  std::size_t refused = 0;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::unique_ptr<char[]> exact(new char[length]);
    std::copy_n(whole.data(), length, exact.get());
    refused += objection({exact.get(), length}).empty() ? 0U : 1U;
  }
  EXPECT_GE(refused, sizeof(Elf64_Ehdr));
  EXPECT_LT(refused, whole.size()) << "what lies behind the dynamic section is not asked for";
  EXPECT_EQ(objection(whole), "");
}

TEST(a_file, with_any_byte_changed_does_no_harm) {
  const std::string whole = module_file("nogil_only");
  std::string changed = whole;
  std::size_t noticed = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const unsigned flipped : {0x01U, 0x80U, 0xffU}) {
      changed[at] = static_cast<char>(static_cast<unsigned char>(whole[at]) ^ flipped);
      noticed += objection(changed).empty() ? 0U : 1U;
    }
    changed[at] = whole[at];
  }
  EXPECT_GT(noticed, 20U);
}

// Offsets and counts at their largest, where sums wrap round.
TEST(a_file, with_huge_numbers_does_no_harm) {
  const std::string whole = module_file("nogil_only");
  for (std::size_t at = 0; at + 8 <= whole.size(); at += 8) {
    for (const std::uint64_t huge : {~std::uint64_t{0}, std::uint64_t{1} << 63U,
                                     ~std::uint64_t{0} << 4U, std::uint64_t{0xffffffff}}) {
      std::string changed = whole;
      std::memcpy(changed.data() + at, &huge, sizeof huge);
      static_cast<void>(objection(changed));
    }
  }
}

}  // namespace
