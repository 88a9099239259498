package org.partitiontools.sql;

/** One peculiarity of a partition, made on top of {@code test_sql/survival.sql}, that a move must not change. */
enum SurvivalExtra {

    POLICY_THAT_NAMES_ITS_TABLE(1, 14, "CREATE POLICY own ON orders_2026_01 USING (EXISTS (SELECT FROM customer c WHERE c.customer = orders_2026_01.customer))"),
    /** From 18 on, deletes from tables with stored generated columns need them to be published. */
    PUBLICATION_FOR_ALL_TABLES(1, 14, "DO $$ BEGIN EXECUTE 'CREATE PUBLICATION survival_all FOR ALL TABLES'"
            + " || CASE WHEN current_setting('server_version_num')::int >= 180000 THEN ' WITH (publish_generated_columns = stored)' ELSE '' END; END $$"),
    PUBLICATION_OF_THE_SCHEMA(2, 15, "CREATE PUBLICATION survival_schema FOR TABLES IN SCHEMA survival"),
    PUBLICATION_OF_THE_PARENT(2, 14, "CREATE PUBLICATION survival_parent FOR TABLE orders WITH (publish_via_partition_root)"),
    COMMENT_ON_FOREIGN_KEY(1, 14, "COMMENT ON CONSTRAINT to_customer ON orders_2026_01 IS 'a foreign key'"),
    COMMENT_ON_CHECK_NOT_VALID(1, 14, "COMMENT ON CONSTRAINT never_checked ON orders_2026_01 IS 'never checked'"),
    COMMENT_ON_NOT_NULL(1, 18, "COMMENT ON CONSTRAINT orders_2026_01_region_not_null ON orders_2026_01 IS 'not null'"),
    OWNER_OF_STATISTICS(1, 14, "ALTER STATISTICS leaf_statistics OWNER TO survival_owner"),
    OWNER_WITHOUT_A_PRIVILEGE(1, 14, "REVOKE TRIGGER, DELETE ON orders_2026_01 FROM survival_owner"),
    OWNER_WITHOUT_GRANTS(2, 14, """
            REVOKE ALL ON orders_2026_01 FROM survival_reader CASCADE;
            REVOKE ALL ON orders_2026_01 FROM survival_writer;
            REVOKE ALL ON orders_2026_01 FROM survival_owner;
            REVOKE ALL ON orders_2026_01 FROM PUBLIC"""),
    INHERITED_TRIGGER_DISABLED(5, 14, "ALTER TABLE orders_2026_01 DISABLE TRIGGER on_all_updates"),
    INHERITED_TRIGGER_ALWAYS(5, 14, "ALTER TABLE orders_2026_01 ENABLE ALWAYS TRIGGER on_all"),
    CHECK_OF_THE_PARENT_NOT_VALID(3, 14, """
            ALTER TABLE orders ADD CONSTRAINT of_parent CHECK (amount <> 6) NOT VALID;
            COMMENT ON CONSTRAINT of_parent ON orders_2026_01 IS 'on the leaf'"""),
    CHECK_NO_INHERIT(3, 14, "ALTER TABLE orders_2026_01 ADD CONSTRAINT own_only CHECK (amount > -5) NO INHERIT"),
    CHECK_NOT_ENFORCED(3, 18, "ALTER TABLE orders_2026_01 ADD CONSTRAINT own_free CHECK (amount < 0) NOT ENFORCED"),
    FOREIGN_KEY_NOT_ENFORCED(3, 18, "ALTER TABLE orders_2026_01 ADD CONSTRAINT own_free_key FOREIGN KEY (region) REFERENCES customer NOT ENFORCED"),
    FOREIGN_KEY_TO_PARTITIONED_TABLE(6, 14, "ALTER TABLE orders_2026_01 ADD CONSTRAINT own_key FOREIGN KEY (region, part) REFERENCES region DEFERRABLE INITIALLY DEFERRED"),
    FOREIGN_KEY_OF_THE_PARENT_TO_PARTITIONED_TABLE(6, 14, "ALTER TABLE orders ADD CONSTRAINT parent_key FOREIGN KEY (region, part) REFERENCES region ON UPDATE CASCADE"),
    NOT_NULL_NOT_VALID(3, 18, """
            UPDATE orders_2026_01 SET customer = NULL WHERE id = 7;
            ALTER TABLE orders_2026_01 ADD CONSTRAINT own_not_null NOT NULL customer NOT VALID"""),
    VIRTUAL_COLUMN(4, 18, "ALTER TABLE orders ADD COLUMN twice numeric GENERATED ALWAYS AS (amount * 2) VIRTUAL"),
    COLUMN_WITH_A_MISSING_VALUE(4, 14, "ALTER TABLE orders ADD COLUMN late text NOT NULL DEFAULT 'was not there'"),
    TWO_INDEXES_OF_ONE_DEFINITION(1, 14, "CREATE INDEX twin_a ON orders_2026_01 (tag, id); CREATE INDEX twin_b ON orders_2026_01 (tag, id)"),
    IDENTITY_AMONG_TWINS(2, 14, """
            CREATE UNIQUE INDEX twin_key ON orders_2026_01 (id, day);
            ALTER TABLE orders_2026_01 REPLICA IDENTITY USING INDEX twin_key"""),
    IDENTITY_BY_THE_PRIMARY_KEY(3, 14, "ALTER TABLE orders_2026_01 REPLICA IDENTITY USING INDEX orders_2026_01_pkey"),
    CLUSTERED_ON_THE_PRIMARY_KEY(3, 14, "ALTER TABLE orders_2026_01 CLUSTER ON orders_2026_01_pkey"),
    INDEXES_WITH_NAMES_OF_OTHERS(2, 14, "ALTER INDEX orders_2026_01_pkey RENAME TO \"Of Another\"; ALTER INDEX leaf_brin RENAME TO orders_2026_01_pkey"),
    TRIGGER_WITH_A_TRAP_IN_ITS_NAME(1, 14, "CREATE TRIGGER \"x ON survival.orders_2026_01 y\" AFTER DELETE ON orders_2026_01 FOR EACH ROW EXECUTE FUNCTION noted()"),
    MORE_OPTIONS(1, 14, "ALTER TABLE orders_2026_01 SET (user_catalog_table = true, autovacuum_enabled = off, log_autovacuum_min_duration = 1234)"),
    GRANTS_ON_COLUMNS(3, 14, "GRANT REFERENCES (id), UPDATE (day) ON orders_2026_01 TO survival_reader WITH GRANT OPTION");

    private final int group;
    private final int since;
    private final String sql;

    SurvivalExtra(int group, int since, String sql) {
        this.group = group;
        this.since = since;
        this.sql = sql;
    }

    /** Those of a group do not get in each other's way, so that one move shows them all. */
    int group() {
        return group;
    }

    /** The major version of PostgreSQL that brought it. */
    int since() {
        return since;
    }

    /** Statements for search_path survival. */
    String sql() {
        return "SET search_path = survival, pg_catalog; " + sql;
    }
}
