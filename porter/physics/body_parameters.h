// Furniture and objects with sizes, places, masses and friction of their own in every environment of one model.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/physics/batch_sim.h"
#include "porter/physics/body_spec.h"

namespace porter::physics {

class BodyParameters {
 public:
  // bodies: as the model was built with. Throws core::Error for bodies that the model lacks and for a model with
  // bounding boxes inside bodies (SimOptions::midphase), which are computed once for all environments.
  BodyParameters(const Model& model, std::span<const BodySpec> bodies);

  // what it changes, for BatchSimConfig::parameters
  static std::vector<std::string> Fields();

  // Gives an environment its own version of a body: solids, mass, friction, and where it is if it is fixed; contact
  // bits and names stay. The caller commits the parameters. Throws core::Error where the kinds of the solids differ
  // from the model's.   body: index in the list of bodies
  void Write(BatchSim& sim, int env, size_t body, const BodySpec& spec) const;

 private:
  struct Place {
    std::string name;
    int body, first_geom;
    std::vector<Primitive> kinds;
  };
  std::vector<Place> places_;
};

}  // namespace porter::physics
