CREATE TABLE stg_userdata.param (
    id          bigint PRIMARY KEY,
    name        text NOT NULL,
    validation  text,
    is_required boolean DEFAULT false,
    changed_at  timestamptz
);
