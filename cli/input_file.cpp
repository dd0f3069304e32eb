#include "cli/input_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/exit_status.hpp"

namespace cli {

namespace {

constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 30U;

}  // namespace

void require_readable(const std::string& option, const std::string& file) {
  std::error_code failure;
  const auto status = std::filesystem::status(file, failure);
  if (failure || !std::filesystem::exists(status)) return;
  const auto refuse = [&](const char* what) {
    throw wrong_use(fmt::format("{}: {}: {}", option, file, what));
  };
  if (std::filesystem::is_directory(status)) refuse("Is a directory");
  if (!std::filesystem::is_regular_file(status)) refuse("is no regular file");
  if (std::filesystem::file_size(file, failure) > most_bytes && !failure) {
    refuse("has more than 1 GiB");
  }
}

std::string text_of_file(const std::string& option, const std::string& file) {
  require_readable(option, file);
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw wrong_use(fmt::format("{}: cannot read {}", option, file));
  return text;
}

}  // namespace cli
