"""What the steps of this room were made of: moves, entries of the ledger, and columns."""

# What could become what when this ran.
MOVES = {
    "complaint": """registered screen screened, screened screen screened,
        screened refer referred, screened close closed, closed agree reviewed,
        closed reopen screened""",
    "incident": """recorded open_case case, recorded reject not_a_case,
        not_a_case reconsider recorded""",
    "case": """open hand_to_prosecution with_prosecution, with_prosecution send_back open,
        with_prosecution hand_to_court in_court, in_court send_back with_prosecution,
        open close closed, with_prosecution close closed, in_court close closed,
        closed reopen open""",
    "investigation": """open suspend suspended, suspended resume open,
        open submit submitted, submitted return open, open close closed,
        suspended close closed""",
    "identity_request": """asked grant granted, asked decline declined,
        asked withdraw withdrawn""",
    "cooperation": """made acknowledge acknowledged, made answer answered,
        made refuse refused, made withdraw withdrawn, acknowledged answer answered,
        acknowledged refuse refused, acknowledged withdraw withdrawn""",
    "charge": """filed withdraw withdrawn, filed judge judged, judged judge judged,
        judged appeal appealed, appealed judge judged, appealed finish final,
        judged finish final""",
    "forfeiture": """ordered collect collected, ordered lift lifted,
        collected lift lifted""",
    "claim": """open order ordered, open refuse refused, open waive waived,
        refused ask_again open, waived ask_again open, ordered lift open,
        ordered settle paid""",
}
# By which entry of the ledger each move is known; the words of a case's events are the same.
ENTRIES = {
    "complaint": {
        "complaint_screened": "screen",
        "complaint_referred": "refer",
        "complaint_closed": "close",
        "complaint_reviewed": "agree",
        "complaint_reopened": "reopen",
    },
    "incident": {
        "incident_became_case": "open_case",
        "incident_rejected": "reject",
        "incident_reconsidered": "reconsider",
    },
    "case": {
        "case_hand_to_prosecution": "hand_to_prosecution",
        "case_hand_to_court": "hand_to_court",
        "case_send_back": "send_back",
        "case_closed": "close",
        "case_reopened": "reopen",
    },
    "investigation": {
        "investigation_suspended": "suspend",
        "investigation_resumed": "resume",
        "investigation_submitted": "submit",
        "investigation_returned": "return",
        "investigation_closed": "close",
    },
    "identity_request": {
        "identity_granted": "grant",
        "identity_declined": "decline",
        "identity_withdrawn": "withdraw",
    },
    "cooperation": {
        "cooperation_acknowledged": "acknowledge",
        "cooperation_answered": "answer",
        "cooperation_refused": "refuse",
        "cooperation_withdrawn": "withdraw",
    },
    "charge": {
        "charge_withdrawn": "withdraw",
        "charge_appealed": "appeal",
        "charge_final": "finish",
        "verdict_convicted": "judge",
        "verdict_acquitted": "judge",
        "verdict_dismissed": "judge",
    },
    "forfeiture": {"forfeiture_collected": "collect", "forfeiture_lifted": "lift"},
    "claim": {
        "restitution_ordered": "order",
        "restitution_refused": "refuse",
        "restitution_waived": "waive",
        "restitution_open": "ask_again",
        "restitution_lifted": "lift",
    },
}
# Each thing: key, state now, and of its beginning the day, the agency, who and when; then
# the day of its last change, why, a sum, and when moves were made, as its table has them.
THINGS = {
    "complaint": (
        "register",
        "registered",
        "complaint_registered",
        """SELECT k.id, k.state, k.received_on, k.agency_id, k.registered_by_id,
               k.registered_at, NULL::date, k.closed_reason, NULL::bigint,
               jsonb_build_object('screen', k.screened_at, 'refer', k.referred_at,
                   'close', k.closed_at, 'agree', k.reviewed_at, 'reopen', k.reviewed_at)
           FROM prosecution_complaint k""",
    ),
    "incident": (
        "record",
        "recorded",
        "incident_recorded",
        """SELECT n.id, n.state,
               coalesce(n.happened_on, n.recorded_at::date),
               coalesce(k.agency_id, n.agency_id), n.recorded_by_id, n.recorded_at,
               NULL::date, n.reason, NULL::bigint,
               jsonb_build_object('open_case', c.opened_at)
           FROM prosecution_incident n
           LEFT JOIN prosecution_case c ON c.id = n.case_id
           LEFT JOIN prosecution_complaint k ON k.incident_id = n.id""",
    ),
    "case": (
        "open",
        "open",
        "case_opened",
        """SELECT c.id, c.state, c.opened_at::date, c.agency_id, c.opened_by_id,
               c.opened_at, NULL::date, c.closed_reason, NULL::bigint, '{}'::jsonb
           FROM prosecution_case c""",
    ),
    "investigation": (
        "open",
        "open",
        "investigation_opened",
        """SELECT n.id, n.state, n.opened_on, n.agency_id, n.opened_by_id, coalesce(
                   (SELECT min(e.recorded_at) FROM prosecution_caseevent e
                    WHERE e.record_id = n.id AND e.kind = 'investigation_opened'),
                   n.changed_at), n.state_since, n.reason, NULL::bigint, '{}'::jsonb
           FROM prosecution_investigation n""",
    ),
    "identity_request": (
        "ask",
        "asked",
        "identity_asked",
        """SELECT r.id, r.state, r.asked_at::date, r.agency_id, r.asked_by_id, r.asked_at,
               r.answered_at::date, r.declined_reason, NULL::bigint,
               jsonb_build_object('grant', r.answered_at, 'decline', r.answered_at,
                   'withdraw', r.answered_at)
           FROM prosecution_caseidentityrequest r""",
    ),
    "cooperation": (
        "make",
        "made",
        "cooperation_recorded",
        """SELECT q.id, q.state, q.made_on, q.agency_id, q.recorded_by_id, q.recorded_at,
               q.state_since, '', NULL::bigint, jsonb_build_object(CASE q.state
                   WHEN 'acknowledged' THEN 'acknowledge' WHEN 'answered' THEN 'answer'
                   WHEN 'refused' THEN 'refuse' ELSE 'withdraw' END, q.changed_at)
           FROM prosecution_cooperationrequest q""",
    ),
    "charge": (
        "file",
        "filed",
        "charge_filed",
        """SELECT h.id, h.state, h.filed_on, coalesce(c.prosecuted_by_id, c.agency_id),
               h.filed_by_id, h.filed_at, NULL::date, '', NULL::bigint, '{}'::jsonb
           FROM prosecution_charge h JOIN prosecution_case c ON c.id = h.case_id""",
    ),
    "forfeiture": (
        "order",
        "ordered",
        "forfeiture_ordered",
        """SELECT g.id, g.state, g.ordered_on, coalesce(c.prosecuted_by_id, c.agency_id),
               g.recorded_by_id, g.recorded_at, g.collected_on, '', g.collected,
               '{}'::jsonb
           FROM prosecution_forfeiture g JOIN prosecution_case c ON c.id = g.case_id""",
    ),
    "claim": (
        "claim",
        "open",
        "restitution_claimed",
        """SELECT k.id, k.state, k.opened_at::date,
               coalesce(c.prosecuted_by_id, c.agency_id), c.opened_by_id, k.opened_at,
               k.decided_on, k.reason, k.share, '{}'::jsonb
           FROM prosecution_restitutionclaim k
           JOIN prosecution_case c ON c.id = k.case_id""",
    ),
}
TABLES = {
    "complaint": ("complaintstep", "complaint_id"),
    "incident": ("incidentstep", "incident_id"),
    "case": ("casestep", "case_id"),
    "investigation": ("investigationstep", "investigation_id"),
    "identity_request": ("identityrequeststep", "request_id"),
    "cooperation": ("cooperationstep", "request_id"),
    "charge": ("chargestep", "charge_id"),
    "forfeiture": ("forfeiturestep", "forfeiture_id"),
    "claim": ("claimstep", "claim_id"),
}
REASONS = {"close", "agree", "suspend", "reject", "decline", "refuse", "waive"}
