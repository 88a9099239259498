CREATE TABLE ods_info.member (
    member_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    full_name text NOT NULL,
    email     text UNIQUE,
    birthday  date,
    status    text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'left'))
);
COMMENT ON TABLE ods_info.member IS 'one row for each member, the latest state';
