-- What the tables of demo_sales.sql contain, in plain tables. Writers do everything in both places, in one transaction.
-- The orders that the policy drops are left out, and writers keep away from them.
CREATE SCHEMA truth;

CREATE TABLE truth.orders AS
SELECT * FROM sales.orders WHERE ordered_at >= date_trunc('quarter', now(), 'UTC') - interval '24 months';
ALTER TABLE truth.orders ADD PRIMARY KEY (order_id);

CREATE TABLE truth.page_views AS
SELECT * FROM sales.page_views;
CREATE INDEX page_views_visitor_idx ON truth.page_views (visitor);

ANALYZE truth.orders, truth.page_views;
