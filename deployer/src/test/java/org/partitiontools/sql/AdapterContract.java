package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.TestDatabase;

/**
 * What {@code sql/common} expects of an engine, as the section "The adapter's interface" of doc/architecture.md says it: the same
 * questions, and the same answers where the contract leaves no choice.
 *
 * <p>They are asked about the table {@code ledger}, by the column {@code at}: the partition {@code ledger_old} has January 2025
 * and 1000 rows, {@code ledger_new} February and none, the default one {@code ledger_rest} 31 rows of March; and about the plain
 * table {@code plain}.
 */
public interface AdapterContract {

    /** The columns of the view jobs, which everything after it relies on. */
    String JOBS = "job_id bigint, run_id bigint, ordinal integer, target text, operation text, action text, sources text[], targets text[], strategy text, state text,"
            + " phase text, rows bigint, total bigint, progress numeric, created_at timestamp with time zone, started_at timestamp with time zone,"
            + " finished_at timestamp with time zone, elapsed interval, rate numeric, eta interval, pid integer, sqlstate text, error text, detail text, hint text,"
            + " locked_ms numeric, batch bigint, last_key text, phases text[], phases_done integer";

    /** A targets array of one new partition of March, and of one of June. */
    String MARCH = "ARRAY[" + target("2025-03-01", "2025-04-01") + "]";
    String JUNE = "ARRAY[" + target("2025-06-01", "2025-07-01") + "]";
    String KEY = "partition_tools_internal.table_key('ledger')";

    private static String target(String lower, String upper) {
        return "json_populate_record(NULL::partition_tools_internal.partition_range, '{\"lower\": \"%1$s 00:00+00\", \"upper\": \"%2$s 00:00+00\", \"lower_literal\": \"%1$s\", \"upper_literal\": \"%2$s\"}')"
                .formatted(lower, upper);
    }

    /** The statements that make the table ledger with its three partitions. */
    List<String> ledger();

    /** Whether a partition is known by the name of its relation, so that two tables cannot have partitions of one name. */
    boolean partitionsAreRelations();

    @BeforeEach
    default void makeTables(TestDatabase database) throws SQLException {
        database.execute("DROP TABLE IF EXISTS ledger", "DROP TABLE IF EXISTS plain");
        database.execute(ledger().toArray(String[]::new));
        database.execute("INSERT INTO ledger SELECT i, date '2025-01-01' + i % 31 FROM generate_series(1, 1000) AS i",
                "INSERT INTO ledger SELECT i, date '2025-03-01' + i % 31 FROM generate_series(1, 31) AS i",
                "ANALYZE ledger", "CREATE TABLE plain (id int)");
    }

    @Test
    default void everyRoutineHasTheParametersThatThePageSays(TestDatabase database) throws SQLException {
        for (AdapterPage.Entry entry : AdapterPage.entries()) {
            if (entry.parameters() != null) {
                assertThat(inSession(database, List.of("SET search_path = partition_tools_internal, pg_catalog"),
                        "SELECT '" + entry.name() + entry.parameters() + "'::regprocedure::oid::bigint > 0")).as(entry.name()).containsExactly("t");
            }
        }
    }

    @Test
    default void tablesThatCannotBeWorkedOnAreRefused(TestDatabase database) throws SQLException {
        ask(database, "SELECT partition_tools_internal.table_supported('ledger')");
        SqlErrors.raised("PP010", () -> ask(database, "SELECT partition_tools_internal.table_supported('plain')"));
        SqlErrors.raised("PP010", () -> ask(database, "SELECT partition_tools_internal.table_supported(1::oid::regclass)"));
        SqlErrors.raised("PP013", () -> ask(database, "SELECT partition_tools_internal.table_supported(" + leaf(database, "ledger_old") + "::oid::regclass)"));
    }

    @Test
    default void theKeyIsKnownByItsColumn(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT partition_tools_internal.key_column('ledger'::regclass)")).containsExactly("at");
        assertThat(ask(database, "SELECT partition_tools_internal.key_column('plain'::regclass)")).containsExactly((String) null);
    }

