SET LOCAL work_mem = '256MB';
DROP TABLE IF EXISTS bench_run, bench_member, bench_task, bench_event;

-- Closed runs ended in the last two years, a step took a week; of what runs, three in ten are past their deadline.
CREATE TEMP TABLE bench_run AS
WITH run AS (
    SELECT n, nextval('sop_process_id_seq')::int AS id,
           CASE WHEN %(running)s THEN 'running' WHEN %(suspended)s THEN 'suspended'
                WHEN %(cancelled)s THEN 'cancelled' ELSE 'done' END AS state,
           ((n * 48271::bigint) %% 65537 %% (SELECT count(*) FROM bench_sop))::int + 1 AS sop
      FROM generate_series(%(first)s, %(last)s) n
)
SELECT run.n, run.id, run.state, sop.template, sop.variant, sop.department, requester.id AS requester,
       CASE WHEN run.state = 'done' THEN sop.places ELSE ((run.n * 7919::bigint) %% sop.places)::int END AS place,
       (run.n / 5 %% 10 + run.n / 50) %% 10 < 3 AS late,
       CASE WHEN run.state IN ('done', 'cancelled')
            THEN now() AT TIME ZONE 'UTC' - ((run.n * 104729::bigint) %% (730 * 1440)) * interval '1 minute'
            END AS ended
  FROM run
  JOIN bench_sop sop ON sop.number = run.sop
  JOIN bench_person requester ON requester.number = (run.n * 31::bigint) %% (SELECT count(*) FROM bench_person);
CREATE UNIQUE INDEX ON bench_run (id);
ANALYZE bench_run;

-- The column that is asked now is the busy one's in each tenth run, the clerk's in the first twenty of the others.
CREATE TEMP TABLE bench_member AS
SELECT run.id AS process, executor.id AS executor,
       CASE WHEN executor.id = asked.executor AND run.state = 'running' AND run.n / 5 %% 10 = 7 THEN %(busy)s
            WHEN executor.id = asked.executor AND run.state = 'running' AND run.n / 5 %% 10 = 2 AND run.n <= 1000 THEN %(clerk)s
            ELSE person.id END AS person
  FROM bench_run run
  JOIN sop_template_executor executor ON executor.template_id = run.template
  JOIN bench_person person
       ON person.number = (run.n * 7919::bigint + executor.id) %% (SELECT count(*) FROM bench_person)
  LEFT JOIN LATERAL (
       SELECT ask.executor FROM bench_ask ask
        WHERE ask.template = run.template AND ask.variant = run.variant
          AND ask.asked <= run.place AND ask.finished > run.place
        ORDER BY ask.finished LIMIT 1
  ) asked ON TRUE;
CREATE INDEX ON bench_member (process, executor);
ANALYZE bench_member;

-- When each place of a run was reached: a week a move, back from the end, or from when the open step was asked.
CREATE TEMP TABLE bench_event AS
SELECT run.id AS process, run.n, deed.*,
       coalesce(run.ended, now() AT TIME ZONE 'UTC' - open.hours * interval '1 hour' *
                CASE WHEN run.late THEN 1.1 + run.n %% 17 ELSE 0.05 + (run.n %% 80) / 100.0 END)
       - (here.days - deed.days) * interval '1 day' AS date
  FROM bench_run run
  JOIN bench_deed deed ON deed.template = run.template AND deed.variant = run.variant AND deed.place <= run.place
  JOIN bench_deed here ON here.template = run.template AND here.variant = run.variant AND here.place = run.place
  LEFT JOIN LATERAL (
       SELECT max(ask.hours) AS hours FROM bench_ask ask
        WHERE ask.template = run.template AND ask.variant = run.variant
          AND ask.asked <= run.place AND ask.finished > run.place
  ) open ON TRUE;
CREATE INDEX ON bench_event (process, place);
ANALYZE bench_event;

CREATE TEMP TABLE bench_task AS
SELECT nextval('sop_task_id_seq')::int AS id, nextval('mail_activity_id_seq')::int AS activity, task.*
  FROM (
       SELECT run.id AS process, run.n, run.template, ask.step, ask.visit, ask.executor, ask.title, ask.hours,
              member.person, asked.date AS asked, done.date AS done,
              CASE WHEN done.date IS NOT NULL THEN ask.branch END AS branch,
              CASE WHEN done.date IS NOT NULL THEN 'done' WHEN run.state = 'cancelled' THEN 'dropped' ELSE 'open' END
                  AS state,
              run.state IN ('running', 'suspended') AND here.here = ask.step AND here.here_visit = ask.visit AS current,
              run.ended
         FROM bench_run run
         JOIN bench_ask ask ON ask.template = run.template AND ask.variant = run.variant AND ask.asked <= run.place
         JOIN bench_member member ON member.process = run.id AND member.executor = ask.executor
         JOIN bench_event asked ON asked.process = run.id AND asked.place = ask.asked
         JOIN bench_event here ON here.process = run.id AND here.place = run.place
         LEFT JOIN bench_event done ON done.process = run.id AND done.place = ask.finished
        ORDER BY asked.date, run.id, ask.executor
  ) task;
ANALYZE bench_task;

INSERT INTO sop_process (
    id, name, period, template_id, company_id, department_id, requester_id, starter_id, state, current_step_id, visits,
    date_start, date_end, date_deadline, date_planned_end, is_unmanned, journal_count, journal_message, output_count,
    create_uid, create_date, write_uid, write_date)
