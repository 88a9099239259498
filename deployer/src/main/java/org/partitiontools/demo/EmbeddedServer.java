package org.partitiontools.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Database;
import org.postgresql.PGProperty;

/** A PostgreSQL server of our own in a temporary folder, as superuser {@code postgres}, without password. Runs as root, too. */
public final class EmbeddedServer implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final EmbeddedPostgres server;
    private final Path binaries;

    private EmbeddedServer(Path folder, EmbeddedPostgres server) throws SQLException {
        this.folder = folder;
        this.server = server;
        this.binaries = Path.of(queryForString("SELECT setting FROM pg_catalog.pg_config WHERE name = 'BINDIR'"));
    }

    /**
     * Starts a server on a free port. It stops when closed, or when the program ends.
     *
     * @param settings as in postgresql.conf
     */
    public static EmbeddedServer start(Map<String, String> settings) throws IOException {
        Path folder = Files.createTempDirectory("partition-tools-");
        Redirect log = Redirect.appendTo(folder.resolve("server.log").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setPGStartupWait(PATIENCE)
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        settings.forEach(builder::setServerConfig);
        try {
            return new EmbeddedServer(folder, builder.start());
        } catch (IOException | SQLException | RuntimeException e) {
            throw new ConfigurationException("the embedded PostgreSQL did not start; its log is "
                    + folder.resolve("server.log"), e);
        }
    }

    /** A database on this server, whether it exists or not. */
    public Database database(String name) {
        Properties properties = new Properties();
        properties.setProperty(PGProperty.USER.getName(), SUPERUSER);
        return new Database("jdbc:postgresql://localhost:" + server.getPort() + "/" + name, properties);
    }

    /** Executes statements in database postgres. */
    public void execute(String... statements) throws SQLException {
        try (Connection connection = database("postgres").getConnection(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String queryForString(String sql) throws SQLException {
        try (Connection connection = database("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Makes a tablespace in the server's temporary folder. */
    public void createTablespace(String name) throws IOException, SQLException {
        Path location = Files.createDirectory(folder.resolve(name));
        execute("CREATE TABLESPACE " + name + " LOCATION '" + location + "'");
    }

    /**
     * Runs pg_ctl on this server's data, as the user who started the server.
     *
     * @throws IOException if it fails
     */
    public void pgCtl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(pgCtlCommand());
        command.addAll(List.of(arguments));
        Redirect log = Redirect.appendTo(folder.resolve("server.log").toFile());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed; see " + folder.resolve("server.log"));
        }
    }

    /** The command that controls this server, for example with {@code stop} behind it. */
    public List<String> pgCtlCommand() {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL refuses to run as root; in a user namespace it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binaries.resolve("pg_ctl").toString(), "-D", data().toString()));
        return command;
    }

    private Path data() {
        return folder.resolve("data");
    }

    public int port() {
        return server.getPort();
    }

    /** Where the server keeps its data, its log and its tablespaces. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
