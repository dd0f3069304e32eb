// Operations as text, one lane for each process, time downwards:
//
//   time  process 0       process 1
//      1  ┌ set('k', 1)
//      2  │               ┌ get('k')
//      3  └ None          │
//      4                  └ 1
#pragma once

#include <functional>
#include <span>
#include <string>

#include "checkers/linearizability/history.hpp"
#include "checkers/linearizability/sequence_table.hpp"

namespace suture::linearizability {

// The operations `shown` (indices), processes by number. `mark` is put before the call of an
// operation, so that text elsewhere can refer to it; "" for none. A pending operation's lane is
// left open. Each line begins with `indent`; no line ends in a blank.
std::string timeline(const history& operations, std::span<const word> shown,
                     const std::function<std::string(word)>& mark, const std::string& indent);

// Columns a UTF-8 text takes on a terminal, if none of its characters is wide.
std::size_t width_of(std::string_view text);

}  // namespace suture::linearizability
