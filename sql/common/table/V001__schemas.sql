-- The two schemas: what callers use, and what only the routines themselves use.
CREATE SCHEMA IF NOT EXISTS partition_tools;
CREATE SCHEMA IF NOT EXISTS partition_tools_internal;

COMMENT ON SCHEMA partition_tools IS
    'Partition Tools, public API: routines and views. Everything here is documented and stays compatible.';
COMMENT ON SCHEMA partition_tools_internal IS
    'Partition Tools, private: tables, helper routines and, while a job runs, its staging tables. Not an API.';
