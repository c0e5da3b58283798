// The verbs of the program: one line each, in the order of the help text.
#ifdef PORTER_TRAINS  // torch was found
#define PORTER_TRAINING_VERBS(VERB) VERB(TrainVerb)
#else
#define PORTER_TRAINING_VERBS(VERB)
#endif
#define PORTER_VERBS(VERB) \
  VERB(BenchVerb)          \
  VERB(ConfigVerb)         \
  VERB(DemosVerb)          \
  VERB(DoctorVerb)         \
  VERB(EvalVerb)           \
  VERB(ExportVerb)         \
  VERB(InspectVerb)        \
  VERB(RenderVerb)         \
  PORTER_TRAINING_VERBS(VERB)

#include "apps/verb.h"

namespace porter::apps {

#define DECLARE(verb) Verb verb();
PORTER_VERBS(DECLARE)
#undef DECLARE

std::span<const Verb> Verbs() {
#define CALL(verb) verb(),
  static const Verb kVerbs[] = {PORTER_VERBS(CALL)};
#undef CALL
  return kVerbs;
}

}  // namespace porter::apps
