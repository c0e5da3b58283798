// Small worlds for tests of this room: numbers chosen so that the exact answer is known.
#pragma once

#include <string_view>

namespace porter::physics {

// a 1 kg ball in free fall; 10 ms steps, Euler
inline constexpr std::string_view kBall = R"(<mujoco>
  <option timestep="0.01" integrator="Euler"/>
  <worldbody><body name="ball" pos="0 0 10"><freejoint/><geom size="0.1" mass="1"/>
    <site name="top" pos="0 0 0.1"/></body></worldbody>
  <sensor><accelerometer site="top"/></sensor>
</mujoco>)";

// a 2 kg box of 0.2 m on the floor; gravity 10 m/s2
inline constexpr std::string_view kBox = R"(<mujoco>
  <option timestep="0.005" integrator="implicitfast" gravity="0 0 -10" cone="elliptic" impratio="10"/>
  <worldbody>
    <geom name="floor" type="plane" size="0 0 1" friction="0.5"/>
    <body name="box" pos="0 0 0.1">
      <freejoint/>
      <geom name="box" type="box" size="0.1 0.1 0.1" mass="2" friction="0.5"/>
    </body>
  </worldbody>
</mujoco>)";

// a hinge that moves a mass without gravity under PD (kp 40, kd 4, effort 5), and a passive slide
inline constexpr std::string_view kServo = R"(<mujoco>
  <option timestep="0.005" integrator="implicitfast" gravity="0 0 0"/>
  <worldbody>
    <body name="arm"><joint name="hinge" axis="0 1 0"/><geom size="0.05" pos="0.3 0 0" mass="1"/></body>
    <body name="car" pos="0 1 0"><joint name="slide" type="slide" axis="1 0 0"/><geom size="0.05" mass="1"/></body>
  </worldbody>
  <actuator><position joint="hinge" kp="40" kv="4" forcerange="-5 5"/></actuator>
</mujoco>)";

}  // namespace porter::physics
