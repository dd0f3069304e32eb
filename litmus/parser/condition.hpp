// What stands below the threads: locations, filter, and the condition.
#pragma once

#include "litmus/parser/names.hpp"
#include "litmus/parser/token_stream.hpp"

namespace suture::litmus {

// Reads up to the end of the file; fills what `t` asks and shows. Throws input_error.
void parse_condition(token_stream& in, const location_names& locations, test& t);

// "0:r0" or "P0:r0" begins here.
bool sees_register(const token_stream& in);
// The number of the thread, whose ':' is taken too.
std::uint32_t parse_thread_number(token_stream& in);

}  // namespace suture::litmus
