-- What came with PostgreSQL 18.
SET search_path = survival, pg_catalog;
COMMENT ON CONSTRAINT orders_2026_01_region_not_null ON orders_2026_01 IS 'a named NOT NULL';
ALTER TABLE orders_2026_01 ADD CONSTRAINT not_enforced CHECK (amount < 0) NOT ENFORCED;
