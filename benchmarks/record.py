"""Events in the database of benchmarks, made with SQL, and how fast facts come out of them."""

import os
from uuid import UUID

from benchmarks import country

EVENTS = int(os.environ.get("SALA_BENCH_EVENTS", "1000000"))
# Of ten events five are screenings, three services, one an identification and one a referral.
SCREENED, SERVED, IDENTIFIED, REFERRED = (EVENTS * n // 10 for n in (5, 3, 1, 1))

ANALYST = (
    UUID("00000000-0000-0000-0001-000000000009"),
    UUID("00000000-0000-0000-0002-000000000009"),
)

_KEY = "('00000000-0000-0000-{:04}-' || lpad({}::text, 12, '0'))::uuid"
_PERSON = _KEY.format(3, f"(n * 7 % {country.PEOPLE} + 1)")
_AGENCY = _KEY.format(0, f"(n % {country.AGENCIES} + 1)")
_OTHER = _KEY.format(0, f"((n + 1) % {country.AGENCIES} + 1)")
_USER = _KEY.format(1, f"(n % {country.AGENCIES} + 1)")
_WHO = "(ARRAY['female', 'male', ''])[n % 3 + 1], (ARRAY['adult', 'child'])[n % 2 + 1], "
_WHO += "(ARRAY['LA', 'VN', 'TH', ''])[n % 4 + 1]"
_PLACE = "(SELECT array_agg(code::text ORDER BY code) AS codes FROM countries_place) p"
_FORM = "(ARRAY['forced_labour', 'sexual_exploitation', 'forced_marriage'])[n % 3 + 1]"
_DAY = "timestamptz '2016-01-01' + n % 1095 * interval '1 day'"

TABLES = (
    "screening_screening, screening_identificationdecision, protection_referral, "
    "protection_servicedelivered"
)
FILL = f"""
SET session_replication_role = replica;
TRUNCATE {TABLES} CASCADE;
INSERT INTO screening_screening (sex, age_group, citizenship, id, receipt, instrument,
        instrument_version, written_at, received_at, place_code, alone, interpreter, urgent,
        outcome, agency_id, person_id, screened_by_id, dimensions)
    SELECT {_WHO}, {_KEY.format(4, "n")}, n::text, 'bench', '1', {_DAY}, {_DAY},
           p.codes[n % cardinality(p.codes) + 1], '', '', '[]',
           (ARRAY['indicated', 'not_indicated', 'not_known'])[n % 3 + 1],
           {_AGENCY}, {_PERSON}, {_USER}, '{{}}'
    FROM generate_series(1, {SCREENED}) n, {_PLACE};
INSERT INTO screening_identificationdecision (sex, age_group, citizenship, id, decided_on,
        recorded_at, outcome, origin, neighbour, neighbour_authority, act, means, form,
        act_evidence, means_evidence, form_evidence, exploited_in, exploited_at, agency_id,
        decided_by_id, person_id)
    SELECT {_WHO}, {_KEY.format(5, "n")}, ({_DAY})::date, {_DAY}, 'identified', 'decided', '', '',
           'recruitment', '["deception", "threat"]', {_FORM}, '["statement"]', '["statement"]',
           '["statement"]', (ARRAY['TH', 'LA', 'CN'])[n % 3 + 1], '', {_AGENCY}, {_USER}, {_PERSON}
    FROM generate_series(1, {IDENTIFIED}) n;
INSERT INTO protection_referral (sex, age_group, citizenship, id, services, urgency, basis, sent_at,
        due_on, state, reason, changed_at, agency_id, changed_by_id, person_id, receiver_id,
        sent_by_id, accepted_at)
    SELECT {_WHO}, {_KEY.format(6, "n")}, '{{shelter}}', 'normal', 'danger', {_DAY}, ({_DAY})::date,
           'sent', '', {_DAY}, {_AGENCY}, {_USER}, {_PERSON}, {_OTHER}, {_USER}, NULL
    FROM generate_series(1, {REFERRED}) n;
INSERT INTO protection_servicedelivered (sex, age_group, citizenship, id, service, fulfils,
        happened_on, place_code, currency, recorded_at, struck_reason, agency_id, person_id,
        recorded_by_id)
    SELECT {_WHO}, {_KEY.format(7, "n")}, (ARRAY['shelter', 'health', 'legal_aid'])[n % 3 + 1],
           false, ({_DAY})::date, p.codes[n % cardinality(p.codes) + 1], '', {_DAY}, '',
           {_AGENCY}, {_PERSON}, {_USER}
    FROM generate_series(1, {SERVED}) n, {_PLACE};
UPDATE access_membership SET role = 'analyst' WHERE id = '{ANALYST[1]}';
RESET session_replication_role;
"""
