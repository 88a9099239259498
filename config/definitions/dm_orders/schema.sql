CREATE SCHEMA dm_orders;
