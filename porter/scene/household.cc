#include "porter/scene/household.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;
using Eigen::Vector3f;
using render::TriangleMesh;

constexpr int kSegments = 32;

ModelPart Part(TriangleMesh mesh, const Vector3f& colour = Vector3f::Constant(0.6F), float roughness = 0.35F,
               float metallic = 0) {
  return {std::move(mesh), {.base_colour = colour, .roughness = roughness, .metallic = metallic}};
}

// A bent bar from (x, z) `low` to `high`, half an ellipse that reaches `out` further; both ends lie in the body's wall.
TriangleMesh Handle(const Vector2d& low, const Vector2d& high, double out, double radius) {
  constexpr int kPoints = 16;
  std::vector<Vector3d> curve;
  for (int i = 0; i <= kPoints; ++i) {
    const double turn = std::numbers::pi * (static_cast<double>(i) / kPoints - 0.5);
    const Vector2d middle = (low + high) / 2 + (high - low) / 2 * std::sin(turn);
    curve.emplace_back(middle.x() + out * std::cos(turn), 0, middle.y());
  }
  return Tube(curve, radius, 12);
}

// a profile from the axis at `bottom` to the axis at `top`, through points on an ellipse; angles from straight down
void AddArc(std::vector<Vector2d>& profile, const Vector2d& centre, const Vector2d& radii, double from, double to,
            int points) {
  for (int i = 0; i <= points; ++i) {
    const double angle = from + (to - from) * i / points;
    profile.emplace_back(centre + Vector2d(radii.x() * std::sin(angle), -radii.y() * std::cos(angle)));
  }
}

Model MakeBottle() {
  const Vector2d body[] = {{0, 0},          {0.030, 0},      {0.033, 0.003}, {0.033, 0.115},
                           {0.0315, 0.127}, {0.026, 0.141},  {0.018, 0.153}, {0.014, 0.162},
                           {0.0125, 0.172}, {0.0125, 0.185}, {0, 0.185}};
  const Vector2d cap[] = {{0, 0.178}, {0.0145, 0.178}, {0.0145, 0.198}, {0.0135, 0.2}, {0, 0.2}};
  const Vector2d label[] = {{0, 0.04}, {0.0333, 0.04}, {0.0333, 0.10}, {0, 0.10}};
  return {{Part(Revolution(body, kSegments), {0.1F, 0.35F, 0.6F}, 0.2F),
           Part(Revolution(cap, kSegments), {0.75F, 0.75F, 0.72F}),
           Part(Revolution(label, kSegments), {0.8F, 0.78F, 0.7F}, 0.7F)}};
}

Model MakeCan() {
  const Vector2d body[] = {{0, 0}, {0.026, 0}, {0.033, 0.008}, {0.033, 0.103}, {0.027, 0.113}, {0, 0.113}};
  const Vector2d lid[] = {{0, 0.112}, {0.0272, 0.112}, {0.0272, 0.115}, {0.0255, 0.115}, {0.0255, 0.1133}, {0, 0.1133}};
  return {{Part(Revolution(body, kSegments), {0.6F, 0.05F, 0.04F}, 0.3F),
           Part(Revolution(lid, kSegments), {0.75F, 0.75F, 0.76F}, 0.35F, 1)}};
}

Model MakeOrange() {
  std::vector<Vector2d> ball;
  AddArc(ball, {0, 0.036}, {0.038, 0.036}, 0, std::numbers::pi, 24);
  ball.front() = {0, 0}, ball.back() = {0, 0.072};
  const Vector2d stalk[] = {{0, 0.068}, {0.003, 0.068}, {0.0025, 0.074}, {0, 0.074}};
  return {{Part(Revolution(ball, kSegments), {0.75F, 0.25F, 0.02F}, 0.5F),
           Part(Revolution(stalk, 12), {0.1F, 0.16F, 0.03F}, 0.8F)}};
}

Model MakeCarton() {
  const Vector2d cap[] = {{0, 0.138}, {0.012, 0.138}, {0.012, 0.152}, {0.011, 0.153}, {0, 0.153}};
  return {{Part(Moved(Cuboid({0.06, 0.07, 0.14}, 0.002), {0, 0, 0.07}), {0.2F, 0.5F, 0.2F}, 0.5F),
           Part(Moved(Revolution(cap, 24), {0, 0.015, 0}), {0.8F, 0.8F, 0.78F})}};
}

