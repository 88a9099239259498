-- A partitioned table whose partition orders_2026_01 has nearly everything a partition of PostgreSQL 14 can have; SurvivalExtrasIT
-- adds what is peculiar, one by one.
CREATE SCHEMA survival;
SET search_path = survival, pg_catalog;

DO $$
BEGIN
    CREATE ROLE survival_owner;
    CREATE ROLE survival_reader;
    CREATE ROLE survival_writer;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of the server has them
END $$;
GRANT CREATE, USAGE ON SCHEMA survival TO survival_owner;
-- What new tables get by default must not end up on a partition that did not have it.
ALTER DEFAULT PRIVILEGES GRANT TRUNCATE ON TABLES TO survival_writer;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;

CREATE TABLE customer (customer int PRIMARY KEY);
INSERT INTO customer SELECT generate_series(0, 99);
CREATE TABLE region (region int NOT NULL, part int NOT NULL, PRIMARY KEY (region, part)) PARTITION BY LIST (part);
CREATE TABLE region_1 PARTITION OF region FOR VALUES IN (1);
CREATE TABLE region_2 PARTITION OF region FOR VALUES IN (2);
INSERT INTO region SELECT g, 1 + g % 2 FROM generate_series(0, 9) AS g;
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE SEQUENCE shared_number;

