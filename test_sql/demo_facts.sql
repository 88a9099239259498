-- For Greenplum, what config/archive-greenplum.yaml is about: the rows of five years in a default partition. Used by docker-compose.yaml.
-- Times are relative to today, so that the policy always finds the same work to do.

CREATE SCHEMA dwh;

CREATE TABLE dwh.facts (
    fact_id  bigint        NOT NULL,
    happened date          NOT NULL,
    customer int           NOT NULL,
    amount   numeric(12,2) NOT NULL
)
WITH (appendonly = true, orientation = column, compresstype = zlib, compresslevel = 5)
DISTRIBUTED BY (fact_id)
PARTITION BY RANGE (happened) (DEFAULT PARTITION rest);

INSERT INTO dwh.facts
SELECT n, current_date - (n % (5 * 365))::int, n % 1000, (n % 50000) / 100.0 FROM generate_series(1, 100000) AS n;

ANALYZE dwh.facts;