    @Test
    default void boundsHaveOneSpellingInEverySession(TestDatabase database) throws SQLException {
        for (String style : List.of("ISO, YMD", "ISO, DMY")) {
            assertThat(inSession(database, List.of("SET datestyle = '" + style + "'", "SET timezone = 'Asia/Tokyo'"),
                    "SELECT concat_ws(' ', name, lower_text, upper_text, is_default) FROM partition_tools_internal.partition_bounds('ledger'::regclass) ORDER BY 1"))
                    .containsExactly("ledger_new 2025-02-01 2025-03-01 f", "ledger_old 2025-01-01 2025-02-01 f", "ledger_rest t");
        }
        assertThat(ask(database, "SELECT count(*) FROM partition_tools_internal.partition_bounds('plain'::regclass)")).containsExactly("0");
        // In a query over the catalogue.
        assertThat(ask(database, "SELECT b.name FROM pg_class AS c, partition_tools_internal.partition_bounds('ledger'::regclass) AS b WHERE c.oid = b.relid ORDER BY 1"))
                .containsExactly("ledger_new", "ledger_old", "ledger_rest");
    }

    @Test
    default void planningGetsPartitionsInOrderWithTheDefaultOneLast(TestDatabase database) throws SQLException {
        assertThat(inSession(database, List.of("SET timezone = 'UTC'"),
                "SELECT concat_ws(' ', name, lower::date, upper::date, lower_literal, upper_literal, is_default, planned, rows, bytes > 0)"
                        + " FROM unnest(partition_tools_internal.partitions_measured(ARRAY(SELECT l FROM partition_tools_internal.partition_list(" + KEY + ") AS l)))"))
                .containsExactly("ledger_old 2025-01-01 2025-02-01 2025-01-01 2025-02-01 f f 1000 t", "ledger_new 2025-02-01 2025-03-01 2025-02-01 2025-03-01 f f 0 f",
                        "ledger_rest t f 31 t");
        assertThat(ask(database, "SELECT count(*) FROM partition_tools_internal.partition_list(" + KEY + ") WHERE tablespace IS NULL OR storage IS NULL OR with_param IS NOT NULL"
                + " OR is_default AND (rows IS NULL OR bytes IS NULL)"))
                .containsExactly("0");
    }

    @Test
    default void rowsAndBytesAreEstimated(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT rows || ' ' || (bytes > 0) FROM partition_tools_internal.relation_estimate(" + leaf(database, "ledger_old") + ")"))
                .containsExactly("1000 true");
        assertThat(ask(database, "SELECT bytes FROM partition_tools_internal.relation_estimate(" + leaf(database, "ledger_new") + ")")).containsExactly("0");
        assertThat(ask(database, "SELECT rows IS NULL AND bytes IS NULL FROM partition_tools_internal.relation_estimate(1)")).containsExactly("t");
    }

    @Test
    default void whoLooksSeesWhichPartitionsAreFilled(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT l.name || ' ' || partition_tools_internal.partition_filled(" + KEY + ", l) FROM partition_tools_internal.partition_list(" + KEY + ") AS l"))
                .containsExactly("ledger_old true", "ledger_new false", "ledger_rest true");
        assertThat(ask(database, "SELECT partition_tools_internal.relation_readable(" + leaf(database, "ledger_old") + ")")).containsExactly("t");
        assertThat(ask(database, "SELECT partition_tools_internal.partition_is_external('ledger'::regclass, 'ledger_old')")).containsExactly("f");
        assertThat(ask(database, "SELECT partition_tools_internal.partition_is_external('ledger'::regclass, 'no such')")).containsExactly("f");
    }

    @Test
    default void theDefaultPartitionIsDrainedOfWhatItHolds(TestDatabase database) throws SQLException {
        String question = "SELECT partition_tools_internal.default_to_drain(" + KEY + ", d, %s, '2025-12-31')"
                + " FROM partition_tools_internal.partition_list(" + KEY + ") AS d WHERE d.is_default";
        assertThat(ask(database, question.formatted(MARCH))).containsExactly("t");
        assertThat(ask(database, question.formatted(JUNE))).containsExactly("f");
    }

