// The names that the public headers declare, and those that docs/api.md explains.
//
// The reader of headers knows as much C++ as this repository's headers need: it follows namespaces,
// classes and their access, and takes from each declaration the name that it introduces. Operators,
// constructors and destructors go without a line of their own, and so do the
// ways by which the parts of `sync` come to each other's insides, such as engine_cell().
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace house {

using names = std::set<std::string>;

// "sync::atomic", "sync::atomic::load", "suture::options::seed": what lies in namespace
// suture::sync goes by sync::. Nothing from namespaces named detail.
names names_declared(std::string_view header);

// "EXPECT_VERIFIED": macros that the header defines, or asks for.
names macros_defined(std::string_view header);

// "suture check", "suture check --seed": what a source of the command adds to it; "--reuse" where
// it does not say to which of them.
names commands_added(std::string_view source);

// What the page has a line for. Lines of tables explain names: those in backquotes in their first
// cell, up to what is no part of a name. A heading with a name in backquotes says what they belong
// to, as `sync::atomic<T>` or `suture check`; that name is explained by the heading itself.
names names_explained(std::string_view page);

// All that the page should explain. `root` is that of the repository.
names public_names(const std::filesystem::path& root);

std::string text_of(const std::filesystem::path& file);

}  // namespace house
