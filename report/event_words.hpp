// One event in words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/graph/event.hpp"
#include "report/values.hpp"

namespace suture::report {

// What only the run as a whole knows of an event. Steps are counted from 1; 0: there is none.
struct event_place {
  std::size_t newer = 0;   // the step that wrote what this read does not see yet
  std::size_t before = 0;  // the step whose write is older in time, yet later in modification order
  bool lock = false;       // takes or gives back a lock
};

// Does the event stand in traces? Not the engine's own, and not the beginnings and ends of threads,
// which the columns show.
bool is_shown(const event& e);

// "load n", "store n", …: the words without values.
std::string event_action(const event& e, std::string_view object);

// "fetch_add (relaxed)", "store": which operation it is and with what order.
std::string operation_words(const event& e);

// "n is 0 (relaxed, older than step 7)"
std::string event_text(const event& e, std::string_view object, const event_place& place,
                       const values& words);

}  // namespace suture::report