    @Test
    default void namesAreTakenByWhatStandsInTheWay(TestDatabase database) throws SQLException {
        String question = "SELECT partition_tools_internal.names_beside('ledger'::regclass, 'public', ARRAY['%s'::name, 'nothing']) <> '{}'";
        assertThat(ask(database, question.formatted("ledger_old"))).as("a partition of the table itself").containsExactly("f");
        assertThat(ask(database, question.formatted("nothing"))).containsExactly("f");
        assertThat(ask(database, question.formatted("plain"))).containsExactly(partitionsAreRelations() ? "t" : "f");
    }

    @Test
    default void actionsHaveWordsALockAndNothingThatRefusesThem(TestDatabase database) throws SQLException {
        List<String> words = ask(database, "SELECT partition_tools_internal.strategy_for(w) FROM unnest(ARRAY['copy', 'restore', 'restore as table']) AS w");
        assertThat(words).doesNotContainNull().doesNotHaveDuplicates();
        assertThat(ask(database, "SELECT partition_tools_internal.strategy_for('nothing')")).containsExactly((String) null);
        String action = " FROM partition_tools_internal.plan_actions('ledger', '[{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"2 months\", \"upper_bound\": \"0 months\"}]',"
                + " '2025-04-15 12:00+00') AS a";
        assertThat(ask(database, "SELECT a.strategy" + action)).containsExactly(words.get(0));
        assertThat(ask(database, "SELECT partition_tools_internal.action_lock('ledger', a)" + action)).singleElement().asString().contains("EXCLUSIVE").contains("ledger");
        assertThat(ask(database, "SELECT concat(p.refused, p.hint, p.united)" + action + ", partition_tools_internal.action_properties('ledger', a) AS p")).containsExactly("");
        assertThat(ask(database, "SELECT coalesce(partition_tools_internal.portion_limit(), 1) > 0")).containsExactly("t");
        assertThat(ask(database, "SELECT partition_tools_internal.job_unfinished('ledger', a)" + action)).containsExactly((String) null);
        assertThat(ask(database, "SELECT partition_tools_internal.jobs_detaching('ledger'::regclass)")).containsExactly("{}");
        assertThat(ask(database, "SELECT partition_tools_internal.jobs_open('ledger'::regclass)")).containsExactly("{}");
        ask(database, "SELECT partition_tools_internal.run_sweep('ledger'::regclass)");
        assertThat(ask(database, "SELECT count(*) FROM partition_tools_internal.publication_findings('ledger'::regclass, '{}')")).containsExactly("0");
    }

    @Test
    default void aJobIsExecutedByItsStatement(TestDatabase database) throws SQLException {
        String job = ask(database, "SELECT partition_tools_internal.repartition_job('ledger', ARRAY[" + leaf(database, "ledger_old")
                + "::oid::regclass], '{2025-01-01,2025-01-16,2025-02-01}', '{ledger_first,ledger_second}', NULL, NULL)").get(0);
        String statement = ask(database, "SELECT partition_tools_internal.job_statement(" + job + ")").get(0);
        assertThat(statement).contains(".start(" + job + ")");
        assertThat(ask(database, "SELECT partition_tools_internal.job_waits(" + job + ")")).containsExactly("f");
        assertThat(ask(database, "SELECT partition_tools_internal.job_made_bytes(" + job + ")")).containsExactly((String) null);
        assertThat(ask(database, "SELECT partition_tools_internal.job_relations_elsewhere(" + job + ")")).containsExactly((String) null);
        assertThat(ask(database, "SELECT state FROM partition_tools.jobs WHERE job_id = " + job)).containsExactly("pending");

        database.execute(statement);

        assertThat(ask(database, "SELECT state || ' ' || rows FROM partition_tools.jobs WHERE job_id = " + job)).containsExactly("completed 1000");
        assertThat(ask(database, "SELECT partition_tools_internal.job_made_bytes(" + job + ")")).containsExactly((String) null);
        assertThat(ask(database, "SELECT name FROM partition_tools_internal.partition_bounds('ledger'::regclass) ORDER BY 1"))
                .containsExactly("ledger_first", "ledger_new", "ledger_rest", "ledger_second");
    }

