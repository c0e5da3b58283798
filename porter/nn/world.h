// The ranks that train together: one process now, or one per socket or GPU under mpirun. Rollouts never leave their
// rank; only gradients and a few moments are summed, as one flat buffer (design 10).
#pragma once

#include <memory>
#include <span>

namespace porter::nn {

class World {
 public:
  virtual ~World() = default;

  virtual int rank() const = 0;  // 0 .. size() - 1
  virtual int size() const = 0;

  // each element becomes its sum over all ranks, bit-identical on all of them; every rank must call, in the same order
  virtual void Sum(std::span<float> values) = 0;
  virtual void Sum(std::span<double> values) = 0;
};

// rank 0 of 1
class SingleWorld : public World {
 public:
  int rank() const override { return 0; }
  int size() const override { return 1; }
  void Sum(std::span<float>) override {}
  void Sum(std::span<double>) override {}
};

// The ranks that started this program: those of mpirun, or a single one. Once a process. Throws core::Error for several
// processes in a build without PORTER_MPI.
std::unique_ptr<World> ConnectWorld();

}  // namespace porter::nn
