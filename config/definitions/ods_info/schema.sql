CREATE SCHEMA ods_info;
