package org.partitiontools.greenplum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.testing.GreenplumDatabase;
import org.partitiontools.testing.TestDatabase;

/** Data migration: each part is one transaction, and says whether it was complete. */
@GreenplumDatabase
class MigrationIT {

    @Test
    void partsOfAKeyGoToTablesOfEveryDistribution(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            source(database);
            for (String distribution : List.of("DISTRIBUTED BY (note)", "DISTRIBUTED RANDOMLY", "DISTRIBUTED REPLICATED")) {
                database.execute("DROP TABLE IF EXISTS target", "CREATE TABLE target (id bigint, at date, note text) " + distribution,
                        "DELETE FROM partition_tools.migration_config",
                        "INSERT INTO partition_tools.migration_config (source, target, pkey, parts) VALUES ('source', 'target', 'id', 4)");

                List<String> statements = run(database);
                assertThat(statements).hasSize(4);
                database.execute(statements.toArray(String[]::new));

                assertThat(database.queryForString("SELECT count(*) FROM (SELECT * FROM source EXCEPT ALL SELECT * FROM target) AS lost")).isEqualTo("0");
                assertThat(database.queryForString("SELECT count(*) FROM target")).isEqualTo("10001");
                assertThat(verified(database)).hasSize(4).containsOnly("t");
            }
        }
    }

    @Test
    void conditionsExpressionsAndTruncation(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            source(database);
            database.execute("CREATE TABLE target (id bigint, at date, note text) DISTRIBUTED RANDOMLY PARTITION BY RANGE (at)"
                            + " (START ('2026-01-01') END ('2026-06-01') EVERY (interval '1 month'))",
                    "INSERT INTO target VALUES (-1, '2026-01-01', 'old')",
                    "INSERT INTO partition_tools.migration_config (source, target, condition, columns, trunc)"
                            + " VALUES ('source', 'target', 'at < ''2026-02-15''', '{\"note\": \"upper(note)\"}', true)");

            database.execute(run(database).toArray(String[]::new));

            assertThat(database.queryForString("SELECT count(*) FROM (SELECT id, at, upper(note) FROM source WHERE at < '2026-02-15'"
                    + " EXCEPT ALL SELECT * FROM target) AS lost")).isEqualTo("0");
            assertThat(database.queryForString("SELECT count(*) FROM target WHERE note = 'old'")).isEqualTo("0");
            assertThat(verified(database)).containsOnly("t");
            assertThat(database.queryForString("SELECT concat_ws(' ', state, rows) FROM partition_tools.report")).isEqualTo("completed 5626");
        }
    }

    @Test
    void aPartitionedSourceIsCopiedLeafByLeaf(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE source (id bigint, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                            + " (START ('2026-01-01') END ('2026-04-01') EVERY (interval '1 month'), DEFAULT PARTITION rest)",
                    "INSERT INTO source SELECT g, date '2025-12-01' + g FROM generate_series(1, 100) AS g",
                    "CREATE TABLE target (id bigint, at date) DISTRIBUTED RANDOMLY",
                    "INSERT INTO partition_tools.migration_config (source, target, part_by) VALUES ('source', 'target', 'partition')");

            List<String> statements = run(database);
            assertThat(statements).hasSize(4);
            // Parts do not wait for each other, not even for one that has not committed.
            try (Connection first = database.connect(); Statement execute = first.createStatement()) {
                first.setAutoCommit(false);
                execute.execute(statements.get(0));
                database.execute("SET statement_timeout = '30s'", statements.get(3), statements.get(1), statements.get(2));
                assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs WHERE state = 'running'")).isEqualTo("1");
                first.commit();
            }

            assertThat(database.queryForString("SELECT count(DISTINCT id) || ' ' || count(*) FROM target")).isEqualTo("100 100");
        }
    }

    @Test
    void aPartThatFailsLeavesNothingAndCanBeStartedAgain(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            source(database);
            database.execute("CREATE TABLE target (id bigint CHECK (id <> 9999), at date, note text) DISTRIBUTED BY (id)",
                    "INSERT INTO partition_tools.migration_config (source, target, pkey, parts) VALUES ('source', 'target', 'id', 2)");
            List<String> statements = run(database);
            database.execute(statements.get(0));
            long copied = Long.parseLong(database.queryForString("SELECT count(*) FROM target"));

            assertThatThrownBy(() -> database.execute(statements.get(1))).isInstanceOf(SQLException.class);
            assertThat(database.queryForString("SELECT count(*) FROM target")).isEqualTo(String.valueOf(copied));
            // An unfinished run goes on.
            assertThat(run(database)).containsExactly(statements.get(1));

            database.execute("ALTER TABLE target DROP CONSTRAINT target_id_check", statements.get(0), statements.get(1));
            assertThat(database.queryForString("SELECT count(*) FROM target")).isEqualTo("10001");
        }
    }

    @Test
    void anotherRunCopiesWhatHasComeSince(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            source(database);
            database.execute("CREATE TABLE target (id bigint, at date, note text) DISTRIBUTED BY (id)",
                    "INSERT INTO partition_tools.migration_config (source, target, pkey, parts) VALUES ('source', 'target', 'id', 3)");
            database.execute(run(database).toArray(String[]::new));
            assertThat(database.queryForString("SELECT max(last_key) FROM partition_tools.jobs WHERE last_key LIKE '%10000%'")).isEqualTo("[\"10000\"]");

            database.execute(run(database).toArray(String[]::new));
            assertThat(database.queryForString("SELECT count(*) FROM target")).isEqualTo("10001");

            database.execute("INSERT INTO source SELECT g, '2026-01-01', 'new' FROM generate_series(10001, 10100) AS g");
            database.execute(run(database).toArray(String[]::new));
            assertThat(database.queryForString("SELECT count(*) || ' ' || count(DISTINCT id) FROM target")).isEqualTo("10101 10100");
            assertThat(verified(database)).hasSize(3).containsOnly("t");

            database.execute("UPDATE partition_tools.migration_config SET pkey = NULL, parts = NULL");
            assertThatThrownBy(() -> run(database)).satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP069"));
        }
    }

    @Test
    void rowsThatLeftTheDefaultPartitionAreNotCopiedAgain(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            database.execute("CREATE TABLE source (id bigint, at date) DISTRIBUTED BY (id) PARTITION BY RANGE (at)"
                            + " (START ('2026-01-01') END ('2026-03-01') EVERY (interval '1 month'), DEFAULT PARTITION rest)",
                    "INSERT INTO source SELECT g, date '2025-12-31' + g::int FROM generate_series(1, 90) AS g",
                    "CREATE TABLE target (id bigint, at date) DISTRIBUTED RANDOMLY",
                    "INSERT INTO partition_tools.migration_config (source, target, pkey, part_by) VALUES ('source', 'target', 'id', 'partition')");
            database.execute(run(database).toArray(String[]::new));

            database.execute("ALTER TABLE source SPLIT DEFAULT PARTITION START ('2026-03-01') END ('2026-04-01') INTO (PARTITION march, DEFAULT PARTITION)",
                    "INSERT INTO source VALUES (91, '2026-03-31'), (92, '2026-01-05')");
            database.execute(run(database).toArray(String[]::new));

            assertThat(database.queryForString("SELECT count(*) || ' ' || count(DISTINCT id) FROM target")).isEqualTo("92 92");
            assertThat(verified(database)).hasSize(4).containsOnly("t");
        }
    }

    @Test
    void whatWasCopiedWithoutAKeyIsNotContinued(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            source(database);
            database.execute("CREATE TABLE target (id bigint, at date, note text) DISTRIBUTED BY (id)",
                    "INSERT INTO partition_tools.migration_config (source, target) VALUES ('source', 'target')");
            database.execute(run(database).toArray(String[]::new));

            assertThatThrownBy(() -> run(database)).satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("PP078"));
        }
    }

    @Test
    void aPartWithNoRowsButThoseWithoutAKeyIsContinued(TestDatabase shared) throws Exception {
        try (TestDatabase database = shared.fresh()) {
            source(database);
            database.execute("CREATE TABLE target (id bigint, at date, note text) DISTRIBUTED BY (id)", "DELETE FROM source WHERE id IS NOT NULL",
                    "INSERT INTO partition_tools.migration_config (source, target, pkey) VALUES ('source', 'target', 'id')");
            database.execute(run(database).toArray(String[]::new));

            database.execute("INSERT INTO source VALUES (1, '2026-01-01', 'new')");
            database.execute(run(database).toArray(String[]::new));
            assertThat(database.queryForString("SELECT count(*) || ' ' || count(id) FROM target")).isEqualTo("2 1");
        }
    }

    private static void source(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE source (id bigint, at date, note text) DISTRIBUTED BY (id)",
                "INSERT INTO source SELECT g, date '2026-01-01' + (g % 80)::int, 'note ' || g FROM generate_series(1, 10000) AS g",
                "INSERT INTO source VALUES (NULL, '2026-02-02', 'no key')", "ANALYZE source");
    }

    private static List<String> run(TestDatabase database) throws SQLException {
        return database.queryForStrings("SELECT statement FROM partition_tools.run(ARRAY['target']) ORDER BY job_id");
    }

    private static List<String> verified(TestDatabase database) throws SQLException {
        return database.queryForStrings("SELECT v.equal::text FROM partition_tools.verify("
                + database.queryForString("SELECT max(run_id) FROM partition_tools.report") + ") AS v").stream().map(t -> t.substring(0, 1)).toList();
    }
}
