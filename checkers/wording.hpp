// How findings speak of threads, places, data and blocks: the words that all checkers share.
//
// No wording holds an address or depends on the order of a search: data goes by its label or by
// where it was made, a block by its label or by where it was allocated.
#pragma once

#include <string>

#include "model/run/run_view.hpp"

namespace suture::wording {

// " at str.cpp:118", " (made at str.cpp:118)" where that is only the nearest known, or nothing.
std::string at(const sync::site& where);

// " since str.cpp:118", or nothing.
std::string since(const sync::site& where);

// "thread 1"
std::string thread(thread_id t);

// "utf8" if labelled, else "the data of str.cpp:40" after where it was made, else "plain data".
std::string data(const run_view& run, const void* address, const sync::site& made);

// "7 bytes allocated at str.cpp:118 by thread 1"
std::string extent(const suture::block& b);

// "text" if it has a name, else "the 7 bytes allocated at str.cpp:118 by thread 1". A label at the
// block's address is not its name but that of the object at its beginning.
std::string block(const suture::block& b);

// Where `a` stands before `b` in the source: a rank that two runs agree on, by the file's name
// without folders, line and function.
bool stands_before(const sync::site& a, const sync::site& b);

}  // namespace suture::wording
