// Random programs of atomics, each in two spellings: as a litmus test, which `suture litmus` counts
// the executions of by interpreting it, and as C that a compiler has had its way with. The counts
// are the same.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <regex>

#include "tests/native/modules.hpp"

namespace native_test {
namespace {

// Draws programs of two or three threads over up to three atomics.
class generator {
 public:
  explicit generator(unsigned seed) : random_(seed) {}

  struct program {
    std::string litmus, c;
  };
  program draw(int number) {
    const int threads = one_of({2, 2, 3}), places = one_of({1, 2, 2, 3});
    std::string parameters, initial, starts, joins;
    for (int p = 0; p < places; ++p) {
      parameters += fmt::format("{}atomic_int* {}", p == 0 ? "" : ", ", names[p]);
      initial += fmt::format("{} = 0; ", names[p]);
    }
    program made;
    made.litmus = fmt::format("C t{}\n{{ {}}}\n", number, initial);
    for (int t = 0; t < threads; ++t) {
      const body b = draw_body(places, threads == 2 ? 4 : 3);
      made.litmus += fmt::format("P{} ({}) {{ {} }}\n", t, parameters, b.text(""));
      made.c += fmt::format("static void *t{}_{}(void *a) {{ {} {} return a; }}\n", number, t,
                            b.text("&"), b.kept(t));
      starts += fmt::format("pthread_create(&all[{0}], 0, t{1}_{0}, 0); ", t, number);
      joins += fmt::format("pthread_join(all[{}], 0); ", t);
    }
    made.litmus += "exists (x=0)\n";
    made.c += fmt::format("SUTURE_SCENARIO(s{0}, \"drawn.t{0}\") {{ pthread_t all[3]; {1}{2}}}\n",
                          number, starts, joins);
    return made;
  }

 private:
  static constexpr const char* names[] = {"x", "y", "z"};

  // Statements in which @ stands before the name of an atomic.
  struct body {
    std::vector<std::string> statements;
    int results = 0;

    std::string text(const char* address_of) const {
      std::string all;
      for (const std::string& s : statements)
        all += std::regex_replace(s, std::regex("@"), address_of);
      return all;
    }
    std::string kept(int thread) const {
      std::string all;
      for (int r = 0; r < results; ++r) all += fmt::format("sink[{}][{}] = r{};", thread, r, r);
      return all;
    }
  };

  body draw_body(int places, int most) {
    body b;
    const int length = std::uniform_int_distribution<>(1, most)(random_);
    for (int i = 0; i < length; ++i)
      draw_statement(b, names[std::uniform_int_distribution<>(0, places - 1)(random_)]);
    return b;
  }
  void draw_statement(body& b, const char* place) {
    const char* const update = one_of({"relaxed", "acquire", "release", "acq_rel", "seq_cst"});
    const char* const store = one_of({"relaxed", "release", "seq_cst"});
    const int value = one_of({1, 2});
    std::string s;
    switch (std::uniform_int_distribution<>(0, 7)(random_)) {
      case 0:
      case 1:
        s = fmt::format("int r{} = atomic_load_explicit(@{}, memory_order_{}); ", b.results++,
                        place, one_of({"relaxed", "acquire", "seq_cst"}));
        break;
      case 2:
      case 3:
        s = fmt::format("atomic_store_explicit(@{}, {}, memory_order_{}); ", place, value, store);
        break;
      case 4:
        s = fmt::format("int r{} = atomic_fetch_add_explicit(@{}, 1, memory_order_{}); ",
                        b.results++, place, update);
        break;
      case 5:
        s = fmt::format("int r{} = atomic_exchange_explicit(@{}, {}, memory_order_{}); ",
                        b.results++, place, value, update);
        break;
      case 6:
        s = fmt::format("atomic_thread_fence(memory_order_{}); ",
                        one_of({"acquire", "release", "acq_rel", "seq_cst"}));
        break;
      default:
        if (b.results == 0) return;
        s = fmt::format("if (r{} == 1) {{ atomic_store_explicit(@{}, {}, memory_order_{}); }} ",
                        b.results - 1, place, value, store);
    }
    b.statements.push_back(std::move(s));
  }
  template <class T>
  T one_of(std::initializer_list<T> all) {
    return all.begin()[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(random_)];
  }

  std::mt19937 random_;
};

class Agreement : public testing::TestWithParam<unsigned> {};

TEST_P(Agreement, of_compiled_c_with_litmus_tests) {
  constexpr int programs = 50;
  generator drawn(GetParam());
  const cli::temporary_folder folder;
  std::string c =
      "#include <pthread.h>\n#include <stdatomic.h>\n#include <suture/scenario.h>\n"
      "static atomic_int x, y, z;\nint sink[3][4];\n";
  std::vector<std::string> words{"litmus"};
  for (int i = 0; i < programs; ++i) {
    const generator::program p = drawn.draw(i);
    c += p.c;
    words.push_back(folder.path(fmt::format("t{}.litmus", i)));
    std::ofstream(words.back()) << p.litmus;
  }
  const auto verdicts = verdicts_of(compile(folder, c, {"-O2"}));
  const cli::finished counted = cli::suture(words);
  const std::regex line("Executions ([0-9]+)");
  std::sregex_iterator count(counted.out.begin(), counted.out.end(), line);
  for (int i = 0; i < programs; ++i, ++count) {
    ASSERT_NE(count, std::sregex_iterator()) << counted.err;
    const verdict& v = verdicts.at(fmt::format("drawn.t{}", i));
    EXPECT_EQ(v.word, "verified") << v.message;
    EXPECT_EQ(fmt::to_string(v.runs), (*count)[1].str())
        << "seed " << GetParam() << ", program " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Agreement, testing::Range(1U, 5U));

}  // namespace
}  // namespace native_test
