#include "porter/nn/world.h"

#include <cstdlib>
#include <string>

#include "porter/core/error.h"

namespace porter::nn {
namespace {

// how many processes a launcher says it has started; 1 without one
int LaunchedRanks() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"}) {  // Open MPI; MPICH and its kin
    if (const char* size = std::getenv(name)) return std::atoi(size);
  }
  return 1;
}

}  // namespace

#ifdef PORTER_MPI
std::unique_ptr<World> ConnectMpi();  // world_mpi.cc
#else
// without MPI every process would take itself for the only one, and all would write the same run
std::unique_ptr<World> ConnectMpi() {
  throw core::Error({.what = "this build of porter cannot train with several ranks",
                     .found = std::to_string(LaunchedRanks()) + " processes started by a launcher",
                     .expected = "one",
                     .hint = "start it without mpirun, or install libopenmpi-dev and openmpi-bin and configure with "
                             "-DPORTER_MPI=ON"});
}
#endif

std::unique_ptr<World> ConnectWorld() {
  if (LaunchedRanks() > 1) return ConnectMpi();
  return std::make_unique<SingleWorld>();
}

}  // namespace porter::nn
