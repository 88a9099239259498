-- What came with PostgreSQL 15.
SET search_path = survival, pg_catalog;
CREATE UNIQUE INDEX leaf_nulls ON orders_2026_01 (id, tag) NULLS NOT DISTINCT;
CREATE PUBLICATION survival_some FOR TABLE orders_2026_01 (id, region, note) WHERE (region < 9);