// stands on its lower edge, the spine toward -y
Model MakeBook() {
  constexpr double kThick = 0.045, kWide = 0.075, kHigh = 0.15, kBoard = 0.003, kEdge = 0.004, kBevel = 0.0005;
  const Vector3d board(kBoard, kWide, kHigh);
  const double x = (kThick - kBoard) / 2;
  const TriangleMesh cover = Joined(
      std::vector{Moved(Cuboid(board, kBevel), {x, 0, kHigh / 2}), Moved(Cuboid(board, kBevel), {-x, 0, kHigh / 2}),
                  Moved(Cuboid({kThick - 2 * kBoard, kBoard, kHigh}, kBevel), {0, (kBoard - kWide) / 2, kHigh / 2})});
  const Vector3d pages(kThick - 2 * kBoard, kWide - kBoard - kEdge, kHigh - 2 * kEdge);
  return {{Part(cover, {0.35F, 0.06F, 0.06F}, 0.6F),
           Part(Moved(Cuboid(pages, kBevel), {0, (kBoard - kEdge) / 2, kHigh / 2}), {0.8F, 0.76F, 0.66F}, 0.9F)}};
}

Model MakeCup() {
  const Vector2d body[] = {{0, 0.003},     {0.022, 0.003}, {0.024, 0},     {0.028, 0},
                           {0.030, 0.006}, {0.042, 0.082}, {0.042, 0.085}, {0.039, 0.085},
                           {0.039, 0.082}, {0.027, 0.008}, {0, 0.007}};
  return {
      {Part(Joined(std::vector{Revolution(body, kSegments), Handle({0.032, 0.024}, {0.0385, 0.066}, 0.026, 0.0042)}))}};
}

Model MakeMug() {
  const Vector2d body[] = {{0, 0},         {0.034, 0},      {0.036, 0.002},  {0.036, 0.094}, {0.0355, 0.095},
                           {0.033, 0.095}, {0.0325, 0.094}, {0.0325, 0.006}, {0, 0.005}};
  return {
      {Part(Joined(std::vector{Revolution(body, kSegments), Handle({0.0345, 0.02}, {0.0345, 0.076}, 0.028, 0.005)}))}};
}

Model MakeJug() {
  const Vector2d body[] = {{0, 0},         {0.030, 0},     {0.033, 0.003}, {0.039, 0.025}, {0.040, 0.042},
                           {0.038, 0.061}, {0.032, 0.083}, {0.028, 0.097}, {0.027, 0.108}, {0.031, 0.126},
                           {0.029, 0.126}, {0.025, 0.108}, {0.026, 0.097}, {0.030, 0.082}, {0.036, 0.060},
                           {0.038, 0.042}, {0.037, 0.026}, {0.031, 0.006}, {0, 0.004}};
  return {
      {Part(Joined(std::vector{Revolution(body, kSegments), Handle({0.039, 0.044}, {0.0265, 0.112}, 0.03, 0.0045)}))}};
}

Model MakeBowl() {
  std::vector<Vector2d> bowl{{0, 0.003}, {0.024, 0.003}, {0.025, 0}, {0.028, 0}};
  constexpr double kRight = std::numbers::pi / 2;
  AddArc(bowl, {0, 0.07}, {0.041, 0.067}, 0.75, kRight, 12);
  AddArc(bowl, {0, 0.07}, {0.0385, 0.0635}, kRight, 0, 12);
  bowl.back().x() = 0;
  return {{Part(Revolution(bowl, 48))}};
}

Model MakeTumbler() {
  const Vector2d body[] = {{0, 0},        {0.027, 0},      {0.028, 0.001},  {0.038, 0.119}, {0.0375, 0.12},
                           {0.036, 0.12}, {0.0355, 0.119}, {0.0262, 0.008}, {0, 0.007}};
  return {{Part(Revolution(body, kSegments), {0.3F, 0.45F, 0.6F}, 0.15F)}};
}

}  // namespace

std::span<const HouseholdObject> HouseholdObjects() {
  using enum ObjectForm;
  static const HouseholdObject kObjects[] = {
      {"bottle", kRound, {-0.0333, -0.0333, 0}, {0.0333, 0.0333, 0.2}, MakeBottle},
      {"can", kRound, {-0.033, -0.033, 0}, {0.033, 0.033, 0.115}, MakeCan},
      {"orange", kRound, {-0.038, -0.038, 0}, {0.038, 0.038, 0.074}, MakeOrange},
      {"carton", kBox, {-0.03, -0.035, 0}, {0.03, 0.035, 0.153}, MakeCarton},
      {"book", kBox, {-0.0225, -0.0375, 0}, {0.0225, 0.0375, 0.15}, MakeBook},
      {"cup", kHandled, {-0.042, -0.042, 0}, {0.0656, 0.042, 0.085}, MakeCup},
      {"mug", kHandled, {-0.036, -0.036, 0}, {0.0675, 0.036, 0.095}, MakeMug},
      {"jug", kHandled, {-0.040, -0.040, 0}, {0.0679, 0.040, 0.126}, MakeJug},
      {"bowl", kTapered, {-0.041, -0.041, 0}, {0.041, 0.041, 0.07}, MakeBowl},
      {"tumbler", kTapered, {-0.038, -0.038, 0}, {0.038, 0.038, 0.12}, MakeTumbler},
  };
  return kObjects;
}

}  // namespace porter::scene
