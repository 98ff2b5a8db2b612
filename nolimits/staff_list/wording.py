"""What the lines of a staff list are called, on the page and in its file."""

from nolimits.staff_list.plans import Kind, Line

KINDS = {
    Kind.REFUSED: "Refused",
    Kind.LEAVER: "Leavers",
    Kind.NEW: "New",
    Kind.MOVED: "Moved",
    Kind.CHANGED: "Changed",
    Kind.LEFT_OUT: "Left out",
    Kind.UNCHANGED: "Unchanged",
}
OF_ONE = {**KINDS, Kind.LEAVER: "Leaver"}
COLUMNS = ("Line", "What", "Name", "Employee number", "Account", "Before", "After", "Why")


def cells(line: Line) -> list[str]:
    """A line of the report as a spreadsheet has it."""
    before = [f"{one.what}: {one.before or 'nothing'}" for one in line.changes]
    after = [f"{one.what}: {one.after}" for one in line.changes]
    number = str(line.line or "Not in the list")
    about = [number, OF_ONE[line.kind], line.name, line.number, line.reference]
    return [*about, "; ".join(before), "; ".join(after), line.reason]
