// Output that may fail: a full disk, a reader who has gone. A check says so and ends with a status
// of its own, but loses neither the other reports nor its verdict for that.
#pragma once

#include <string>
#include <string_view>

namespace cli {

// From here on who writes into a pipe that nobody reads gets an error, instead of a signal that
// ends the process. Children that run code under test are as they were.
void outlive_closed_pipes();

// To stdout. What cannot be written is lost here; fault_of_output tells.
void say(std::string_view text);

// Writes what is left in stdout's buffer. Why something of the output so far is lost, or empty.
std::string fault_of_output();

// Why `file` cannot be opened for writing, or empty. It is left as it is, or as not there.
std::string fault_of_opening(const std::string& file);

// Makes `text` all that `file` holds. Why that could not be done, or empty.
std::string write_file(const std::string& file, std::string_view text);

}  // namespace cli
