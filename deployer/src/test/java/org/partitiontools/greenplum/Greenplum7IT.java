package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.sql.SqlErrors;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** What is there for Greenplum 7: what is promised of Greenplum 6, as far as it goes, and a refusal of what is not there yet. */
@GreenplumDatabase(engine = Engine.GREENPLUM7)
class Greenplum7IT {

    private static final String AS_OF = "p_as_of := '2026-04-01 00:00+00'";

    static Stream<Arguments> everyTaskOnEveryLayout() {
        return TruthIT.everyTaskOnEveryLayout();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("everyTaskOnEveryLayout")
    void noRowIsLost(Task task, Layout layout, TestDatabase shared) throws Exception {
        TruthIT.loseNoRow(task, layout, shared);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"DRAIN", "MERGE", "MOVE"})
    void theSessionIsKilled(Task task, TestDatabase shared) throws Exception {
        KillIT.killAgainAndAgain(task, Layout.HEAP_BY_KEY, KillIT.KILL, shared);
    }

    @Test
    void itIsInstalledByThoseAloneWhoAskForIt(TestDatabase database) throws SQLException {
        assertThatThrownBy(() -> Deployer.forServer(database.database())).hasMessageContaining("Greenplum 7 is not yet supported").hasMessageContaining("--experimental");
        assertThat(Deployer.forServer(database.database(), true).pending()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "detach"})
    void oldPartitionsGoAndTheOthersStay(String cleanup, TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            quarter(database);

            database.execute("SET partition_tools.cleanup_limit = 100; SELECT partition_tools.delete_partitions('t', NULL, '2 months', p_cleanup_policy := '" + cleanup + "', " + AS_OF + ")");

            assertThat(database.queryForStrings("SELECT partition_name FROM partition_tools.partitions WHERE table_name = 't' ORDER BY 1")).containsExactly("t_2", "t_3", "t_rest");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("62");
            assertThat(database.queryForStrings("SELECT relname FROM pg_class WHERE relname = 't_1' AND NOT relispartition")).hasSize(cleanup.equals("detach") ? 1 : 0);
        }
    }

    /** Storage, tablespace, distribution, owner, privileges, indexes, comments and options of columns are as they were. */
    @Test
    void whatAPartitionHasItKeeps(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            quarter(database);
            database.execute("CREATE INDEX ON t_2 (id, at)", "GRANT SELECT (id) ON t_2 TO PUBLIC", "ALTER TABLE t_2 ALTER COLUMN id SET STATISTICS 7",
                    "ALTER TABLE t_2 SET (fillfactor = 55)", "COMMENT ON TABLE t_2 IS 'February'");
            List<String> before = properties(database);

            database.execute("SELECT partition_tools.move_partitions('t', '2 months', '1 month', 'warm', " + AS_OF + ")");

            assertThat(database.queryForString("SELECT tablespace FROM partition_tools.partitions WHERE partition_name = 't_2'")).isEqualTo("warm");
            assertThat(properties(database)).isEqualTo(before);
        }
    }

    private static List<String> properties(TestDatabase database) throws SQLException {
        return database.queryForStrings("""
                SELECT concat_ws(' | ', pg_get_expr(c.relpartbound, 0), c.reloptions, c.relam, coalesce(c.relacl, acldefault('r', c.relowner)), pg_get_userbyid(c.relowner), obj_description(c.oid, 'pg_class'), pg_get_table_distributedby(c.oid),
                           (SELECT string_agg(concat_ws(' ', a.attname, a.attacl, a.attstattarget, a.attnotnull), ', ' ORDER BY a.attname) FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0),
                           (SELECT string_agg(substring(pg_get_indexdef(x.indexrelid) FROM 'USING.*'), ', ' ORDER BY pg_get_indexdef(x.indexrelid) COLLATE "C") FROM pg_index AS x WHERE x.indrelid = c.oid),
                           (SELECT string_agg(k.conname, ', ' ORDER BY k.conname) FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'c'))
                  FROM pg_class AS c WHERE c.relname = 't_2'
                """);
    }

    @Test
    void whatWouldBeLostIsRefused(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            quarter(database);
            database.execute("ALTER TABLE t_2 ADD CONSTRAINT own CHECK (id > 0)");
            refused("PP021", database, "move_partitions('t', '2 months', '1 month', 'warm', " + AS_OF + ")");
            assertThat(database.queryForString("SELECT strategy FROM partition_tools.plan('t', '[{\"operation\": \"move_partitions\", \"table_space\": \"warm\", \"lower_bound\": \"2 months\","
                    + " \"upper_bound\": \"1 month\"}]', '2026-04-01 00:00+00')")).contains("refused, PP021");
            database.execute("ALTER TABLE t_2 DROP CONSTRAINT own", "CREATE VIEW on_leaf AS SELECT * FROM t_2");
            refused("PP021", database, "move_partitions('t', '2 months', '1 month', 'warm', " + AS_OF + ")");
            refused("PP023", database, "move_partitions('t', '1 month', '0 months', 'nowhere', " + AS_OF + ")");
            refused("PP024", database, "move_partitions('t', '1 month', '0 months', p_ddl_with_param := 'WITH (nosuch = 1)', " + AS_OF + ")");
            assertThat(database.queryForString("SELECT count(*) FROM t")).isEqualTo("93");
        }
    }

    @Test
    void whatIsNotThereYetIsRefused(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            quarter(database);
            database.execute("CREATE TABLE plain (id int, at date) DISTRIBUTED BY (id)", "INSERT INTO partition_tools.migration_config (source, target) VALUES ('plain', 't')");
            refused("PP100", database, "partition_table('plain', 'at', '1 month')");
            refused("PP100", database, "unpartition('t')");
            refused("PP100", database, "revert(1)");
            refused("PP100", database, "finish(1)");
            refused("PP100", database, "unload_to_s3_partitions('t', NULL, '0 months')");
            SqlErrors.raised("PP100", () -> database.query("SELECT * FROM partition_tools.run('{t}')"));
            SqlErrors.raised("PP100", () -> database.query("SELECT * FROM partition_tools.plan('plain', '{\"partition_by\": \"at\", \"operations\": [{\"operation\": \"create_partitions\","
                    + " \"granularity\": \"1 month\", \"lower_bound\": \"1 month\", \"upper_bound\": \"0 days\"}]}')"));
        }
    }

    private static void refused(String sqlState, TestDatabase database, String call) {
        SqlErrors.raised(sqlState, () -> database.execute("SELECT partition_tools." + call));
    }

    /** Three months of 2026 and a default partition, a row a day. */
    private static void quarter(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE t (id int NOT NULL, at date NOT NULL, note text DEFAULT 'none') PARTITION BY RANGE (at) DISTRIBUTED BY (id)", "CREATE INDEX t_at ON t (at)",
                "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
                "CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
                "CREATE TABLE t_3 PARTITION OF t FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')",
                "CREATE TABLE t_rest PARTITION OF t DEFAULT",
                "INSERT INTO t SELECT g, date '2026-01-01' + g FROM generate_series(0, 92) AS g");
    }
}
