CREATE SCHEMA stg_userdata;
COMMENT ON SCHEMA stg_userdata IS 'as it comes from the service';