CREATE TABLE orders (
    id       bigint GENERATED ALWAYS AS IDENTITY,
    day      date NOT NULL,
    customer int REFERENCES customer ON DELETE CASCADE,
    region   int,
    part     int,
    amount   numeric(12, 2) DEFAULT 0 CONSTRAINT amount_positive CHECK (amount >= 0),
    gross    numeric GENERATED ALWAYS AS (amount * 1.19) STORED,
    note     text COLLATE "C",
    tag      text,
    span     int4range,
    number   int DEFAULT nextval('shared_number'),
    PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE INDEX orders_customer_idx ON orders (customer);
CREATE INDEX orders_note_idx ON orders (lower(note), amount DESC NULLS LAST);
CREATE TRIGGER on_all AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION noted('all');
CREATE TRIGGER on_all_updates AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION noted();
COMMENT ON TABLE orders IS 'the parent';

-- Attached, so with an order of columns of its own and with dropped ones.
CREATE TABLE orders_2026_01 (
    gone_first int,
    note     text COLLATE "C",
    day      date NOT NULL DEFAULT '2026-01-15',
    id       bigint NOT NULL,
    number   serial,
    customer int,
    gone_too text,
    part     int DEFAULT 1,
    region   int NOT NULL,
    amount   numeric(12, 2) DEFAULT 7 CONSTRAINT amount_positive CHECK (amount >= 0),
    gross    numeric GENERATED ALWAYS AS (amount * 1.19) STORED,
    tag      text,
    span     int4range
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, parallel_workers = 3, toast.autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 77);
ALTER TABLE orders_2026_01 DROP COLUMN gone_first, DROP COLUMN gone_too;
ALTER TABLE orders ATTACH PARTITION orders_2026_01 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');

INSERT INTO orders (day, customer, region, part, amount, note, tag, span)
SELECT '2026-01-01'::date + g % 31, g % 100, g % 10, 1 + g % 10 % 2, g, 'note ' || g, 'tag', int4range(g, g + 1) FROM generate_series(1, 300) AS g;

ALTER TABLE orders_2026_01
    ADD CONSTRAINT tag_known CHECK (tag IN ('tag', 'other')),
    ADD CONSTRAINT never_checked CHECK (amount <> 5) NOT VALID,
    ADD CONSTRAINT note_once UNIQUE (note, day) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT amount_once UNIQUE (id, amount) INCLUDE (tag) WITH (fillfactor = 60),
    ADD CONSTRAINT spans_apart EXCLUDE USING gist (span WITH &&) WHERE (amount > 0),
    ADD CONSTRAINT to_customer FOREIGN KEY (part) REFERENCES customer ON DELETE SET NULL NOT VALID,
    ALTER COLUMN tag SET STORAGE EXTERNAL,
    ALTER COLUMN note SET COMPRESSION pglz,
    ALTER COLUMN note SET STATISTICS 37,
    ALTER COLUMN tag SET STATISTICS 0,
    ALTER COLUMN customer SET (n_distinct = -0.5, n_distinct_inherited = 12);

CREATE INDEX leaf_partial ON orders_2026_01 (amount) WHERE tag = 'tag';
CREATE INDEX leaf_expression ON orders_2026_01 (upper(tag), (amount + 1)) WITH (fillfactor = 55);
ALTER INDEX leaf_expression ALTER COLUMN 2 SET STATISTICS 222;
CREATE INDEX leaf_include ON orders_2026_01 (customer DESC NULLS LAST) INCLUDE (note, tag);
CREATE INDEX leaf_opclass ON orders_2026_01 (tag text_pattern_ops, note COLLATE "POSIX");
CREATE INDEX leaf_brin ON orders_2026_01 USING brin (day) WITH (pages_per_range = 8);
CREATE INDEX leaf_gin ON orders_2026_01 USING gin (to_tsvector('simple', note)) WITH (fastupdate = off);
CREATE INDEX leaf_hash ON orders_2026_01 USING hash (tag);
CREATE UNIQUE INDEX leaf_identity ON orders_2026_01 (id, region);
CREATE STATISTICS leaf_statistics (ndistinct, dependencies) ON customer, region FROM orders_2026_01;
ALTER STATISTICS leaf_statistics SET STATISTICS 55;
CREATE STATISTICS leaf_expression_statistics ON (amount * 2), (lower(tag)) FROM orders_2026_01;
ALTER TABLE orders_2026_01 CLUSTER ON leaf_include;
ALTER TABLE orders_2026_01 REPLICA IDENTITY USING INDEX leaf_identity;

CREATE TRIGGER leaf_when BEFORE UPDATE OF note, tag ON orders_2026_01 FOR EACH ROW
    WHEN (old.note IS DISTINCT FROM new.note AND new.tag <> ' ON survival.orders_2026_01 ') EXECUTE FUNCTION noted('a', 'it''s', '\ back');
CREATE TRIGGER leaf_disabled AFTER DELETE ON orders_2026_01 FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER leaf_always AFTER INSERT ON orders_2026_01 REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION noted();
CREATE CONSTRAINT TRIGGER leaf_constraint AFTER INSERT ON orders_2026_01 FROM customer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION noted();
CREATE TRIGGER "leaf ON replica" AFTER TRUNCATE ON orders_2026_01 FOR EACH STATEMENT EXECUTE FUNCTION noted();
ALTER TABLE orders_2026_01 DISABLE TRIGGER leaf_disabled, ENABLE ALWAYS TRIGGER leaf_always, ENABLE REPLICA TRIGGER "leaf ON replica";

CREATE POLICY leaf_reads ON orders_2026_01 FOR SELECT TO survival_reader, survival_writer USING (region < 5);
CREATE POLICY leaf_writes ON orders_2026_01 AS RESTRICTIVE FOR INSERT WITH CHECK (amount < 1000000);
ALTER TABLE orders_2026_01 ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT ON orders_2026_01 TO survival_reader WITH GRANT OPTION;
GRANT UPDATE (note, amount) ON orders_2026_01 TO survival_writer;
GRANT SELECT (tag) ON orders_2026_01 TO PUBLIC;
GRANT DELETE ON orders_2026_01 TO PUBLIC;
REVOKE TRUNCATE ON orders_2026_01 FROM survival_writer;
ALTER TABLE orders_2026_01 OWNER TO survival_owner;

COMMENT ON TABLE orders_2026_01 IS 'the leaf: ''quoted'' \ "twice"';
COMMENT ON COLUMN orders_2026_01.note IS 'a column';
COMMENT ON CONSTRAINT tag_known ON orders_2026_01 IS 'a check';
COMMENT ON CONSTRAINT note_once ON orders_2026_01 IS 'a unique constraint';
COMMENT ON INDEX leaf_gin IS 'an index';
COMMENT ON INDEX note_once IS 'the index of a constraint';
COMMENT ON STATISTICS leaf_statistics IS 'statistics';
COMMENT ON TRIGGER leaf_when ON orders_2026_01 IS 'a trigger';
COMMENT ON POLICY leaf_reads ON orders_2026_01 IS 'a policy';

CREATE PUBLICATION survival_leaf FOR TABLE orders_2026_01 WITH (publish = 'insert');
