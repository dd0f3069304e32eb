// docs/api.md has a line for every public name, and for no other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/house/public_names.hpp"

namespace {

using house::names;
using testing::Contains;
using testing::ElementsAre;

TEST(Api, the_page_explains_what_there_is) {
  const std::filesystem::path root = SUTURE_SOURCE_DIR;
  const names there = house::public_names(root);
  const names explained = house::names_explained(house::text_of(root / "docs/api.md"));
  for (const std::string& name : there) {
    EXPECT_TRUE(explained.contains(name))
        << "docs/api.md has no line for " << name << ": give it one, with what it means, its errors"
        << " and its source";
  }
  for (const std::string& name : explained) {
    EXPECT_TRUE(there.contains(name)) << "docs/api.md explains " << name << ", which is not there";
  }
}

// Guards against passing because nothing was read.
TEST(Api, the_reading_covers_the_headers) {
  const names there = house::public_names(SUTURE_SOURCE_DIR);
  for (const char* name :
       {"sync::atomic", "sync::atomic::load", "sync::atomic::compare_exchange_weak",
        "sync::var::set", "sync::mutex::lock", "sync::unique_lock::owns_lock", "sync::parallel",
        "suture::check", "suture::options::strategy", "suture::result::findings",
        "suture::verdict::verified", "suture::finding_kind::race", "EXPECT_VERIFIED",
        "suture check", "suture check --seed", "--junit", "--github", "SUTURE_REPLAY"}) {
    EXPECT_THAT(there, Contains(name));
  }
}

TEST(Api, the_reader_knows_what_headers_declare) {
  EXPECT_THAT(house::names_declared(R"(
    #define NOT_THIS int hidden();
    namespace suture::sync { inline namespace engine_backend {
    namespace detail { int hidden; }
    using std::memory_order;  // int hidden;
    template <class T> class [[nodiscard]] box final : public base<T> {
     public:
      using value_type = T;
      explicit box(int n, const char* text = "hidden(") : n_{n}, m_(0) { use(n); }
      ~box();
      box& operator=(const box&) = delete;
      bool operator()(int) const { return true; }
      friend bool operator==(box a, box b) { return a.n_ == b.n_; }
      friend auto operator<=>(box, box) = default;
      T get(int at = 0) const requires(sizeof(T) < 8) { return f(at); }
      std::function<void(int)> call = [] { hidden(); };
      enum class colour : int { red, green = 2 };
     private:
      int hidden_;
    };
    template <class P> requires std::is_invocable_v<P> void wait(P&& done) {}
    inline constexpr int limit = 3;
    } }
    namespace suture { struct error : std::exception { using exception::exception; };
      [[nodiscard]] inline int count(int n = 1'000); int table[3] = {1, 2, 3}; })"),
              ElementsAre("suture::count", "suture::error", "suture::table", "sync::box",
                          "sync::box::call", "sync::box::colour", "sync::box::colour::green",
                          "sync::box::colour::red", "sync::box::get", "sync::box::value_type",
                          "sync::limit", "sync::memory_order", "sync::wait"));
}

TEST(Api, the_reader_knows_what_classes_inherit) {
  EXPECT_THAT(
      house::names_declared(R"(
    namespace suture::sync { namespace detail {
    template <class T> class room { public: void enter(); protected: void hidden(); };
    template <class Base> class timed : public Base { public: void enter_for(int n); };
    using plain = room<int>; }
    class hall : public detail::timed<detail::plain> { public: hall(); };
    class other : public detail::room<hall> {};
    class last final : private hall, public other { public: int own; }; })"),
      ElementsAre("sync::hall", "sync::hall::enter", "sync::hall::enter_for", "sync::last",
                  "sync::last::enter", "sync::last::own", "sync::other", "sync::other::enter"));
}

TEST(Api, the_reader_knows_macros_and_commands) {
  EXPECT_THAT(house::macros_defined("#define A(x) x\n// #define B\n#define C_2\n#if defined(D)\n"),
              ElementsAre("A", "C_2", "D"));
  EXPECT_THAT(
      house::commands_added("c = add_subcommand(\n \"go\", \"Goes.\"); c.add_option(\"N\"); "
                            "c.add_flag(\n\"--far\", x);"),
      ElementsAre("suture go", "suture go --far"));
}

TEST(Api, the_reader_knows_the_page) {
  EXPECT_THAT(
      house::names_explained("## `sync::box<T>` holds\n"
                             "| name | meaning |\n|---|---|\n"
                             "| `get(at)`, `set` | `not this` |\n"
                             "| `sync::make<T>(…)` | |\n| `SOME_MACRO(x)` | |\n"
                             "## `suture go`\n| `--far N` | |\n## Others\n| `sync::f` | |\n"),
      ElementsAre("SOME_MACRO", "suture go", "suture go --far", "sync::box", "sync::box::get",
                  "sync::box::set", "sync::f", "sync::make"));
}

}  // namespace
