#include "porter/math/permutation.h"

namespace porter::math {

SignedPermutation Blocks(std::span<const int> order, std::span<const int> signs) {
  SignedPermutation result;
  for (const int block : order) {
    for (size_t i = 0; i < signs.size(); ++i) {
      result.source.push_back(block * static_cast<int>(signs.size()) + static_cast<int>(i));
      result.sign.push_back(signs[i]);
    }
  }
  return result;
}

SignedPermutation Concatenate(std::initializer_list<SignedPermutation> parts) {
  SignedPermutation result;
  for (const SignedPermutation& part : parts) {
    const int offset = static_cast<int>(result.source.size());
    for (const int source : part.source) result.source.push_back(offset + source);
    result.sign.insert(result.sign.end(), part.sign.begin(), part.sign.end());
  }
  return result;
}

}  // namespace porter::math
