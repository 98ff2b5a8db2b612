"""The fixed words in which somebody is asked about their record (R-REC-3).

They are the law's: a test holds them, and whoever changes one word asks the council's lawyer first.
"""

PROTECTED = (
    "Do not tell us about a caution or conviction that is protected, which some people call "
    "filtered. The law says that you need not, and that we may not take it into account if you do."
)
UNSPENT = (
    "Do you have any convictions or conditional cautions that are unspent under the "
    "Rehabilitation of Offenders Act 1974?"
)
SPENT = (
    "Do you have any adult cautions, simple or conditional, or any spent convictions, that are "
    "not protected under the Rehabilitation of Offenders Act 1974 (Exceptions) Order 1975, as "
    "amended in 2020?"
)
OTHER = (
    "Is there anything else that could make somebody doubt whether you should work with children?"
)
