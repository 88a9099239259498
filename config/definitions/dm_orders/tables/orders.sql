-- The parent is defined here. Its partitions are the policy's (doc/policy.md), and no definition speaks of them.
CREATE TABLE dm_orders.orders (
    order_id  bigint NOT NULL,
    day       date NOT NULL,
    member_id bigint NOT NULL REFERENCES ods_info.member,
    amount    numeric(12, 2) NOT NULL DEFAULT 0,
    PRIMARY KEY (order_id, day)
) PARTITION BY RANGE (day);

CREATE INDEX orders_member ON dm_orders.orders (member_id, day);
