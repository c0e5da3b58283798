#include "porter/nn/world.h"

namespace porter::nn {

#ifdef PORTER_MPI
std::unique_ptr<World> ConnectMpi();  // world_mpi.cc

std::unique_ptr<World> ConnectWorld() {
  return ConnectMpi();
}
#else
std::unique_ptr<World> ConnectWorld() {
  return std::make_unique<SingleWorld>();
}
#endif

}  // namespace porter::nn
