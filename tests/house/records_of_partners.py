"""Records of partners, for the matrix of who may see what."""

from nolimits.kernel.actors import Role
from nolimits.partners.models import (
    Partner,
    PartnerCheck,
    PartnerPerson,
    PartnerProject,
    ProjectTotals,
)
from tests.factories.partners import (
    PartnerFactory,
    check_seen_by,
    person_of,
    project_of,
    totals_of,
)
from tests.house.records import makes

makes(Partner, of=())(lambda person: PartnerFactory(clear=False))
makes(PartnerCheck, of=(Role.COORDINATOR,))(check_seen_by)
makes(PartnerPerson, of=())(person_of)
makes(PartnerProject, of=(Role.PARTNER,))(project_of)
makes(ProjectTotals, of=(Role.PARTNER,))(totals_of)
