#include "checkers/linearizability/marked.hpp"

namespace suture::linearizability {

value value_of(const sync::mark_value& v) {
  switch (v.kind()) {
    case sync::mark_value::type::boolean:
      return v.integer() != 0;
    case sync::mark_value::type::integer:
      return v.integer();
    case sync::mark_value::type::text:
      return v.text();
    case sync::mark_value::type::error:
      return value::error(v.text());
    case sync::mark_value::type::list: {
      std::vector<value> elements;
      for (const sync::mark_value& e : v.elements()) elements.push_back(value_of(e));
      return value::list(std::move(elements));
    }
    case sync::mark_value::type::none:
    case sync::mark_value::type::unknown:
      break;
  }
  return {};
}

std::string to_string(const sync::marked_call& call) {
  std::string text = call.name + std::string("(");
  for (std::size_t i = 0; i < call.arguments.size(); ++i) {
    text += (i > 0 ? ", " : "") + to_string(value_of(call.arguments[i]));
  }
  return text + ")";
}

std::string result_text(const sync::mark_value& result) {
  if (result.kind() == sync::mark_value::type::unknown) return "left by an exception";
  const bool raised = result.kind() == sync::mark_value::type::error;
  return (raised ? "raises " : "") + to_string(value_of(result));
}

}  // namespace suture::linearizability
