// suture check --since TOKEN --failure-rate P: how many clean runs make a fix credible.
//
// A token's run cannot tell how often its bug showed, and on mended code that cannot be measured
// any more; so whoever asks says what it was. If each run failed with a probability of p, n runs
// are all clean by chance with (1 - p)^n; at 5 % or less they are taken for a sign of the fix. For
// small p that is the rule of three: 3/p runs (Hanley, Lippman-Hand, JAMA 249, 1983).
#pragma once

#include <span>
#include <string>

#include "cli/check_options.hpp"
#include "report/outcome.hpp"

namespace cli {

// "1/37", "0.002", "2.5%". Throws wrong_use for what is not above 0 and at most 1.
double parse_rate(const std::string& text);

// Makes `how` a check of the token's scenario by as many runs of a sample as it takes, as far as
// nothing else was asked for. Throws token_error, or wrong_use for a strategy that does not sample.
void check_since(check_options& how, const std::string& token, double rate);

// What the runs without a finding say, a line for each; whether it is enough in `credible`.
std::string since_text(std::span<const suture::report::outcome> all, double rate, bool& credible);

}  // namespace cli
