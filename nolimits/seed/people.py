"""The invented council's people: staff, councillors and those with a duty in the scheme."""

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations
from nolimits.people.models import Directorate, Person
from nolimits.seed import Council

# Middles of towns on the national grid, to the kilometre.
AREAS = {
    "Stockton": (444000, 519000),
    "Thornaby": (445000, 517000),
    "Billingham": (446000, 523000),
    "Norton": (444000, 522000),
    "Yarm": (442000, 513000),
    "Ingleby Barwick": (444000, 514000),
}
DIRECTORATES = (
    "Adults, Health and Wellbeing",
    "Children's Services",
    "Community Services, Environment and Culture",
    "Corporate Services",
    "Finance, Transformation and Performance",
    "Regeneration and Inclusive Growth",
)
GIVEN = (
    "Abi Ade Bea Cal Cleo Dai Dot Eli Esme Fay Finn Gus Hal Ida Ines Ivo Jem Jo Kai Kit Lena Lou "
    "Mabel Milo Nell Noor Olu Pia Quin Rafi Rae Sol Tam Ty Uma Vic Wren Xan Yaz Zeb"
).split()
FAMILY = (
    "Applebury Brightwater Cloverly Dandelow Elderfield Fernsby Gooseacre Hazelmoor Inkwell "
    "Juniperton Kettleby Larkspur Mossbank Nettlewood Oakapple Plumtree Quillfeather Rosewick "
    "Snowberry Thistledown Umberlane Violetdale Willowmere Yarrowby"
).split()
JOBS = (
    "Accountant Archivist Caretaker Customer_adviser Data_analyst Engineer Housing_officer "
    "Librarian Lawyer Leisure_manager Planner Ranger Receptionist Surveyor Trainer"
).split()
STAFF = 120
DUTIES: tuple[tuple[str, str, int, set[Role]], ...] = (
    ("coordinators", "No Limits coordinator", 2, {Role.COORDINATOR}),
    ("finance_officers", "Finance officer", 3, {Role.FINANCE_OFFICER}),
    ("safeguarding_leads", "Safeguarding lead", 1, {Role.SAFEGUARDING_LEAD}),
    ("administrators", "Systems administrator", 1, {Role.ADMINISTRATOR}),
    ("board_readers", "Corporate Parenting Board member", 2, {Role.BOARD_READER}),
    ("panel_members", "Grant panel member", 3, {Role.PANEL_MEMBER}),
    ("support_mentors", "Support mentor", 5, {Role.SUPPORT_MENTOR}),
    ("workers", "Personal adviser", 6, set()),
)


def fill(council: Council) -> None:
    """Areas, directorates with champions, 120 staff and 12 councillors, joined a year ago."""
    with clock.standing_at(council.ago(days=420)):
        for name, (easting, northing) in AREAS.items():
            council.areas.append(operations.add_area(name, easting, northing, by=SYSTEM))
        for name in DIRECTORATES:
            council.directorates.append(operations.add_directorate(name, by=SYSTEM))
        names = [f"{given} {family}" for family in FAMILY for given in GIVEN]
        council.dice.shuffle(names)
        for duty, job, count, roles in DUTIES:
            people = [_add(council, names.pop(), job, {Role.STAFF, *roles}) for _ in range(count)]
            getattr(council, duty).extend(people)
        for _ in range(12):
            person = _add(council, f"Cllr {names.pop()}", "Councillor", {Role.COUNCILLOR})
            council.councillors.append(person)
        while len(council.staff) < STAFF:
            job = council.dice.choice(JOBS).replace("_", " ")
            _add(council, names.pop(), job, {Role.STAFF})
        for directorate in council.directorates:
            colleague = next(p for p in council.staff if p.directorate_id == directorate.id)
            operations.name_champion(directorate, colleague, by=council.coordinators[0])


def _add(council: Council, name: str, job: str, roles: set[Role]) -> Person:
    """One invented person; addresses end in .example, which nobody owns."""
    number = len(council.staff) + len(council.councillors) + 1
    is_staff = Role.STAFF in roles
    childrens = council.directorates[1]
    person = operations.add_person(
        name,
        f"{name.removeprefix('Cllr ').lower().replace(' ', '.')}@council.example",
        roles,
        by=SYSTEM,
        directorate=childrens if job == "Personal adviser" else _directorate(council, is_staff),
        job_title=job,
        employee_number=f"{100000 + number}" if is_staff else None,
    )
    if is_staff:
        council.staff.append(person)
    return person


def _directorate(council: Council, is_staff: bool) -> Directorate | None:
    return council.dice.choice(council.directorates) if is_staff else None
