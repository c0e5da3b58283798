// What teacher and student see of the task: each number once, in the published order (facts/viral.md 2, 18).
#pragma once

#include <span>

#include "porter/policy/layout.h"
#include "porter/tasks/place_pick/view.h"

namespace porter::tasks {

// the teacher's 226 numbers; its critic sees the same
policy::ObsLayout TeacherLayout();

class PlacePickObserver {
 public:
  PlacePickObserver();

  void WriteTeacher(const PlacePickView& view, std::span<float> out) const noexcept;  // [226]
  // policy::StudentLayout, what the robot itself can measure   [113]
  void WriteStudent(const PlacePickView& view, std::span<float> out) const noexcept;

 private:
  policy::ObsLayout teacher_, student_;
};

}  // namespace porter::tasks
