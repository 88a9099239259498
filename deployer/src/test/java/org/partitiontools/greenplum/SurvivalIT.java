package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** What a partition has besides rows is there afterwards. */
@GreenplumDatabase
class SurvivalIT {

    private static final String PROPERTIES = """
            SELECT format('%s | %s | %s | %s | %s', pg_get_userbyid(c.relowner), c.relacl, obj_description(c.oid, 'pg_class'), pg_get_table_distributedby(c.oid),
                    (SELECT string_agg(concat_ws(' ', a.attname, a.attstattarget, a.attstorage, a.attacl, a.attnotnull, d.adsrc, col_description(c.oid, a.attnum)), ', ' ORDER BY a.attname)
                       FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
              FROM pg_class AS c WHERE c.oid = '%s'::regclass
            """;
    private static final String INDEXES = """
            SELECT concat_ws(' ', i.relname, regexp_replace(pg_get_indexdef(x.indexrelid), '^.* USING ', ''), x.indisprimary, obj_description(i.oid, 'pg_class'))
              FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid WHERE x.indrelid = '%s'::regclass ORDER BY 1
            """;
    private static final String CONSTRAINTS = "SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid = '%s'::regclass ORDER BY 1";

    @Test
    void everythingSurvivesAMove(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            table(database);
            List<String> before = dump(database, "t_1_prt_jan");

            database.execute("SELECT partition_tools.move_partitions('t', NULL, '2 months', 'warm', p_as_of := '2026-04-01 00:00+00')");

            assertThat(dump(database, "t_1_prt_jan")).isEqualTo(before);
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.partitions WHERE table_name = 't' AND tablespace = 'warm'")).isEqualTo("1");
            statistics(database, "t_1_prt_jan", 31);
        }
    }

    @Test
    void everythingThatIsNotAboutOnePartitionSurvivesAMerge(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            table(database);
            String before = database.queryForString(PROPERTIES.replace("%s'::", "t_1_prt_jan'::"));

            database.execute("SELECT partition_tools.merge_partitions('t', '3 months', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')");

            String leaf = database.queryForString("SELECT \"partition\" FROM partition_tools.partitions WHERE table_name = 't' AND NOT is_default");
            assertThat(database.queryForString(PROPERTIES.replace("%s'::", leaf + "'::"))).isEqualTo(before.replace("the coldest month", ""));
            assertThat(database.queryForStrings(INDEXES.formatted(leaf))).containsExactly(
                    "t_1_prt_t_2026_q1_note_idx btree (note) WITH (fillfactor='70') f of notes", "t_1_prt_t_2026_q1_pkey btree (id, at) t",
                    "t_1_prt_t_2026_q1_upper_note__idx btree (upper(note)) f");
            assertThat(database.queryForStrings(CONSTRAINTS.formatted(leaf))).contains("positive CHECK ((id > 0))", "t_1_prt_t_2026_q1_pkey PRIMARY KEY (id, at)");
            statistics(database, leaf, 90);
        }
    }

    @Test
    void encodingsOfColumnsSurvive(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("""
                    CREATE TABLE t (id int, at date, note text ENCODING (compresstype = zlib, compresslevel = 9))
                        WITH (appendonly = true, orientation = column, compresstype = zstd, compresslevel = 2) DISTRIBUTED RANDOMLY
                        PARTITION BY RANGE (at) (START ('2026-01-01') END ('2026-04-01') EVERY (interval '1 month'), DEFAULT PARTITION rest)
                    """, "INSERT INTO t SELECT g, date '2025-11-01' + g, 'row' FROM generate_series(1, 120) AS g");

            database.execute("SELECT partition_tools.create_partitions('t', '1 month', '5 months', '3 months', p_as_of := '2026-04-01 00:00+00')",
                    "SELECT partition_tools.merge_partitions('t', '3 months', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')");

            assertThat(database.queryForStrings("""
                    SELECT concat_ws(' ', p.partition_name, c.relstorage, a.attname, e.attoptions)
                      FROM partition_tools.partitions AS p JOIN pg_class AS c ON c.oid = p."partition"
                      JOIN pg_attribute_encoding AS e ON e.attrelid = c.oid JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = e.attnum
                     WHERE a.attname <> 'at' AND p.partition_name <> 't_2025_12' ORDER BY 1
                    """)).containsExactly(
                    "rest c id {compresstype=zstd,compresslevel=2,blocksize=32768}", "rest c note {compresstype=zlib,compresslevel=9,blocksize=32768}",
                    "t_2025_11 c id {compresstype=zstd,compresslevel=2,blocksize=32768}", "t_2025_11 c note {compresstype=zlib,compresslevel=9,blocksize=32768}",
                    "t_2026_q1 c id {compresstype=zstd,compresslevel=2,blocksize=32768}", "t_2026_q1 c note {compresstype=zlib,compresslevel=9,blocksize=32768}");
            assertThat(database.queryForString("SELECT count(DISTINCT id) FROM t")).isEqualTo("120");
        }
    }

    @Test
    void droppedAndAddedColumnsDoNotMatter(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (gone int, id int, at date, gone_too text) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                            + " (START ('2026-01-01') END ('2026-04-01') EVERY (interval '1 month'), DEFAULT PARTITION rest)",
                    "INSERT INTO t SELECT 7, g, date '2025-11-01' + g, 'x' FROM generate_series(1, 120) AS g",
                    "ALTER TABLE t DROP COLUMN gone", "ALTER TABLE t DROP COLUMN gone_too", "ALTER TABLE t ADD COLUMN late text DEFAULT 'late'",
                    "CREATE TABLE truth AS SELECT * FROM t DISTRIBUTED BY (id)");

            database.execute("SELECT partition_tools.create_partitions('t', '1 month', '5 months', '3 months', p_as_of := '2026-04-01 00:00+00')",
                    "SELECT partition_tools.merge_partitions('t', '3 months', '3 months', '0 months', p_as_of := '2026-04-01 00:00+00')",
                    "SELECT partition_tools.move_partitions('t', NULL, '0 months', 'warm', p_as_of := '2026-04-01 00:00+00')");

            assertThat(database.queryForString("SELECT count(*) FROM (SELECT * FROM truth EXCEPT ALL SELECT * FROM t) AS lost")).isEqualTo("0");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("120");
        }
    }

    @Test
    void aDetachedPartitionKeepsItsName(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            table(database);
            List<String> indexes = database.queryForStrings(INDEXES.formatted("t_1_prt_jan"));

            database.execute("SELECT partition_tools.delete_partitions('t', NULL, '2 months', p_cleanup_policy := 'detach', p_as_of := '2026-04-01 00:00+00')");

            assertThat(database.queryForString("SELECT count(*) FROM t_1_prt_jan")).isEqualTo("31");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("59");
            assertThat(database.queryForStrings(INDEXES.formatted("t_1_prt_jan"))).isEqualTo(indexes);
            assertThat(database.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE table_name = 't' AND NOT is_default ORDER BY 1"))
                    .containsExactly("feb", "mar");
        }
    }

    /** The server gives a partition that is added the privileges on columns by their numbers, which are others where a column was dropped. */
    @Test
    void aNewPartitionHasThePrivilegesOnColumnsThatTheTableHas(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE t (gone int, id int, at date, note text, secret text) DISTRIBUTED BY (id) PARTITION BY RANGE (at) (DEFAULT PARTITION rest)",
                    "ALTER TABLE t DROP COLUMN gone", "GRANT SELECT (note) ON t TO PUBLIC",
                    "INSERT INTO t SELECT g, date '2025-12-31' + g FROM generate_series(1, 60) AS g",
                    "SELECT partition_tools.create_partitions('t', '1 month', '3 months', '-2 months', p_as_of := '2026-04-01 00:00+00')");

            assertThat(database.queryForStrings("SELECT DISTINCT concat_ws(' ', attname, attacl) FROM pg_attribute AS a JOIN pg_partition_rule AS r ON r.parchildrelid = a.attrelid"
                    + " WHERE attacl IS NOT NULL AND attacl <> '{}' AND attnum > 0")).containsExactly("note {=r/" + TestDatabase.OWNER + "}");
            assertThat(database.queryForString("SELECT count(*) FROM partition_tools.partitions WHERE table_name = 't'")).isEqualTo("6");
        }
    }

    private static void table(TestDatabase database) throws SQLException {
        for (String role : List.of("survival_owner", "survival_reader")) {
            if (database.queryForStrings("SELECT rolname FROM pg_roles WHERE rolname = ?", role).isEmpty()) {
                database.asSuperuser().execute("CREATE ROLE " + role);
            }
        }
        // Who gives a table to a role has to belong to it.
        database.asSuperuser().execute("GRANT survival_owner TO " + TestDatabase.OWNER);
        database.execute("""
                CREATE TABLE t (id int CHECK (id > 0), at date, note text DEFAULT 'none', n int NOT NULL DEFAULT 3, PRIMARY KEY (id, at)) DISTRIBUTED BY (id)
                    PARTITION BY RANGE (at) (PARTITION jan START ('2026-01-01') END ('2026-02-01'), PARTITION feb START ('2026-02-01') END ('2026-03-01'),
                                             PARTITION mar START ('2026-03-01') END ('2026-04-01'), DEFAULT PARTITION rest)
                """.replace("CHECK (id > 0)", "CONSTRAINT positive CHECK (id > 0)"),
                "CREATE INDEX t_note ON t (note) WITH (fillfactor = 70)", "COMMENT ON INDEX t_1_prt_jan_note_idx IS 'of notes'",
                "CREATE INDEX t_feb_upper ON t_1_prt_feb (upper(note))",
                "ALTER TABLE t OWNER TO survival_owner", "GRANT SELECT, INSERT ON t TO survival_reader", "GRANT UPDATE ON t_1_prt_jan TO survival_reader WITH GRANT OPTION",
                "GRANT UPDATE (note) ON t_1_prt_jan TO PUBLIC",
                "COMMENT ON TABLE t_1_prt_jan IS 'the coldest month'", "COMMENT ON COLUMN t.note IS 'what was noted'", "COMMENT ON COLUMN t_1_prt_jan.note IS 'what was noted in January'",
                "ALTER TABLE t ALTER COLUMN note SET STATISTICS 77", "ALTER TABLE t ALTER COLUMN note SET STORAGE EXTERNAL",
                "INSERT INTO t SELECT g, date '2025-12-31' + g, 'row ' || g FROM generate_series(1, 90) AS g", "ANALYZE t");
    }

    private static List<String> dump(TestDatabase database, String leaf) throws SQLException {
        return List.of(database.queryForString(PROPERTIES.replace("%s'::", leaf + "'::")),
                database.queryForStrings(INDEXES.formatted(leaf)).toString(), database.queryForStrings(CONSTRAINTS.formatted(leaf)).toString());
    }

    /** The planner knows the leaf, and still knows the table. */
    private static void statistics(TestDatabase database, String leaf, int rows) throws SQLException {
        assertThat(database.asSuperuser().queryForString("SELECT reltuples::int FROM pg_class WHERE oid = ?::regclass", leaf)).isEqualTo(String.valueOf(rows));
        assertThat(database.asSuperuser().queryForString("SELECT count(*) FROM pg_statistic WHERE starelid = ?::regclass AND stanullfrac IS NOT NULL", leaf)).isEqualTo("4");
        assertThat(database.asSuperuser().queryForString("SELECT count(*) FROM pg_statistic WHERE starelid = 't'::regclass")).isEqualTo("4");
    }
}
