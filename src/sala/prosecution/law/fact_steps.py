"""Which steps stand behind what victims claim and are paid, where more than the steps of
a claim makes a figure: payments, and who was no victim of a case.
"""

# Money that reached a victim is known when it was entered, or when it was handed over.
PAID = """
    SELECT y.id, k.id, k.id::text, 'recorded', y.reached_on, 'day', '', e.agency_id,
           e.recorded_at, NULL::int, NULL::bigint, NULL::uuid, NULL, NULL::date,
           ARRAY[y.reached_on]
    FROM prosecution_restitutionpayment y
    JOIN prosecution_restitutionclaim k ON k.id = y.claim_id
    CROSS JOIN LATERAL (
        SELECT v.agency_id, v.recorded_at FROM prosecution_caseevent v
        WHERE v.record_id = k.id AND v.happened_on = y.reached_on
          AND v.recorded_at >= y.recorded_at
          AND v.kind = CASE y.manner WHEN 'to_victim' THEN 'restitution_paid'
                                     ELSE 'restitution_reached' END
        ORDER BY v.recorded_at LIMIT 1) e
    WHERE y.reached_on IS NOT NULL
    UNION ALL
    SELECT x.id, k.id, k.id::text, NULL, x.recorded_at::date, 'day', x.reason, x.agency_id,
           x.recorded_at, NULL, NULL, y.id, 'recorded', y.reached_on, ARRAY[y.reached_on]
    FROM prosecution_paymentcorrection x
    JOIN prosecution_restitutionpayment y ON y.id = x.payment_id
    JOIN prosecution_restitutionclaim k ON k.id = y.claim_id
    WHERE y.reached_on IS NOT NULL"""
# A claim is made of its steps; one of somebody who was never a victim of the case is none.
CLAIMED = """
    SELECT s.id, k.id, k.id::text, s.state::text, s.happened_on, s.precision::text,
           s.reason::text, s.agency_id, s.recorded_at, s.ledger_lane::int, s.ledger_seq,
           s.corrects_id, c.state::text, c.happened_on,
           ARRAY(SELECT o.happened_on FROM prosecution_claimstep o
                 WHERE o.claim_id = s.claim_id AND o.opening
                   AND extract(year FROM least(s.happened_on, c.happened_on))
                       <= extract(year FROM o.happened_on))
    FROM prosecution_claimstep s
    JOIN prosecution_restitutionclaim k ON k.id = s.claim_id
    LEFT JOIN prosecution_claimstep c ON c.id = s.corrects_id
    UNION ALL
    SELECT x.id, k.id, k.id::text, CASE WHEN x.named THEN o.state::text END,
           x.recorded_at::date, 'day', x.reason, x.agency_id, x.recorded_at, NULL, NULL,
           CASE WHEN NOT x.named THEN o.id END, CASE WHEN NOT x.named THEN o.state::text END,
           CASE WHEN NOT x.named THEN o.happened_on END, ARRAY[o.happened_on]
    FROM prosecution_victimcorrection x
    JOIN prosecution_restitutionclaim k ON k.victim_id = x.victim_id
    JOIN prosecution_claimstep o ON o.claim_id = k.id AND o.opening"""
