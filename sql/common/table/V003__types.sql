-- The values that planning passes around. Composite types, so that every routine names the same attributes.

CREATE TYPE partition_tools_internal.operation AS (
    ordinal               int,
    operation             text,
    granularity           interval,
    lower_bound           interval,
    upper_bound           interval,
    tablespace            text,
    limit_operations      int,
    access_exclusive_mode boolean,
    with_param            text,
    cleanup_policy        text
);
COMMENT ON TYPE partition_tools_internal.operation IS
    'One operation of a policy; a NULL lower_bound reaches back without limit.';

CREATE TYPE partition_tools_internal.table_key AS (
    table_oid   oid,
    schema_name name,
    table_name  name,
    column_name name,
    key_type    text,
    unit        text,
    zone        text
);
COMMENT ON TYPE partition_tools_internal.table_key IS
    'The partition key of a table and how to read it: the codec (key_type), the unit of an integer epoch (s or ms), and the time zone of its calendar.';

CREATE TYPE partition_tools_internal.partition_range AS (
    schema_name   name,
    name          name,
    lower         timestamptz,
    upper         timestamptz,
    lower_literal text,
    upper_literal text,
    is_default    boolean,
    tablespace    name,
    with_param    text,
    storage       text[],
    rows          bigint,
    bytes         bigint,
    planned       boolean
);
COMMENT ON TYPE partition_tools_internal.partition_range IS
    'A partition that exists, or that an action of the plan will make (planned). Lower inclusive, upper exclusive; the literals are the bounds as the key type writes them, NULL for MINVALUE, MAXVALUE and the default partition.';

CREATE TYPE partition_tools_internal.action AS (
    operation  text,
    action     text,
    strategy   text,
    sources    partition_tools_internal.partition_range[],
    targets    partition_tools_internal.partition_range[],
    rows       bigint,
    bytes      bigint
);
COMMENT ON TYPE partition_tools_internal.action IS 'One action of a plan.';
