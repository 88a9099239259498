-- What definitions can have since PostgreSQL 15.
CREATE TABLE dwh.since_15 (a int, b int, UNIQUE NULLS NOT DISTINCT (a), FOREIGN KEY (b) REFERENCES dwh.since_15 (a) ON DELETE SET NULL (b));
CREATE UNIQUE INDEX since_15_b ON dwh.since_15 (b) NULLS NOT DISTINCT;
CREATE VIEW dwh.invoker WITH (security_invoker = true) AS SELECT a FROM dwh.since_15;
