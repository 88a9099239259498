package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.lifecycle.Leftovers;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;

/** Publications whose subscribers could not follow a job: it is refused before anything happens, unless the caller accepts that. */
@PartitionToolsDatabase
class PublicationsIT {

    private static final String MERGE = "[{\"operation\": \"merge_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"6 months\", \"upper_bound\": \"4 months\"}]";
    private static final String ACCEPT = "SET partition_tools.publications = 'accept'";

    private final TestDatabase any;
    private TestDatabase database;
    private Partitioned table;

    PublicationsIT(TestDatabase any) {
        this.any = any;
    }

    @BeforeEach
    void createTable() throws SQLException {
        database = any.fresh();
        database.execute("CREATE TABLE t (d date, n int, PRIMARY KEY (d, n)) PARTITION BY RANGE (d)",
                "CREATE TABLE t_a PARTITION OF t FOR VALUES FROM ('2026-01-01') TO ('2026-01-16')",
                "CREATE TABLE t_b PARTITION OF t FOR VALUES FROM ('2026-01-16') TO ('2026-02-01')",
                "CREATE TABLE t_rest PARTITION OF t DEFAULT",
                "INSERT INTO t SELECT date '2026-01-01' + g % 90, g FROM generate_series(1, 900) AS g");
        table = new Partitioned(database, "public.t");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "14 | FOR TABLE t",
        "14 | FOR TABLE t_a, t_b",
        "14 | FOR TABLE t_a, t_b WITH (publish_via_partition_root = true)",
        "14 | FOR TABLE t WITH (publish = 'insert')",
        "14 | FOR ALL TABLES",
        "14 | FOR ALL TABLES WITH (publish_via_partition_root = true)",
        "15 | FOR TABLES IN SCHEMA public",
        "15 | FOR TABLES IN SCHEMA partition_tools_internal WITH (publish_via_partition_root = true)"})
    void areRefused(int since, String publication) throws SQLException {
        assumeThat(version()).isGreaterThanOrEqualTo(since);
        database.execute("CREATE PUBLICATION \"P 1\" " + publication);
        List<String> before = LeafDump.of(database, "public.t_a");

        ServerErrorMessage error = SqlErrors.raised("PP029", () -> table.merge("1 month", "6 months", "4 months"));

        assertThat(error.getMessage()).contains("\"P 1\"");
        assertThat(error.getDetail()).containsAnyOf("partition_tools_stage.partition_tools_j", "2026_01");
        assertThat(error.getHint()).contains("publish_via_partition_root", "partition_tools.publications", "doc/replication.md");
        assertThat(LeafDump.of(database, "public.t_a")).isEqualTo(before);
        assertThat(Leftovers.in(database)).isEmpty();
        assertThat(table.plan(MERGE)).singleElement().asString().contains("t_a");
        assertThat(table.check(MERGE)).anyMatch(finding -> finding.startsWith("warning publication publication \"P 1\""));

        database.execute("CALL partition_tools.cancel(" + database.queryForString("SELECT max(job_id) FROM partition_tools.jobs") + ")");
        table.with(ACCEPT).merge("1 month", "6 months", "4 months");

        assertThat(table.partitions()).containsExactly("t_2026_01", "t_rest");
        assertThat(table.rows()).isEqualTo(900);
    }

    @Test
    void thePolicyAccepts() throws SQLException {
        database.execute("CREATE PUBLICATION p FOR TABLE t");
        String policy = "{\"publications\": \"accept\", \"operations\": " + MERGE + "}";

        table.run(policy);

        assertThat(table.partitions()).containsExactly("t_2026_01", "t_rest");
        assertThat(table.check(policy)).anyMatch(finding -> finding.startsWith("info publication publication p"));
        SqlErrors.raised("PP001", () -> table.plan(policy.replace("accept", "yes")));
    }

    @Test
    void newPartitionsThatArePublishedByTheirOwnNameAreRefused() throws SQLException {
        database.execute("DROP TABLE t_rest", "CREATE PUBLICATION p FOR TABLE t");

        SqlErrors.raised("PP029", () -> table.create("1 month", "1 day", "-3 months"));

        assertThat(table.partitions()).containsExactly("t_a", "t_b");
        database.execute("ALTER PUBLICATION p SET (publish_via_partition_root = true)");
        table.create("1 month", "1 day", "-3 months");
        assertThat(table.partitions()).contains("t_2026_08");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOR TABLE t WITH (publish_via_partition_root = true)", "FOR TABLE t WITH (publish = 'truncate')"})
    void whatSubscribersDoNotNoticeIsNotRefused(String publication) throws SQLException {
        database.execute("CREATE PUBLICATION p " + publication);

        table.merge("1 month", "6 months", "4 months");

        assertThat(table.partitions()).containsExactly("t_2026_01", "t_rest");
        assertThat(table.check(MERGE)).noneMatch(finding -> finding.contains("publication"));
    }

    @Test
    void removalsAreNotRefused() throws SQLException {
        database.execute("CREATE PUBLICATION p FOR ALL TABLES");

        table.removingAnything().delete(null, "1 month");

        assertThat(table.partitions()).containsExactly("t_rest");
    }

    /** It comes while the job runs: the swap looks again. */
    @Test
    void aPublicationThatComesMeanwhileIsNoticedAtTheSwap() throws SQLException {
        long job = Long.parseLong(table.query("SELECT job_id FROM partition_tools.run('t', '" + MERGE + "', '" + Partitioned.AS_OF + "')").get(0));
        database.execute("SELECT partition_tools_internal.job_step(" + job + ")", "CREATE PUBLICATION p FOR TABLE t");

        SqlErrors.raised("PP029", () -> database.execute("CALL partition_tools.start(" + job + ")"));

        assertThat(table.partitions()).containsExactly("t_a", "t_b", "t_rest");
        database.execute("DROP PUBLICATION p", "CALL partition_tools.start(" + job + ")");
        assertThat(table.partitions()).containsExactly("t_2026_01", "t_rest");
        assertThat(table.rows()).isEqualTo(900);
    }

    /** Deletes in staging need an identity: the one that the partition is to have must wait. */
    @ParameterizedTest
    @ValueSource(strings = {"NOTHING", "FULL", "DEFAULT"})
    void anyReplicaIdentityIsTakenOverWhereAllTablesArePublished(String identity) throws SQLException {
        database.execute("ALTER TABLE t DROP CONSTRAINT t_pkey", "ALTER TABLE t ALTER d SET NOT NULL", "CREATE UNIQUE INDEX ON t (d, n)",
                "ALTER TABLE t_a REPLICA IDENTITY " + identity, "ALTER TABLE t_b REPLICA IDENTITY " + identity,
                "CREATE PUBLICATION p FOR ALL TABLES");

        table.with(ACCEPT).merge("1 month", "6 months", "4 months");

        assertThat(database.queryForString("SELECT relreplident FROM pg_class WHERE relname = 't_2026_01'")).isEqualTo(identity.toLowerCase().substring(0, 1));
        assertThat(table.rows()).isEqualTo(900);
    }

    @Test
    void partitionsThatArePublishedDifferentlyAreNotMerged() throws SQLException {
        database.execute("CREATE PUBLICATION p FOR TABLE t_a");

        assertThat(SqlErrors.raised("PP027", () -> table.with(ACCEPT).merge("1 month", "6 months", "4 months")).getMessage()).contains("publication p");
        assertThat(table.partitions()).containsExactly("t_a", "t_b", "t_rest");
    }

    @Test
    void columnsAndFiltersAreKept() throws SQLException {
        assumeThat(version()).isGreaterThanOrEqualTo(15);
        database.execute("CREATE PUBLICATION p FOR TABLE t_a (d, n) WHERE (n > 5), t_b (d, n) WHERE (n > 5)");

        table.with(ACCEPT).merge("1 month", "6 months", "4 months");

        assertThat(database.queryForStrings("SELECT format('%s %s %s', tablename, attnames, rowfilter) FROM pg_publication_tables"))
                .containsExactly("t_2026_01 {d,n} (n > 5)");
    }

    /** Only its owner can add to a publication: found at once, not after the copy. */
    @Test
    void aTableOwnerIsToldAtOnceThatThePublicationIsOfAnother() throws SQLException {
        String role = "publications_" + database.name();
        database.execute("CREATE ROLE " + role, "GRANT partition_tools_operator TO " + role, "GRANT ALL ON SCHEMA public TO " + role,
                "ALTER TABLE t OWNER TO " + role, "ALTER TABLE t_a OWNER TO " + role, "ALTER TABLE t_b OWNER TO " + role, "ALTER TABLE t_rest OWNER TO " + role,
                "CREATE PUBLICATION p FOR TABLE t_a, t_b");
        try {
            ServerErrorMessage error = SqlErrors.raised("PP029",
                    () -> table.with("SET ROLE " + role, ACCEPT).merge("1 month", "6 months", "4 months"));

            assertThat(error.getMessage()).contains("publications of others: p");
            assertThat(Leftovers.in(database)).isEmpty();
        } finally {
            database.execute("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
        }
    }

    private int version() throws SQLException {
        return Integer.parseInt(database.queryForString("SELECT current_setting('server_version_num')::int / 10000"));
    }
}
