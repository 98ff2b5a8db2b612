"""Every gate of every volunteer on a day, as one statement that somebody wrote by hand.

It is what `volunteers.queries.readiness` is measured against, and has to answer alike: each table
is read once and put beside the volunteers. A new gate is written here too.
"""

from datetime import date

import sqlalchemy as sa

from nolimits.kernel.db import db
from nolimits.volunteers.readiness import Gate

STATEMENT = """
WITH
identity AS (SELECT DISTINCT person_id FROM identity_check WHERE seen_on <= :on),
interviews AS (
    SELECT person_id, MAX(CASE WHEN outcome = 'suitable' THEN id END) AS yes,
        MAX(CASE WHEN outcome = 'not_suitable' THEN id END) AS no
    FROM interview WHERE held_on <= :on GROUP BY person_id
),
referees AS (
    SELECT person_id,
        COUNT(DISTINCT CASE WHEN context <> 'abroad' THEN context END) AS contexts,
        SUM(CASE WHEN context = 'abroad' THEN 1 ELSE 0 END) AS extra
    FROM reference_request
    WHERE decision = 'suitable' AND decided_on <= :on
        AND (replaced_on IS NULL OR replaced_on > :on)
    GROUP BY person_id
),
disclosed AS (
    SELECT d.person_id FROM self_disclosure d
    JOIN (SELECT MAX(id) AS id FROM self_disclosure WHERE made_on <= :on GROUP BY person_id) l
        ON l.id = d.id
    WHERE CASE WHEN d.told = 'nothing' THEN d.made_on ELSE d.seconded_on END <= :on
),
lived AS (
    SELECT b.person_id,
        MAX(CASE WHEN b.months_abroad >= 12 AND NOT EXISTS (
            SELECT 1 FROM overseas_check o LEFT JOIN referees r ON r.person_id = o.person_id
            WHERE o.person_id = b.person_id AND o.approved_on <= :on
                AND o.recorded_on >= b.told_on AND o.months >= b.months_abroad
                AND (o.way = 'certificate' OR COALESCE(r.extra, 0) >= 2)
        ) THEN 1 ELSE 0 END) AS open
    FROM background b WHERE b.told_on <= :on GROUP BY b.person_id
),
checks AS (
    SELECT d.person_id,
        MAX(CASE WHEN d.decision = 'not_suitable' AND d.decided_on <= :on THEN d.id END) AS no,
        MAX(CASE WHEN d.decision IN ('clear', 'clear_after_risk_assessment')
            AND CASE WHEN d.decision = 'clear' THEN d.decided_on ELSE d.seconded_on END <= :on
            AND (d.recheck_on IS NULL OR d.recheck_on > :on)
            AND (v.level = 'basic' OR v.level = d.level OR d.level = 'enhanced_barred'
                OR (v.level = 'standard' AND d.level = 'enhanced'))
            AND (v.workforce = d.workforce
                OR (d.workforce = 'child_and_adult' AND v.workforce IN ('child', 'adult')))
            AND (NOT v.paid OR d.fee = 'paid')
            THEN d.id END) AS yes
    FROM dbs_record d
    LEFT JOIN role_version v ON v.role = 'mentor' AND v.opened_on <= :on
        AND (v.closed_on IS NULL OR v.closed_on > :on)
    GROUP BY d.person_id
),
asked AS (SELECT id FROM training_programme WHERE for_readiness),
trained AS (
    SELECT person_id, COUNT(DISTINCT programme_id) AS passed FROM training_pass
    WHERE passed_on <= :on AND expires_on > :on AND programme_id IN (SELECT id FROM asked)
    GROUP BY person_id
),
reading AS (
    SELECT a.person_id,
        MAX(CASE WHEN h.audience = 'everyone' THEN h.number END) AS handbook,
        MAX(CASE WHEN h.audience = 'mentor' THEN h.number END) AS guidance,
        MIN(CASE WHEN h.audience = 'everyone' THEN a.made_on END) AS since
    FROM acknowledgement a JOIN handbook h ON h.id = a.handbook_id
    WHERE a.made_on <= :on AND h.published_on <= :on GROUP BY a.person_id
),
due AS (
    SELECT
        COALESCE(MAX(CASE WHEN audience = 'everyone' AND due_on <= :on THEN number END), 0)
            AS handbook,
        COALESCE(MAX(CASE WHEN audience = 'mentor' AND due_on <= :on THEN number END), 0)
            AS guidance,
        COALESCE(MIN(CASE WHEN audience = 'mentor' AND published_on <= :on THEN published_on END),
            :on) AS begun
    FROM handbook
),
agreed AS (SELECT DISTINCT volunteer_id FROM agreement WHERE signed_on <= :on),
supported AS (
    SELECT DISTINCT volunteer_id FROM support
    WHERE from_on <= :on AND (until_on IS NULL OR until_on > :on)
),
cleared AS (
    SELECT DISTINCT volunteer_id FROM clearance
    WHERE cleared_on <= :on AND (until_on IS NULL OR until_on > :on)
),
account AS (
    SELECT g.person_id, COUNT(*) AS held FROM role_grant g JOIN person p ON p.id = g.person_id
    WHERE g.role = 'volunteer' AND g.from_on <= :on AND p.suspended_at IS NULL
        AND (g.until_on IS NULL OR g.until_on > :on) AND (p.left_on IS NULL OR p.left_on > :on)
    GROUP BY g.person_id
),
held AS (
    SELECT DISTINCT volunteer_id FROM hold
    WHERE from_on <= :on AND (until_on IS NULL OR until_on > :on)
)
SELECT v.id,
    v.applied_on <= :on AS application,
    disclosed.person_id IS NOT NULL AS self_disclosure,
    lived.open IS NOT NULL AND lived.open = 0 AS overseas,
    identity.person_id IS NOT NULL AS identity,
    interviews.yes IS NOT NULL AND interviews.yes > COALESCE(interviews.no, 0) AS interview,
    COALESCE(referees.contexts, 0) >= 2 AS two_references,
    checks.yes IS NOT NULL AND checks.yes > COALESCE(checks.no, 0) AS dbs,
    COALESCE(trained.passed, 0) > 0
        AND trained.passed = (SELECT COUNT(*) FROM asked) AS training,
    COALESCE(reading.handbook >= due.handbook AND (reading.guidance >= due.guidance
        OR (due.guidance = 0 AND reading.since <= due.begun)), FALSE) AS handbook,
    agreed.volunteer_id IS NOT NULL AS agreement,
    supported.volunteer_id IS NOT NULL AS support_mentor,
    cleared.volunteer_id IS NOT NULL AS clearance,
    account.person_id IS NOT NULL AS account,
    held.volunteer_id IS NULL AS not_on_hold,
    v.left_on IS NULL OR v.left_on > :on AS not_left
FROM volunteer v CROSS JOIN due
LEFT JOIN disclosed ON disclosed.person_id = v.person_id
LEFT JOIN lived ON lived.person_id = v.person_id
LEFT JOIN identity ON identity.person_id = v.person_id
LEFT JOIN interviews ON interviews.person_id = v.person_id
LEFT JOIN referees ON referees.person_id = v.person_id
LEFT JOIN checks ON checks.person_id = v.person_id
LEFT JOIN trained ON trained.person_id = v.person_id
LEFT JOIN reading ON reading.person_id = v.person_id
LEFT JOIN agreed ON agreed.volunteer_id = v.id
LEFT JOIN supported ON supported.volunteer_id = v.id
LEFT JOIN cleared ON cleared.volunteer_id = v.id
LEFT JOIN account ON account.person_id = v.person_id
LEFT JOIN held ON held.volunteer_id = v.id
"""
_ASKED = sa.text(STATEMENT).bindparams(sa.bindparam("on", type_=sa.Date))


def gates(on: date) -> dict[int, tuple[Gate, ...]]:
    """The gates that each volunteer misses on a day."""
    rows = db.session.execute(_ASKED, {"on": on})
    return {
        row[0]: tuple(gate for gate, passed in zip(Gate, row[1:], strict=True) if not passed)
        for row in rows
    }
