#include "litmus/parser/read_test.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "litmus/input_error.hpp"
#include "litmus/parser/body.hpp"
#include "litmus/parser/condition.hpp"
#include "litmus/parser/initial_values.hpp"
#include "litmus/parser/types.hpp"
#include "model/read_regular_file.hpp"

namespace suture::litmus {

namespace {

// `(atomic_int* x, int* y)`: a thread names the locations it uses, which are the test's by that
// name.
void parse_parameters(token_stream& in, location_names& locations, thread_names& names) {
  in.expect("(", "after the name of the thread");
  if (in.accept(")")) return;
  if (in.sees("void") && in.sees(")", 1)) {
    in.take();
    in.take();
    return;
  }
  do {
    const std::uint32_t line = in.line();
    const declared_type declared = parse_type(in);
    const token name = in.expect_identifier("the name of a parameter");
    if (!declared.of.is_pointer()) {
      in.fail(line, fmt::format("unsupported type of parameter '{}': supported are pointers, as in "
                                "'int* x' or 'atomic_int* x'",
                                name.text));
    }
    const std::uint32_t location = locations.number_of(name.text);
    names.add_parameter(name.text, location);
    if (!declared.is_void) locations.declare(location, pointee(declared.of), in, line);
  } while (in.accept(","));
  in.expect(")", "after the parameters");
}

thread parse_thread(token_stream& in, location_names& locations, const initial_values& initial,
                    std::size_t number) {
  thread result;
  while (in.accept("static") || in.accept("void")) {
  }
  const token name = in.take();
  result.name = fmt::format("P{}", number);
  result.line = name.line;
  if (name.text != result.name) {
    in.fail(name.line, fmt::format("expected the thread {}, not {}", result.name, quoted(name)));
  }
  thread_names names(result);
  parse_parameters(in, locations, names);
  initial.give_to(result, number);
  in.expect("{", "before the body of the thread");
  result.body = body_parser(in, locations, names).block();
  return result;
}

bool sees_thread(const token_stream& in) {
  if (in.sees("void") || in.sees("static")) return true;
  return in.sees(token_kind::identifier) && in.peek().text.starts_with("P") && in.sees("(", 1);
}

}  // namespace

test read_test(std::string_view text, std::string file) {
  const header begin = read_header(text, file);
  token_stream in(tokenize(text, begin, file), file);
  test result;
  result.file = std::move(file);
  result.name = begin.name;
  result.doc = begin.doc;
  location_names locations(result.locations);
  initial_values initial(in, locations);
  initial.parse();
  do {
    result.threads.push_back(parse_thread(in, locations, initial, result.threads.size()));
  } while (sees_thread(in));
  locations.settle();
  initial.check_threads(result.threads.size());
  parse_condition(in, locations, result);
  return result;
}

test read_test_file(const std::string& file) {
  std::string content;
  try {
    content = read_regular_file(file);
  } catch (const std::runtime_error& e) {
    throw input_error(file, std::string("cannot be read: ") + e.what());
  }
  if (content.find_first_not_of(" \t\r\n") == std::string::npos) {
    throw input_error(file, "the file is empty: a litmus test begins with 'C name'");
  }
  return read_test(content, file);
}

}  // namespace suture::litmus
