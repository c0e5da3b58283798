// World over MPI (option PORTER_MPI): one process per socket or node, launched by mpirun or srun. The only file that
// includes mpi.h. Errors inside MPI end all ranks, which is MPI's default.
#include <mpi.h>

#include "porter/core/check.h"
#include "porter/nn/world.h"

namespace porter::nn {
namespace {

class MpiWorld : public World {
 public:
  MpiWorld() {
    MPI_Init(nullptr, nullptr);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }
  ~MpiWorld() override { MPI_Finalize(); }

  int rank() const override { return rank_; }
  int size() const override { return size_; }
  void Sum(std::span<float> values) override { Reduce(values.data(), values.size(), MPI_FLOAT); }
  void Sum(std::span<double> values) override { Reduce(values.data(), values.size(), MPI_DOUBLE); }

 private:
  void Reduce(void* values, size_t count, MPI_Datatype type) {
    PORTER_CHECK(MPI_Reduce(rank_ == 0 ? MPI_IN_PLACE : values, values, static_cast<int>(count), type, MPI_SUM, 0,
                            MPI_COMM_WORLD) == MPI_SUCCESS);
    PORTER_CHECK(MPI_Bcast(values, static_cast<int>(count), type, 0, MPI_COMM_WORLD) == MPI_SUCCESS);
  }

  int rank_ = 0;
  int size_ = 1;
};

}  // namespace

std::unique_ptr<World> ConnectMpi() {
  return std::make_unique<MpiWorld>();
}

}  // namespace porter::nn
