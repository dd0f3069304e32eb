// suture_manual FOLDER: writes the manual page and the completions of shells, when Suture is built.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "cli/command_line.hpp"
#include "cli/manual/writers.hpp"

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: suture_manual FOLDER\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    const cli::command_line line;
    const cli::manual::program_text p = cli::manual::describe(line.app);
    write(folder / "suture.1", cli::manual::to_roff(p, SUTURE_VERSION));
    write(folder / "suture.bash", cli::manual::to_bash(p));
    write(folder / "_suture", cli::manual::to_zsh(p));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "suture_manual: %s\n", e.what());
    return 1;
  }
  return 0;
}
