// Memory models: which graphs are executions.
//
// A model answers two questions about the next event of a thread: which writes may this read take
// its value from, and where in modification order may this write go? Both come down to one, asked
// of the graph with the event in it: is it consistent? Coherence and the atomicity of
// read-modify-writes are the same in every model and are kept by construction (graph's
// coherence_bound and candidates.hpp), and so is that po ∪ rf is acyclic, since an event is only
// added after what it reads from; what differs is the order that must be acyclic on top.
//
// memory_models() is the only place where the models are told apart by name. Who adds one writes
// its class (as in sc.hpp) and adds it there.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/graph/graph.hpp"

namespace suture {

class memory_model {
 public:
  virtual ~memory_model() = default;
  virtual std::string_view name() const = 0;

  // The order an access written with `order` has in this model.
  virtual std::memory_order effective(std::memory_order order) const = 0;

  // Are its executions interleavings, so that nothing is lost where every read takes the latest
  // write and every write comes last, in the order in which a run carries them out?
  virtual bool interleaves() const { return false; }

  // Is `g` consistent, given that it was so before the edges of the events in `changed` were as
  // they are? Adding the newest event with the latest choice (reading the last write, going to the
  // end of modification order) keeps every graph consistent and need not be asked.
  virtual bool consistent(const graph& g, std::span<const event_id> changed) = 0;
};

struct known_memory_model {
  std::string_view name;
  std::string_view about;  // for people, in a few words
  std::unique_ptr<memory_model> (*make)();
};

// All there are, the strongest first: each has the executions of those before it, and more.
std::span<const known_memory_model> memory_models();
std::vector<std::string> memory_model_names();
// "sc: interleavings; tso: …", for help.
std::string about_memory_models();

// Null where there is none of that name.
std::unique_ptr<memory_model> make_memory_model(std::string_view name);

}  // namespace suture
