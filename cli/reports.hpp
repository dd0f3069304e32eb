// What a check came to, written for others to read: --json FILE, --junit FILE, …, --reports FOLDER.
#pragma once

#include <CLI/App.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "report/outcome.hpp"

namespace cli {

struct report_options {
  std::map<std::string, std::string, std::less<>> files;  // by name of the format; - is stdout
  std::map<std::string, bool, std::less<>> printed;       // those that go to the terminal
  std::string folder;                                     // all of them; or empty
};

// An option for each format (report/formats.hpp), and --reports.
void add_report_options(CLI::App& app, report_options& to);

// Is a report all that goes to stdout?
bool takes_stdout(const report_options& how);

// Before anything runs: throws wrong_use where a file could not be opened for writing, and where
// two reports are to go to one place. Makes the folder.
void check_writable(const report_options& how);

// Writes them all. What cannot be written is said on stderr, and does not keep the others from
// being written. False where there was such a thing.
bool write_reports(const report_options& how, std::vector<suture::report::outcome> all);

}  // namespace cli
