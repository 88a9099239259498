package org.partitiontools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.database.DatabaseSettings;
import org.partitiontools.database.ExecutedStatement;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What options make of a session, and what a log tells of it. */
@PartitionToolsDatabase
class SessionOptionsIT {

    private static final String TABLES = """
            CREATE TABLE %s (at date NOT NULL) PARTITION BY RANGE (at);
            CREATE TABLE %1$s_default PARTITION OF %1$s DEFAULT;
            """;
    private static final String POLICY = """
            kind: partitioning
            api: v1
            tables:
              - {table: slow, interval: monthly, statement_timeout: 1ms, lock_timeout: 10ms}
              - {table: free, interval: monthly}
            """;

    @TempDir
    private Path folder;

    @Test
    void aPolicyLimitsTheTimeOfOneTableAndTheOptionWins(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute(TABLES.formatted("slow"), TABLES.formatted("free"));
            String policy = Files.writeString(folder.resolve("p.yaml"), POLICY).toString();

            Invocation limited = Invocation.of("run", policy, "--url", database.url(), "--format", "json");

            assertThat(limited.exitCode()).isEqualTo(4);
            assertThat(limited.json().get(0).get("sqlstate").asText()).isEqualTo("57014");
            assertThat(limited.json().get(1).get("state").asText()).isEqualTo("completed");
            assertThat(Invocation.of("run", policy, "--url", database.url(), "--statement-timeout", "1min").exitCode()).isZero();
            // One session asks for both, the limited one first.
            Invocation plan = Invocation.of("plan", policy, "--url", database.url());
            assertThat(plan.err()).contains("public.slow", "57014").doesNotContain("public.free");
        }
    }

    @Test
    void aLogHasTableJobAndSqlstate(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            database.execute(TABLES.formatted("free"));
            String policy = Files.writeString(folder.resolve("p.yaml"), "kind: partitioning\napi: v1\ntables: [{table: free, interval: monthly}]\n").toString();
            try (Connection holder = database.connect(); Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("LOCK TABLE free IN ACCESS SHARE MODE");
                database.execute("ALTER DATABASE \"" + database.name() + "\" SET partition_tools.lock_patience = '100ms'");
                Invocation run = Invocation.of("run", policy, "--url", database.url(), "--log-format", "json", "--lock-timeout", "20ms");

                JsonNode error = entries(run).stream().filter(entry -> entry.get("level").asText().equals("error") && entry.has("job")).findFirst().orElseThrow();
                assertThat(error.get("table").asText()).isEqualTo("public.free");
                assertThat(error.get("sqlstate").asText()).isEqualTo("PP050");
                assertThat(error.get("time").asText()).endsWith("Z");
                assertThat(run.exitCode()).isEqualTo(4);
            }
        }
    }

    @Test
    void debugShowsEveryStatementWithItsDuration(TestDatabase any) throws Exception {
        try (TestDatabase database = any.fresh()) {
            Invocation report = Invocation.of("report", "--url", database.url(), "--log-format", "json", "--debug");

            List<JsonNode> statements = entries(report).stream().filter(entry -> entry.get("level").asText().equals("debug")).toList();
            assertThat(statements).anyMatch(entry -> entry.get("message").asText().contains("FROM partition_tools.report"));
            assertThat(statements).allMatch(entry -> entry.get("duration_ms").isNumber());
            assertThat(Invocation.of("report", "--url", database.url()).err()).doesNotContain("SELECT");
        }
    }

    @Test
    void thePgoptionsOfLibpqReachTheSession(TestDatabase database) throws SQLException {
        Map<String, String> environment = Map.of("PGOPTIONS", "-c geqo_threshold=17 -c statement_timeout=5s", "PGAPPNAME", "nightly");
        try (Connection session = settings(database, environment).database().open(); Statement statement = session.createStatement()) {
            assertThat(one(statement, "SHOW geqo_threshold")).isEqualTo("17");
            assertThat(one(statement, "SHOW application_name")).isEqualTo("nightly");
            // Pinned: a job must not end after five seconds because of it.
            assertThat(one(statement, "SHOW statement_timeout")).isEqualTo("0");
        }
    }

    @Test
    void connectsByTheSocketOfTheServer(TestDatabase database) throws Exception {
        String folders = database.queryForString("SHOW unix_socket_directories");
        assumeTrue(!folders.isEmpty(), "the server has no socket");
        String file = folders.split(",")[0].strip();
        String port = database.queryForString("SHOW port");
        String url = "postgres:///" + database.name() + "?host=" + file + "&port=" + port + "&user=postgres";
        List<ExecutedStatement> executed = new CopyOnWriteArrayList<>();
        try (Connection session = new DatabaseSettings(Optional.of(url), false, Optional.empty(), Optional.empty(), Map.of()).database()
                .tracing(executed::add).open(); Statement statement = session.createStatement()) {
            assertThat(one(statement, "SELECT inet_client_addr()")).isNull();
            // More than a buffer of the socket holds, both ways; and a time-out of the network.
            assertThat(one(statement, "SELECT length(repeat('x', 5000000) || '" + "y".repeat(3_000_000) + "')")).isEqualTo("8000000");
            assertThat(one(statement, "SELECT repeat('x', 5000000)")).hasSize(5_000_000);
            assertThat(session.isValid(1)).isTrue();
            session.setNetworkTimeout(Runnable::run, 100);
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(5)")).isInstanceOf(SQLException.class);
        }
        assertThat(executed).anyMatch(statement -> statement.sql().equals("SELECT pg_sleep(5)") && statement.error() != null);
    }

    private static DatabaseSettings settings(TestDatabase database, Map<String, String> environment) {
        return new DatabaseSettings(Optional.of(database.url()), false, Optional.empty(), Optional.empty(), environment);
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<JsonNode> entries(Invocation invocation) throws IOException {
        return invocation.err().lines().map(SessionOptionsIT::entry).toList();
    }

    private static JsonNode entry(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
