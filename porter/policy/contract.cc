#include "porter/policy/contract.h"

#include <cmath>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/robot/model_check.h"

namespace porter::policy {
namespace {

std::vector<JointContract> JointRows(const robot::RobotSpec& robot) {
  std::vector<JointContract> rows;
  for (const robot::JointSpec& joint : robot.joints) {
    rows.push_back({.name = std::string(joint.name),
                    .kp = joint.gains.kp,
                    .kd = joint.gains.kd,
                    .effort = joint.motor.effort,
                    .default_position = joint.default_position});
  }
  return rows;
}

std::vector<TermContract> TermRows(const Layout& layout) {
  std::vector<TermContract> rows;
  for (const Term& term : layout.terms()) {
    rows.push_back(
        {.name = term.name, .width = term.width, .unit = term.unit, .frame = term.frame, .scale = term.scale});
  }
  return rows;
}

std::string ToText(const TermContract& term) {
  std::string text = core::Cat(term.name, "[", term.width, "]");
  if (!term.unit.empty()) text += " " + term.unit;
  if (!term.frame.empty()) text += " in " + term.frame;
  return text + " x " + core::FormatNumber(term.scale);
}

std::string ToText(const std::vector<TermContract>& terms) {
  std::vector<std::string> texts;
  for (const TermContract& term : terms) texts.push_back(ToText(term));
  return core::Join(texts, ", ");
}

[[noreturn]] void Refuse(const std::string& source, const std::string& what, std::string found, std::string expected) {
  throw core::Error({.what = "the policy's contract does not match: " + what,
                     .place = {.file = source},
                     .found = std::move(found),
                     .expected = std::move(expected),
                     .hint = "a policy runs only with what it was trained with"});
}

void CheckNumber(const std::string& source, const std::string& what, double found, double expected) {
  if (found != expected) Refuse(source, what, core::FormatNumber(found), core::FormatNumber(expected));
}

void CheckTerms(const std::string& source, const char* what, const std::vector<TermContract>& found,
                const std::vector<TermContract>& expected) {
  if (ToText(found) != ToText(expected)) Refuse(source, what, ToText(found), ToText(expected));
}

void CheckJointRows(const Contract& contract, const robot::RobotSpec& robot, const std::string& source) {
  std::vector<std::string> names;
  for (const JointContract& joint : contract.joints) names.push_back(joint.name);
  robot::CheckJoints(robot, names, source, robot::OrderRule::kSameOrder);
  const std::vector<JointContract> expected = JointRows(robot);
  for (size_t j = 0; j < expected.size(); ++j) {
    const JointContract& found = contract.joints[j];
    CheckNumber(source, "kp of " + found.name, found.kp, expected[j].kp);
    CheckNumber(source, "kd of " + found.name, found.kd, expected[j].kd);
    CheckNumber(source, "effort of " + found.name, found.effort, expected[j].effort);
    CheckNumber(source, "default_position of " + found.name, found.default_position, expected[j].default_position);
  }
}

}  // namespace

Contract MakeContract(std::string name, const robot::RobotSpec& robot, const ObsLayout& observation,
                      const ActionLayout& action) {
  return {.name = std::move(name),
          .robot = std::string(robot.name),
          .joints = JointRows(robot),
          .observation = TermRows(observation),
          .action = TermRows(action)};
}

double NumberOf(const Contract& contract, std::string_view name, const std::string& source) {
  std::vector<std::string> names;
  for (const ContractNumber& number : contract.numbers) {
    if (number.name == name) return number.value;
    names.push_back(number.name);
  }
  Refuse(source, core::Cat("the number ", name), names.empty() ? "no numbers" : core::Join(names, ", "),
         std::string(name));
}

void CheckContract(const Contract& contract, const ContractUse& use, const std::string& source) {
  if (contract.robot != use.robot.name) Refuse(source, "robot", contract.robot, std::string(use.robot.name));
  CheckJointRows(contract, use.robot, source);
  CheckNumber(source, "control_rate, Hz", contract.control_rate, use.control_rate);
  CheckNumber(source, "history, frames", contract.history, use.history);
  CheckTerms(source, "observation", contract.observation, TermRows(use.observation));
  CheckTerms(source, "action", contract.action, TermRows(use.action));
}

}  // namespace porter::policy
