// Solver and contact settings of a simulation. The defaults are those measured in docs/physics.md.
#pragma once

#include <array>
#include <string_view>

struct mjOption_;

namespace porter::physics {

enum class Integrator { kEuler, kImplicitFast };
constexpr std::array<std::string_view, 2> EnumNames(Integrator) {
  return {"euler", "implicitfast"};
}

enum class Solver { kPgs, kCg, kNewton };
constexpr std::array<std::string_view, 3> EnumNames(Solver) {
  return {"pgs", "cg", "newton"};
}

enum class Cone { kPyramidal, kElliptic };
constexpr std::array<std::string_view, 2> EnumNames(Cone) {
  return {"pyramidal", "elliptic"};
}

struct SimOptions {
  double timestep = 0.005;  // s
  Integrator integrator = Integrator::kImplicitFast;
  Solver solver = Solver::kNewton;
  int iterations = 20;     // solver iterations at most
  int ls_iterations = 20;  // line search steps of Newton and CG at most
  Cone cone = Cone::kElliptic;
  double impratio = 1;      // frictional against normal impedance
  double tolerance = 1e-8;  // the solver stops early below this scaled improvement
  bool multiccd = true;     // several contact points between convex pairs
  bool islands = false;     // split the constraints into islands: pays with many free objects, not for one robot
  bool midphase = false;    // bounding boxes inside a body: pays with many geoms a body, not with a handful
  bool sensors = false;     // evaluate the model's sensors in every physics step

  // writes these settings into MuJoCo's
  void ApplyTo(mjOption_& option) const;

  void Fields(auto&& f) {
    f(timestep, {.name = "timestep", .unit = "s", .doc = "length of a physics step", .min = 1e-5, .max = 0.05});
    f(integrator, {.name = "integrator", .doc = "how velocity is integrated"});
    f(solver, {.name = "solver", .doc = "constraint solver"});
    f(iterations, {.name = "iterations", .doc = "solver iterations at most", .min = 1, .max = 1000});
    f(ls_iterations, {.name = "ls_iterations", .doc = "line search steps at most", .min = 1, .max = 1000});
    f(cone, {.name = "cone", .doc = "friction cone"});
    f(impratio, {.name = "impratio", .doc = "frictional against normal impedance", .min = 0.01, .max = 1000});
    f(tolerance, {.name = "tolerance", .doc = "the solver stops early below this improvement", .min = 0, .max = 1});
    f(multiccd, {.name = "multiccd", .doc = "several contact points between convex pairs"});
    f(islands, {.name = "islands", .doc = "split the constraints into islands"});
    f(midphase, {.name = "midphase", .doc = "bounding boxes inside a body"});
    f(sensors, {.name = "sensors", .doc = "evaluate the model's sensors in every physics step"});
  }
};

}  // namespace porter::physics
