CREATE TABLE ods_info.encrypted (
    member_id bigint REFERENCES ods_info.member ON DELETE CASCADE,
    param     text NOT NULL,
    value     bytea,
    PRIMARY KEY (member_id, param)
);
