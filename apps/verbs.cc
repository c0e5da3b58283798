// The verbs of the program: one line each, in the order of the help text.
#define PORTER_VERBS(VERB) \
  VERB(BenchVerb)          \
  VERB(ConfigVerb)         \
  VERB(DoctorVerb)         \
  VERB(ExportVerb)         \
  VERB(InspectVerb)

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
