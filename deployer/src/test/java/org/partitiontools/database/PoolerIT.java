package org.partitiontools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** A real pgbouncer between the program and the server. Whoever gets a session next must find it as the server makes them. */
@PartitionToolsDatabase
class PoolerIT {

    private static final String POLICY = """
            kind: partitioning
            api: v1
            start_date: "2026-01-15"
            connection_id: warehouse
            schema: public
            tables:
              - table: logs
                interval: monthly
                pre_provisioned: 2
            """;
    private static final String SETTINGS = "SELECT concat_ws(' ', current_setting('search_path'), current_setting('lock_timeout'), current_setting('statement_timeout'))";

    private final TestDatabase database;
    private Process bouncer;
    private int port;

    @TempDir
    private Path folder;

    PoolerIT(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void stop() {
        if (bouncer != null) {
            bouncer.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "check", "run", "report"})
    void aPoolByTransactionIsRefusedAndLeftAsItWas(String command) throws Exception {
        start("transaction", "");
        table();
        String before = settings();

        Invocation invocation = invoke(command);

        assertThat(invocation.exitCode()).as(invocation.err()).isEqualTo(3);
        assertThat(invocation.err()).contains("PP057", "pooled by transaction", "session mode");
        assertThat(settings()).isEqualTo(before);
        assertThat(database.queryForString("SELECT count(*) FROM partition_tools.jobs")).isEqualTo("0");
    }

    /** With server_reset_query the pool cleans up itself; not every one has it. */
    @Test
    void aPoolBySessionWorksAndGetsItsSessionsBackAsTheyWere() throws Exception {
        start("session", "server_reset_query =\n");
        table();
        String before = settings();

        for (String command : List.of("plan", "run", "report")) {
            Invocation invocation = invoke(command);
            assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        }

        assertThat(settings()).isEqualTo(before);
        assertThat(database.queryForStrings("SELECT state FROM partition_tools.jobs")).containsOnly("completed");
        database.execute("TRUNCATE partition_tools_internal.job CASCADE");
    }

    /** A CALL is one statement, which a pool by transaction does not take apart. */
    @Test
    void theProceduresLeaveNothingInTheSessionsOfAPoolByTransaction() throws Exception {
        start("transaction", "");
        table();
        String before = settings();

        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute("CALL partition_tools.create_partitions('logs', '1 month', '1 month', '-2 months')");
        }

        assertThat(settings()).isEqualTo(before);
        assertThat(database.queryForString("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid IN (1347702785, 1347702786)")).isEqualTo("0");
        database.execute("TRUNCATE partition_tools_internal.job CASCADE");
    }

    private void table() throws SQLException {
        database.execute("DROP TABLE IF EXISTS logs", "CREATE TABLE logs (at date NOT NULL, id bigint) PARTITION BY RANGE (at)");
    }

    private Invocation invoke(String command) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        return command.equals("report") ? Invocation.of(command, "--url", url()) : Invocation.of(command, policy.toString(), "--url", url());
    }

    /** What clients find in each of the pool's sessions. */
    private String settings() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        StringBuilder found = new StringBuilder();
        try {
            // All at once, each in a transaction: as many sessions as the pool has.
            for (int i = 0; i < 3; i++) {
                Connection connection = connect();
                connections.add(connection);
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement(); var row = statement.executeQuery(SETTINGS)) {
                    row.next();
                    found.append(row.getString(1)).append('\n');
                }
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        return found.toString();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + database.name() + "?user=postgres&prepareThreshold=0";
    }

    private void start(String mode, String more) throws Exception {
        assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "pgbouncer")))
                || Files.isExecutable(Path.of("/usr/sbin/pgbouncer")), "pgbouncer is not installed (apt-get install pgbouncer)");
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path settings = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=localhost port=%d user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                default_pool_size = 20
                ignore_startup_parameters = extra_float_digits
                %s""".formatted(database.server().port(), port, mode, more));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of("pgbouncer", settings.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(1, List.of("-u", "nobody"));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("pgbouncer.log").toFile());
        builder.environment().merge("PATH", "/usr/sbin", (path, own) -> path + ":" + own);
        bouncer = builder.start();
        for (int i = 0; i < 200; i++) {
            try (Connection connection = connect()) {
                return;
            } catch (SQLException e) {
                assertThat(bouncer.isAlive()).as(Files.readString(folder.resolve("pgbouncer.log"))).isTrue();
                Thread.sleep(50);
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("pgbouncer.log")));
    }
}
