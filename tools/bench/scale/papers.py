"""Dispositions and archive files in bulk, for runs that have none yet: one in four has a disposition to two people, one
in seven of those that are done is archived."""

from __future__ import annotations

DISPOSITIONS = """
    WITH run AS (
        SELECT process.id, process.company_id, process.requester_id, process.date_start, process.state, users.name
          FROM (
              SELECT process.*, row_number() OVER (ORDER BY process.id) AS nth
                FROM sop_process process
               WHERE process.company_id = %(company)s
                 AND process.id > (SELECT coalesce(max(process_id), 0) FROM sop_disposition
                                    WHERE company_id = %(company)s)
          ) process
          JOIN (SELECT users.id, partner.name FROM res_users users
                  JOIN res_partner partner ON partner.id = users.partner_id) users ON users.id = process.requester_id
         WHERE nth %% 4 = 0
    ), sent AS (
        INSERT INTO sop_disposition (process_id, company_id, number, agenda_year, agenda_number, date, user_id, person,
                                     urgency, secrecy, words, letter_subject, date_due)
        SELECT id, company_id, id || '/D', 2026, id, date_start, requester_id, name, 'normal', 'ordinary',
               'Siapkan rapat', 'Undangan ' || id, (now() + (id %% 60 - 20) * interval '1 day')::date
          FROM run
        RETURNING id, process_id, company_id, user_id, date, date_due, number
    )
    INSERT INTO sop_disposition_recipient (disposition_id, process_id, company_id, user_id, role, person, state, date,
                                           date_due, date_done, number, sender_id, urgency, secrecy, joined)
    SELECT sent.id, sent.process_id, sent.company_id, member.user_id, 'to', 'Pejabat',
           CASE WHEN run.state = 'running' THEN 'open' ELSE 'done' END, sent.date, sent.date_due,
           CASE WHEN run.state <> 'running' THEN sent.date END, sent.number, sent.user_id, 'normal', 'ordinary', FALSE
      FROM sent
      JOIN run ON run.id = sent.process_id
      JOIN LATERAL (SELECT DISTINCT user_id FROM sop_process_member
                     WHERE process_id = sent.process_id ORDER BY user_id LIMIT 2) member ON TRUE
"""
ARCHIVES = """
    INSERT INTO sop_archive (process_id, company_id, number, agenda_year, agenda_number, user_id, person, code, place,
                             fate, date, papers)
    SELECT id, company_id, id || '/A', 2026, id, requester_id, 'Arsiparis', '000.8', 'Rak ' || id %% 40, %(fate)s,
           date_end, '[]'
      FROM sop_process
     WHERE company_id = %(company)s AND state = 'done' AND id %% 7 = 0
       AND id > (SELECT coalesce(max(process_id), 0) FROM sop_archive WHERE company_id = %(company)s)
"""


def grow(env, templates) -> None:
    """Give the runs that came last their dispositions and archive files.

    :param templates: sop.template of the agency
    """
    fate = env["sop.archive"]._fields["fate"].selection[0][0]
    values = {"company": templates.company_id.id, "fate": fate}
    for statement in (DISPOSITIONS, ARCHIVES):
        env.cr.execute(statement, values)
    env.invalidate_all()
