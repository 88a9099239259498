-- A data migration goes on where its last run ended; everything again is a choice.

ALTER TABLE partition_tools.migration_config
    ADD COLUMN mode text NOT NULL DEFAULT 'continue' CHECK (mode IN ('continue', 'full'));
COMMENT ON COLUMN partition_tools.migration_config.mode IS 'continue: another run copies rows with later keys than those the last one has copied, the default. full: every run copies everything again, beside what is there; with trunc that is so anyway.';

-- What verify found about one range, or one target.
CREATE TYPE partition_tools_internal.comparison AS (
    target          text,
    range           text,
    source_rows     bigint,
    target_rows     bigint,
    source_checksum numeric,
    target_checksum numeric,
    failed          bigint,
    detail          text
);

-- Routines that return something else now, or take other parameters.
DROP FUNCTION IF EXISTS partition_tools.verify(bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_verify(bigint[], boolean);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_checksum(text, text, text);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_supersede(partition_tools.migration_config, boolean, bigint);
DROP FUNCTION IF EXISTS partition_tools_internal.migration_unfinished(bigint);
