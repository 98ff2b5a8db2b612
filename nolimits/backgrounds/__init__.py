"""What somebody tells of themself before they volunteer: names, addresses, time abroad, record."""
