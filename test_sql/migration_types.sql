-- Sources with every kind of key, for the tests of data migration: more rows than a few batches, values that are easy to
-- mishandle, duplicates and NULLs. Each has its target in schema mig_to.
CREATE SCHEMA mig_from;
CREATE SCHEMA mig_to;

CREATE TABLE mig_from.k_smallint (k smallint PRIMARY KEY, v text);
INSERT INTO mig_from.k_smallint SELECT i, 'v' || i FROM generate_series(-500, 499) AS i;

CREATE TABLE mig_from.k_integer (k integer, v text);
INSERT INTO mig_from.k_integer SELECT i % 300 - 150, 'v' || i FROM generate_series(1, 1000) AS i;
INSERT INTO mig_from.k_integer VALUES (NULL, 'none'), (NULL, NULL), (2147483647, 'max'), (-2147483648, 'min');

CREATE TABLE mig_from.k_bigint (k bigint PRIMARY KEY, v text);
INSERT INTO mig_from.k_bigint SELECT i * 10000000000, 'v' || i FROM generate_series(-500, 499) AS i;
INSERT INTO mig_from.k_bigint VALUES (9223372036854775807, 'max'), (-9223372036854775808, 'min');

CREATE TABLE mig_from.k_numeric (k numeric, v text);
INSERT INTO mig_from.k_numeric SELECT i / 7.0, 'v' || i FROM generate_series(-500, 499) AS i;
INSERT INTO mig_from.k_numeric VALUES ('NaN', 'not a number'), (NULL, 'none'), (1e100, 'large'), (0.000000000000000001, 'small');

CREATE TABLE mig_from.k_text (k text, v text);
INSERT INTO mig_from.k_text
SELECT (ARRAY['', 'a', 'B', 'ä', 'Z', 'z''quote', 'back\slash', '%', '"double"', ' space', 'tab' || chr(9), '{brace}', 'NULL', '日本'])[1 + i % 14] || CASE WHEN i % 5 = 0 THEN '' ELSE i::text END, 'v' || i
  FROM generate_series(1, 1000) AS i;
INSERT INTO mig_from.k_text VALUES (NULL, 'none');

CREATE TABLE mig_from.k_c (k text COLLATE "C" PRIMARY KEY, v text);
INSERT INTO mig_from.k_c SELECT md5(i::text), 'v' || i FROM generate_series(1, 1000) AS i;

CREATE TABLE mig_from.k_char (k char(8), v text);
INSERT INTO mig_from.k_char SELECT i % 100, 'v' || i FROM generate_series(1, 1000) AS i;

CREATE TABLE mig_from.k_uuid (k uuid PRIMARY KEY, v text);
INSERT INTO mig_from.k_uuid SELECT md5(i::text)::uuid, 'v' || i FROM generate_series(1, 1000) AS i;

CREATE TABLE mig_from.k_date (k date, v text);
INSERT INTO mig_from.k_date SELECT date '2024-01-01' + i % 400, 'v' || i FROM generate_series(1, 1000) AS i;
INSERT INTO mig_from.k_date VALUES ('infinity', 'inf'), ('-infinity', '-inf'), ('0044-03-15 BC', 'old');

CREATE TABLE mig_from.k_timestamp (k timestamp, v text);
INSERT INTO mig_from.k_timestamp SELECT timestamp '2024-03-31 01:00' + i * interval '13.000001 s', 'v' || i FROM generate_series(1, 1000) AS i;
INSERT INTO mig_from.k_timestamp VALUES ('infinity', 'inf'), (NULL, 'none');

CREATE TABLE mig_from.k_timestamptz (k timestamptz, v text);
INSERT INTO mig_from.k_timestamptz SELECT timestamptz '2024-10-27 00:00+00' + i * interval '13.000001 s', 'v' || i FROM generate_series(1, 1000) AS i;

CREATE TABLE mig_from.k_two ("First Key" int, k2 text, v text);
INSERT INTO mig_from.k_two SELECT i % 7, 'x' || i % 90, 'v' || i FROM generate_series(1, 1000) AS i;
INSERT INTO mig_from.k_two VALUES (NULL, 'a', 'no first'), (3, NULL, 'no second'), (NULL, NULL, 'no key');

CREATE TABLE mig_from.k_three (a int, b date, c uuid, v text, PRIMARY KEY (a, b, c));
INSERT INTO mig_from.k_three SELECT i % 3, date '2024-01-01' + i % 10, md5(i::text)::uuid, 'v' || i FROM generate_series(1, 1000) AS i;

CREATE DOMAIN mig_from.number AS bigint CHECK (VALUE > 0);
CREATE TABLE mig_from.k_domain (k mig_from.number, v text);
INSERT INTO mig_from.k_domain SELECT i, 'v' || i FROM generate_series(1, 1000) AS i;

CREATE VIEW mig_from.k_view AS SELECT k, v FROM mig_from.k_integer WHERE k IS DISTINCT FROM 7;

CREATE TABLE mig_from.k_parted (k int, day date, v text) PARTITION BY RANGE (day);
CREATE TABLE mig_from.k_parted_1 PARTITION OF mig_from.k_parted FOR VALUES FROM (MINVALUE) TO ('2024-02-01');
CREATE TABLE mig_from.k_parted_2 (v text, day date, k int);
ALTER TABLE mig_from.k_parted ATTACH PARTITION mig_from.k_parted_2 FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
CREATE TABLE mig_from.k_parted_rest PARTITION OF mig_from.k_parted DEFAULT PARTITION BY HASH (k);
CREATE TABLE mig_from.k_parted_h0 PARTITION OF mig_from.k_parted_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE mig_from.k_parted_h1 PARTITION OF mig_from.k_parted_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO mig_from.k_parted SELECT i, date '2024-01-01' + i % 100, 'v' || i FROM generate_series(1, 1000) AS i;
INSERT INTO mig_from.k_parted VALUES (NULL, NULL, 'nothing'), (NULL, '2024-01-05', 'no key');

DO $$
DECLARE
    r record;
BEGIN
    FOR r IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'mig_from'::regnamespace AND c.relname LIKE 'k%'
                AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition LOOP
        EXECUTE format('CREATE TABLE mig_to.%I AS TABLE mig_from.%1$I WITH NO DATA', r.relname);
    END LOOP;
END
$$;
