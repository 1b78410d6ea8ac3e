"""DuckDB counting settled marks: from the files of custody and rulings, and from the exported marks.

Its own JSON reader (`read_json` of `custody/*.json`) takes 105 s for the 40,000 small files of 1,000,000 ballots;
`read_text` with `json_transform` gives the same rows in 2.5 s, so that is what stands here. Rows are drawn out
of a string of marks by `unnest` of their numbers in the select list, as quick as any of six ways tried.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from benchmarks.province.works.counted import Counted

PASSES = """
keyed AS MATERIALIZED (
  SELECT batch, pass, event.ballot AS ballot, event.marks AS marks
  FROM (
    SELECT split_part(parse_filename(filename), '.', 1) AS batch,
           split_part(parse_filename(filename), '.', 2) AS pass,
           unnest(map_values(json_transform(content,
             '{"_default": "MAP(VARCHAR, STRUCT(kind VARCHAR, ballot INTEGER, marks VARCHAR))"}')._default)) AS event
    FROM read_text('FOLDER/custody/*.json')
  )
  WHERE event.kind = 'enter'
),
covers AS (
  SELECT cover.id AS batch, cover.subject AS subject, cover."group" AS "group"
  FROM (
    SELECT json_transform(content,
      '{"cover": {"id": "VARCHAR", "subject": "VARCHAR", "group": "VARCHAR"}}').cover AS cover
    FROM read_text('FOLDER/batches/*.json')
  )
)"""
SETTLED = f"""
WITH {PASSES},
rulings AS (
  SELECT batch, one.ballot AS ballot, one.place AS place, one.reading AS reading
  FROM (
    SELECT split_part(parse_filename(filename), '.', 1) AS batch,
           unnest(map_values(json_transform(content,
             '{{"_default": "MAP(VARCHAR, STRUCT(ballot INTEGER, place INTEGER, reading VARCHAR))"}}')._default)) AS one
    FROM read_text('FOLDER/review/*.json')
  )
),
together AS MATERIALIZED (
  SELECT batch, ballot, one.marks AS first, two.marks AS second
  FROM (SELECT * FROM keyed WHERE pass = '1') AS one
  JOIN (SELECT * FROM keyed WHERE pass = '2') AS two USING (batch, ballot)
),
differing AS (
  SELECT batch, ballot,
         unnest(list_filter(range(1, length(first) + 1), lambda k: first[k] <> second[k])) AS place
  FROM together WHERE first <> second
),
agreed AS (
  SELECT batch, first AS marks FROM together WHERE first = second
  UNION ALL
  SELECT batch, list_aggregate(list_transform(range(1, length(first) + 1),
           lambda k: CASE WHEN first[k] = second[k] THEN first[k] ELSE ' ' END), 'string_agg', '')
  FROM together WHERE first <> second
),
counted AS (
  SELECT subject, "group", place, marks[place] AS code, count(*) AS times
  FROM (SELECT subject, "group", marks, unnest(range(1, length(marks) + 1)) AS place
        FROM agreed JOIN covers USING (batch))
  WHERE marks[place] <> ' '
  GROUP BY ALL
  UNION ALL
  SELECT subject, "group", place, reading, count(*)
  FROM differing JOIN rulings USING (batch, ballot, place) JOIN covers USING (batch)
  GROUP BY ALL
)
SELECT subject, "group", place, code, sum(times)::BIGINT FROM counted GROUP BY ALL
"""
ONE_PASS = f"""
WITH {PASSES}
SELECT subject, "group", place, marks[place], count(*)
FROM (SELECT subject, "group", marks, unnest(range(1, length(marks) + 1)) AS place
      FROM keyed JOIN covers USING (batch) WHERE pass = '1')
GROUP BY ALL
"""
EXPORTED = """
SELECT subject, "group", place, marks[place + 1], count(*)
FROM (SELECT subject, "group", marks, unnest(range(1, length(marks))) AS place
      FROM read_csv('PACKAGE/marks.csv', header = true, all_varchar = true) WHERE void IS NULL)
GROUP BY ALL
"""


def custody(folder: str) -> Callable[[], Counted]:
    """Two passes compared, rulings put in, marks counted."""
    return _asked(SETTLED.replace("FOLDER", folder))


def one_pass(folder: str) -> Callable[[], None]:
    """The first pass alone counted as it was keyed: less than the same work."""
    asked = _asked(ONE_PASS.replace("FOLDER", folder))

    def work() -> None:
        asked()

    return work


def exported(package: str) -> Callable[[], Counted]:
    """The settled marks that an export has written, counted."""
    return _asked(EXPORTED.replace("PACKAGE", package))


def _asked(query: str) -> Callable[[], Counted]:
    connection = duckdb.connect()

    def work() -> Counted:
        rows = connection.sql(query).fetchall()
        return Counted(
            lambda: {(subject, group, row, code): count for subject, group, row, code, count in rows}
        )

    return work
