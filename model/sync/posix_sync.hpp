// Makes room for namespace sync.
//
// <unistd.h> declares a function `::sync()`, and libstdc++ includes that header from <atomic> and
// <memory>, so without help `namespace sync` cannot be declared. Here the header is read under
// another name for that one function, before anybody else reads it; nothing else changes. The
// build passes this file with -include (see cmake/suture_warnings.cmake; the installed target does
// the same), so the order of a source's own includes never matters.
#pragma once

#define sync posix_sync
#include <unistd.h>
#undef sync
