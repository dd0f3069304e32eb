// The run that a token on the command line names, and how it is to be shown.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "library/session.hpp"
#include "library/suture.hpp"

namespace cli {

struct token_run {
  suture::token what;
  std::function<void()> body;
  std::string expected;  // verdict
  std::string again;     // the command that replays a token of it; {} is the token
};

// TOKEN, or MODULE TOKEN, as typed; "-" reads the token from stdin.
using token_words = std::shared_ptr<std::vector<std::string>>;
token_words add_token(CLI::App& command);

// Throws wrong_use or token_error for what names no run.
token_run run_of(const std::vector<std::string>& words);

// A run that no longer fails is what one hopes for where the variant should be verified.
bool as_expected(const suture::result& r, std::string_view expected);

// --all and --width.
std::shared_ptr<suture::report::layout> add_layout(CLI::App& command);

}  // namespace cli
