-- When a schedule asks for a run. Times are UTC.
CREATE EXTENSION pgturso;

SELECT schedule, turso.schedule_period(schedule)
  FROM unnest(ARRAY['1 second', '5 seconds', ' 90  Seconds ', '1 minute', '120 minutes', '0 seconds', '-1 seconds',
                    '1.5 seconds', '5 s', '5', 'seconds', '5 hours', '100000 seconds', '* * * * *', '']) AS schedule;

-- 2026-11-22 is a Sunday.
SELECT schedule, turso.cron_matches(schedule, '2026-11-22 10:05:59+00') AS sunday_10_05,
       turso.cron_matches(schedule, '2026-12-01 00:00:00+00') AS tuesday_00_00
  FROM unnest(ARRAY['* * * * *', '*/5 * * * *', '1-59/4 * * * *', '5 10 * * *', '5 10 * * 0', '5 10 * * 7', '5 10 * * sun',
                    '5 10 * * 1-5', '5 10 * nov *', '0 0 1 * *', '0 0 1 * 0', '0 0 13 * 2', '0,5 0,10 * 11-12 *',
                    '5 10 */7 * *', '@hourly', '@daily', '@monthly', '@yearly']) AS schedule;

-- Malformed ones are null.
SELECT schedule, turso.cron_matches(schedule, '2026-11-22 10:05+00')
  FROM unnest(ARRAY['', '*', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * 32 * *', '* * * 13 *',
                    '* * * * 8', '*/0 * * * *', '5-1 * * * *', ', * * * *', '1, * * * *', 'a * * * *', '* * * foo *',
                    '@often', '-1 * * * *']) AS schedule;

-- Periods count from the last run, cron expressions ask once a minute.
SELECT schedule, last_run, turso.is_due(schedule, last_run, '2026-11-22 10:05:30+00')
  FROM (VALUES ('5 seconds', NULL), ('5 seconds', '2026-11-22 10:05:25+00'), ('5 seconds', '2026-11-22 10:05:25.1+00'),
               ('2 minutes', '2026-11-22 10:03:29+00'), ('2 minutes', '2026-11-22 10:03:31+00'),
               ('*/5 * * * *', NULL), ('*/5 * * * *', '2026-11-22 10:04:59+00'), ('*/5 * * * *', '2026-11-22 10:05:01+00'),
               ('6 * * * *', NULL), (NULL, NULL)) AS v(schedule, last), CAST(last AS timestamptz) AS last_run;

DROP EXTENSION pgturso;