SELECT run.id, 'Berkas ' || run.n, '2026', run.template, %(company)s, run.department, run.requester, run.requester,
       run.state, CASE WHEN run.state IN ('running', 'suspended') THEN here.here END, here.visits, start.date,
       run.ended, CASE WHEN run.ended IS NULL THEN due.date END, CASE WHEN run.ended IS NULL THEN due.date END,
       FALSE, 0, 0, 0, run.requester, start.date, run.requester, here.date
  FROM bench_run run
  JOIN bench_event start ON start.process = run.id AND start.place = 0
  JOIN bench_event here ON here.process = run.id AND here.place = run.place
  LEFT JOIN (
       SELECT process, max(asked + hours * interval '1 hour') AS date FROM bench_task WHERE state = 'open' GROUP BY 1
  ) due ON due.process = run.id;

INSERT INTO sop_process_member (process_id, executor_id, user_id)
SELECT process, executor, person FROM bench_member;

INSERT INTO sop_process_participant_rel (sop_process_id, res_users_id)
SELECT process, person FROM bench_member UNION SELECT id, requester FROM bench_run;

INSERT INTO mail_activity (
    id, res_model_id, res_model, res_id, res_name, activity_type_id, automated, summary, note, user_id, user_tz,
    date_deadline, date_done, active, create_uid, create_date, write_uid, write_date)
SELECT activity, %(model)s, 'sop.process', process, 'Berkas ' || n || ' 2026', %(step_type)s, TRUE, title,
       '<b>Aktivitas</b>: ' || title, person, 'Asia/Jakarta', (asked + hours * interval '1 hour')::date, done::date,
       state = 'open', person, asked, person, coalesce(done, asked)
  FROM bench_task ORDER BY id;

INSERT INTO sop_task (
    id, process_id, company_id, template_id, step_id, executor_id, visit, user_id, state, is_current, is_claimed,
    date_assigned, date_read, date_deadline, date_done, branch_id, activity_id, planned_hours, worked_hours, late_hours,
    paused_hours, create_uid, create_date, write_uid, write_date)
SELECT id, process, %(company)s, template, step, executor, visit, person, state, current, FALSE, asked,
       CASE WHEN state = 'done' THEN asked + interval '1 hour' END, asked + hours * interval '1 hour',
       coalesce(done, ended), branch, activity, CASE WHEN state <> 'open' THEN hours / 3 END,
       CASE WHEN state <> 'open' THEN hours * (n %% 7) / 12 END,
       CASE WHEN state <> 'open' THEN greatest(0, n %% 10 - 7) * hours / 6 END, 0, person, asked, person,
       coalesce(done, asked)
  FROM bench_task ORDER BY id;

INSERT INTO sop_event (
    process_id, company_id, kind, date, user_id, step_id, visit, executor_ids, branch_id, target_step_id,
    create_uid, create_date)
SELECT event.process, %(company)s, event.kind, event.date, coalesce(member.person, run.requester), event.step,
       event.visit, CASE WHEN event.executor IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(event.executor) END,
       event.branch, event.target, coalesce(member.person, run.requester), event.date
  FROM bench_event event
  JOIN bench_run run ON run.id = event.process
  LEFT JOIN bench_member member ON member.process = event.process AND member.executor = event.executor
 ORDER BY event.date, event.process, event.place;

-- Suspended and cancelled runs have one move more, by the one who asked for the run.
INSERT INTO sop_event (process_id, company_id, kind, date, user_id, step_id, visit, executor_ids, note, create_uid, create_date)
SELECT run.id, %(company)s, CASE run.state WHEN 'suspended' THEN 'suspend' ELSE 'cancel' END, here.date, run.requester,
       here.here, here.here_visit, '[]', 'Menunggu', run.requester, here.date
  FROM bench_run run JOIN bench_event here ON here.process = run.id AND here.place = run.place
 WHERE run.state IN ('suspended', 'cancelled');

INSERT INTO mail_message (
    model, res_id, record_company_id, message_type, subtype_id, author_id, date, body, is_internal, create_uid,
    create_date)
SELECT 'sop.process', event.process_id, %(company)s, 'notification', %(note)s, users.partner_id, event.date,
       '<p>Langkah selesai, diteruskan kepada pelaksana berikutnya.</p>', TRUE, event.user_id, event.date
  FROM sop_event event JOIN res_users users ON users.id = event.user_id
 WHERE event.process_id >= (SELECT min(id) FROM bench_run)
 ORDER BY event.id;

UPDATE sop_process process SET journal_message = said.last
  FROM (SELECT res_id, max(id) AS last FROM mail_message
         WHERE model = 'sop.process' AND res_id >= (SELECT min(id) FROM bench_run) GROUP BY 1) said
 WHERE process.id = said.res_id;

INSERT INTO mail_followers (res_model, res_id, partner_id)
SELECT 'sop.process', rel.sop_process_id, users.partner_id
  FROM sop_process_participant_rel rel JOIN res_users users ON users.id = rel.res_users_id
 WHERE rel.sop_process_id >= (SELECT min(id) FROM bench_run);

INSERT INTO mail_followers_mail_message_subtype_rel (mail_followers_id, mail_message_subtype_id)
SELECT id, %(comment)s FROM mail_followers
 WHERE res_model = 'sop.process' AND res_id >= (SELECT min(id) FROM bench_run);

DROP TABLE bench_run, bench_member, bench_task, bench_event, bench_deed, bench_ask, bench_sop, bench_person
