CREATE VIEW dm_orders.revenue AS
SELECT date_trunc('month', day)::date AS month, sum(amount) AS amount
  FROM dm_orders.orders
 GROUP BY 1;