    @Test
    default void theViewJobsHasItsColumns(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) FROM pg_attribute AS a"
                + " WHERE a.attrelid = 'partition_tools.jobs'::regclass AND a.attnum > 0")).containsExactly(JOBS);
    }

    @Test
    default void theServerIsKnownAndItsWriters(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT partition_tools_internal.system_identifier()")).isEqualTo(ask(database, "SELECT partition_tools_internal.system_identifier()"));
        assertThat(ask(database, "SELECT 'client' = ANY (partition_tools_internal.s3_writers())")).containsExactly("t");
    }

    @Test
    default void anArchiveTellsWhereThePartitionWas(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT p.tablespace FROM partition_tools_internal.archive_place("
                + "partition_tools_internal.archive_definition(" + leaf(database, "ledger_old") + "::oid)) AS p")).containsExactly("pg_default");
    }

    @Test
    default void theRowFilterCanBeSetBack(TestDatabase database) throws SQLException {
        // What was set last is what the second call returns, and the first one what was before.
        assertThat(inSession(database, List.of("BEGIN"), "SELECT partition_tools_internal.row_filter(partition_tools_internal.row_filter('off'))")).containsExactly("off");
        assertThat(inSession(database, List.of("BEGIN", "SELECT partition_tools_internal.row_filter('off')", "ROLLBACK"),
                "SELECT partition_tools_internal.row_filter('on')")).containsExactly("on");
    }

    @Test
    default void partsOfAMigrationAreFoundByTheirConditions(TestDatabase database) throws SQLException {
        assertThat(ask(database, "SELECT partition_tools_internal.migration_holds_rows('ledger'::regclass)")).containsExactly("f");
        assertThat(ask(database, "SELECT partition_tools_internal.migration_holds_rows('plain'::regclass)")).containsExactly("t");
        assertThat(ask(database, "SELECT partition_tools_internal.migration_leaf_condition('plain'::regclass)")).containsExactly((String) null);
        List<String> counts = new ArrayList<>();
        for (String name : List.of("ledger_old", "ledger_new", "ledger_rest")) {
            String leaf = leaf(database, name);
            assertThat(ask(database, "SELECT partition_tools_internal.migration_holds_rows(" + leaf + ")")).containsExactly("t");
            String condition = ask(database, "SELECT partition_tools_internal.migration_leaf_condition(" + leaf + ")").get(0);
            counts.addAll(ask(database, "SELECT count(*) FROM ledger WHERE " + condition));
        }
        assertThat(counts).containsExactly("1000", "0", "31");
    }

    @Test
    default void whoHasWrittenAMigrationMayExecuteIt(TestDatabase database) throws SQLException {
        database.execute("DELETE FROM partition_tools.migration_config", "INSERT INTO partition_tools.migration_config (source, target) VALUES ('ledger', 'plain')");
        ask(database, "SELECT partition_tools_internal.migration_config_trust(config_id) FROM (SELECT max(config_id) AS config_id FROM partition_tools.migration_config) AS c");
        String job = ask(database, "SELECT job_id FROM partition_tools.run('{plain}')").get(0);

        ask(database, "SELECT partition_tools_internal.migration_job_trust(" + job + ")");
    }

    private static String leaf(TestDatabase database, String name) throws SQLException {
        return ask(database, "SELECT b.relid FROM partition_tools_internal.partition_bounds('ledger'::regclass) AS b WHERE b.name = '" + name + "'").get(0);
    }

    /** The first column, as the server writes it. */
    private static List<String> ask(TestDatabase database, String query) throws SQLException {
        return inSession(database, List.of(), query);
    }

    private static List<String> inSession(TestDatabase database, List<String> first, String query) throws SQLException {
        // In the extended protocol Greenplum loses its portal where it computes a constant by a function that has settings of its own.
        try (Connection connection = DriverManager.getConnection(database.url() + "&preferQueryMode=simple"); Statement statement = connection.createStatement()) {
            for (String sql : first) {
                statement.execute(sql);
            }
            try (ResultSet result = statement.executeQuery(query)) {
                List<String> values = new ArrayList<>();
                while (result.next()) {
                    values.add(result.getString(1));
                }
                return values;
            }
        }
    }
}
