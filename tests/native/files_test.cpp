// Files that are no modules, or that Suture cannot run rightly: refused with a sentence, status 2,
// and before anything of them has run. What a module calls at its risk is a finding.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/native/modules.hpp"

namespace native_test {
namespace {

using testing::HasSubstr;

void expect_refused(const std::string& file, const std::string& why) {
  const cli::finished checked = cli::suture({"check", file});
  EXPECT_EQ(checked.status, 2) << file << checked.out;
  EXPECT_THAT(checked.err, HasSubstr(file));
  EXPECT_THAT(checked.err, HasSubstr(why));
}

const char* const scenario =
    "#include <suture/scenario.h>\n"
    "SUTURE_SCENARIO(one, \"a.b\") {}\n";

TEST(Files, that_are_no_modules_are_refused) {
  const cli::temporary_folder folder;
  const std::string text = folder.path("text.so"), empty = folder.path("empty.so");
  std::ofstream(text) << "no module\n";
  std::ofstream(empty) << "";
  expect_refused(folder.path("none.so"), "there is no such file");
  expect_refused(text, "is no shared object");
  expect_refused(empty, "is no shared object");
  expect_refused("/", "is no regular file");
  const std::string damaged = folder.path("damaged.so");
  std::filesystem::copy_file(compile(folder, scenario), damaged);
  std::filesystem::resize_file(damaged, 4000);
  expect_refused(damaged, "is damaged");
}

TEST(Files, without_a_scenario_are_refused) {
  const cli::temporary_folder folder;
  expect_refused(compile(folder, "int x; void set(void) { x = 1; }\n"), "has no scenario");
  expect_refused(compile(folder,
                         "#include <suture/scenario.h>\n"
                         "SUTURE_SCENARIO(one, \"Not An Id\") {}\n"),
                 "Not An Id");
}

TEST(Files, that_were_compiled_by_others_are_refused) {
  const cli::temporary_folder folder;
  const std::string file = folder.path("plain.c"), module = folder.path("libplain.so");
  std::ofstream(file) << "int x; void set(void) { x = 1; }\n";
  const cli::finished made =
      cli::run_program("/bin/sh", {"-c", fmt::format("gcc -shared -fPIC -o {} {}", module, file)});
  if (made.status != 0) GTEST_SKIP() << "there is no gcc on this machine";
  expect_refused(module, "compile it with suture-cc");
}

TEST(Files, that_bring_another_runtime_are_refused) {
  const cli::temporary_folder folder;
  const std::string file = folder.path("own.c"), module = folder.path("libown.so");
  std::ofstream(file) << "int x; void set(void) { x = 1; }\n";
  const cli::finished made = cli::run_program(
      "/bin/sh", {"-c", fmt::format("gcc -fsanitize=thread -shared -fPIC -o {} {}", module, file)});
  if (made.status != 0) GTEST_SKIP() << "there is no gcc with libtsan on this machine";
  expect_refused(module, "libtsan");
}

TEST(Files, with_a_call_that_is_not_known_are_refused_by_its_name) {
  const cli::temporary_folder folder;
  const std::string source = fmt::format(
      "{}void __tsan_made_up(void);\nvoid call(void) {{ __tsan_made_up(); }}\n", scenario);
  expect_refused(compile(folder, source), "__tsan_made_up");
}

TEST(Files, with_thread_locals_of_the_system_s_own_are_refused) {
  const cli::temporary_folder folder;
  const std::string source = fmt::format(
      "{}static _Thread_local int own;\nint count(void) {{ return ++own; }}\n", scenario);
  expect_refused(compile(folder, source, {"-ftls-model=initial-exec"}), "initial-exec");
  expect_refused(compile(folder, source, {"-mtls-dialect=gnu2"}), "descriptors");
}

TEST(Files, with_inline_assembly_are_refused_unless_it_is_to_be_ignored) {
  const cli::temporary_folder folder;
  const std::string source = fmt::format(
      "{}int x;\nint add(int n) {{ __asm__ volatile(\"lock; xaddl %0, %1\" : \"+r\"(n), \"+m\"(x));"
      " return n; }}\nvoid relax(void) {{ __asm__ volatile(\"pause\" ::: \"memory\"); }}\n"
      "void barrier(void) {{ __asm__ volatile(\"\" ::: \"memory\"); x = 1; }}\n",
      scenario);
  const std::string module = compile(folder, source);
  expect_refused(module, "inline assembly");
  expect_refused(module, "module.c:4: lock; xaddl");
  setenv("SUTURE_ASSEMBLY", "ignore", 1);
  compile(folder, source);
  unsetenv("SUTURE_ASSEMBLY");
  EXPECT_EQ(verdicts_of(module).at("a.b").word, "verified");
}

TEST(Files, are_linked_so_that_distributions_flags_do_no_harm) {
  const cli::temporary_folder folder;
  const std::string module = compile(
      folder, scenario,
      {"-O2", "-D_FORTIFY_SOURCE=2", "-fno-plt", "-Wl,-z,relro", "-Wl,-z,now", "-Wl,-z,defs"});
  EXPECT_EQ(verdicts_of(module).at("a.b").word, "verified");
}

TEST(Calls, of_a_library_that_starts_a_thread_of_its_own_are_findings) {
  const cli::temporary_folder folder;
  const std::string source = folder.path("starter.c"), library = folder.path("libstarter.so");
  std::ofstream(source) << "#include <pthread.h>\n"
                           "static void *go(void *f) { ((void (*)(void))f)(); return 0; }\n"
                           "void start(void (*f)(void)) { pthread_t t;\n"
                           "  pthread_create(&t, 0, go, (void *)f); pthread_join(t, 0); }\n";
  const cli::finished made = cli::run_program(
      "/bin/sh", {"-c", fmt::format("gcc -shared -fPIC -o {} {}", library, source)});
  if (made.status != 0) GTEST_SKIP() << "there is no gcc on this machine";
  const std::string module =
      compile(folder,
              "#include <suture/scenario.h>\nvoid start(void (*f)(void));\nint x;\n"
              "static void set(void) { x = 1; }\n"
              "SUTURE_SCENARIO(one, \"a.b\") { start(set); x = 2; }\n",
              {library, fmt::format("-Wl,-rpath,{}", folder.path(""))});
  const verdict v = verdicts_of(module).at("a.b");
  EXPECT_EQ(v.word, "misuse");
  EXPECT_THAT(v.message, HasSubstr("starts a thread of the operating system"));
}

// The kind and the message of the finding that the function's body makes.
verdict of_body(const std::string& body) {
  const cli::temporary_folder folder;
  const std::string source = fmt::format(
      "#include <assert.h>\n#include <pthread.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
      "#include <suture/scenario.h>\nstatic int calls;\n"
      "SUTURE_SCENARIO(one, \"a.b\") {{ (void)calls; {} }}\n",
      body);
  return verdicts_of(compile(folder, source)).at("a.b");
}

TEST(Calls, that_are_not_modelled_are_findings_by_name) {
  const verdict cancels = of_body("pthread_cancel(pthread_self());");
  EXPECT_EQ(cancels.word, "misuse");
  EXPECT_THAT(cancels.message, HasSubstr("calls pthread_cancel at "));
  EXPECT_THAT(of_body("fork();").message, HasSubstr("calls fork"));
  EXPECT_THAT(of_body("syscall(39);").message, HasSubstr("system call"));
}

TEST(Calls, that_end_the_process_are_findings) {
  EXPECT_EQ(of_body("abort();").word, "crash");
  EXPECT_EQ(of_body("exit(0);").word, "misuse");
  EXPECT_EQ(of_body("*(volatile int *)0 = 1;").word, "crash");
  const verdict failed = of_body("assert(1 == 2);");
  EXPECT_EQ(failed.word, "check");
  EXPECT_THAT(failed.message, HasSubstr("1 == 2"));
}

TEST(Calls, with_memory_that_is_not_malloc_s_are_findings) {
  EXPECT_EQ(of_body("int x; int *volatile p = &x; free(p);").word, "misuse");
  EXPECT_EQ(of_body("char *volatile p = malloc(4); free(p); free(p);").word, "double-free");
}

TEST(Runs, begin_with_static_data_as_it_was) {
  const verdict v = of_body("suture_check(calls++ == 0, \"once\"); suture_choose(4);");
  EXPECT_EQ(v.word, "verified") << v.message;
  EXPECT_EQ(v.runs, 4);
}

TEST(Runs, are_left_by_a_failed_assumption) {
  const verdict v = of_body("suture_assume(suture_choose(3) != 1); suture_note(\"on\");");
  EXPECT_EQ(v.word, "verified") << v.message;
}

}  // namespace
}  // namespace native_test
