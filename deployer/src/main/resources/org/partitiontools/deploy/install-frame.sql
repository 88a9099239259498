-- Partition Tools @version@ for @engine@: installs the SQL bundle, or upgrades it, in one transaction.
--
--     psql -X -d <database> -f install.sql
--
-- Running it again changes nothing. It keeps the history that Flyway keeps and takes the lock that Flyway takes, so it can
-- be mixed freely with "partition-tools deploy". Written by the build from sql/; do not edit.

\set ON_ERROR_STOP on

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = partition_tools_internal, pg_catalog;
SET LOCAL statement_timeout = 0;
SET LOCAL lock_timeout = 0;
SET LOCAL default_tablespace = '';
SET LOCAL check_function_bodies = on;
-- Before anything that only this engine knows.
DO $check$
BEGIN
    IF NOT (@guard@) THEN
        RAISE EXCEPTION 'this is the installation for @engine@, and this server is %', version();
    END IF;
END
$check$;
@settings@
SELECT pg_advisory_xact_lock(@lock@) AS partition_tools_lock \gset

DO $check$
BEGIN
    IF to_regclass('partition_tools_internal.flyway_schema_history') IS NULL THEN
        CREATE SCHEMA IF NOT EXISTS partition_tools_internal;
        CREATE SCHEMA IF NOT EXISTS partition_tools;
        CREATE TABLE partition_tools_internal.flyway_schema_history (
            installed_rank int           NOT NULL,
            version        varchar(50),
            description    varchar(200)  NOT NULL,
            type           varchar(20)   NOT NULL,
            script         varchar(1000) NOT NULL,
            checksum       int,
            installed_by   varchar(100)  NOT NULL,
            installed_on   timestamp     NOT NULL DEFAULT now(),
            execution_time int           NOT NULL,
            success        boolean       NOT NULL
        );
        ALTER TABLE partition_tools_internal.flyway_schema_history
            ADD CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank);
        CREATE INDEX flyway_schema_history_s_idx ON partition_tools_internal.flyway_schema_history (success);
        INSERT INTO partition_tools_internal.flyway_schema_history
            (installed_rank, description, type, script, installed_by, execution_time, success)
        VALUES (0, '<< Flyway Schema Creation >>', 'SCHEMA', '"partition_tools_internal","partition_tools"',
                current_user, 0, true);
    END IF;
    IF EXISTS (SELECT 1 FROM partition_tools_internal.flyway_schema_history
               WHERE type = 'SQL' AND version <> ALL (@versions@)) THEN
        RAISE EXCEPTION 'a newer version of Partition Tools is installed in this database'
            USING HINT = 'Use the install.sql of that version or a later one.';
    END IF;
END
$check$;

-- Applies one file unless the history has it; a repeatable one (without a version) again whenever its content changed.
CREATE OR REPLACE FUNCTION pg_temp.apply(p_version text, p_description text, p_script text, p_checksum int, p_sql text)
RETURNS boolean
LANGUAGE plpgsql
AS $apply$
DECLARE
    v_installed int;
    v_started   timestamptz := clock_timestamp();
BEGIN
    SELECT h.checksum INTO v_installed
    FROM partition_tools_internal.flyway_schema_history h
    WHERE h.type = 'SQL' AND h.success
      AND (h.version = p_version OR (p_version IS NULL AND h.version IS NULL AND h.description = p_description))
    ORDER BY h.installed_rank DESC
    LIMIT 1;
    IF FOUND AND v_installed = p_checksum THEN
        RETURN false;
    END IF;
    IF FOUND AND p_version IS NOT NULL THEN
        RAISE EXCEPTION 'migration % is installed with another content than %', p_version, p_script
            USING HINT = 'A released migration never changes: use an unmodified install.sql.';
    END IF;
    EXECUTE p_sql;
    INSERT INTO partition_tools_internal.flyway_schema_history
        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
    SELECT max(h.installed_rank) + 1, p_version, p_description, 'SQL', p_script, p_checksum, current_user,
           extract(epoch FROM clock_timestamp() - v_started) * 1000, true
    FROM partition_tools_internal.flyway_schema_history h;
    RETURN true;
END
$apply$;
@migrations@
DROP FUNCTION pg_temp.apply(text, text, text, int, text);
@afterwards@
SELECT count(*) AS partition_tools_applied
FROM partition_tools_internal.flyway_schema_history
WHERE type = 'SQL' AND installed_on = now()::timestamp \gset

COMMIT;

\echo 'Partition Tools @version@:' :partition_tools_applied 'files applied'
