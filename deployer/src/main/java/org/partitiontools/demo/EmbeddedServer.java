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
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Database;
import org.partitiontools.files.FileErrors;
import org.postgresql.PGProperty;

/** A PostgreSQL server of our own in a temporary folder, as superuser {@code postgres}, without password. Runs as root, too. */
public final class EmbeddedServer implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int POLL_MILLIS = 50;

    private final Path folder;
    private final EmbeddedPostgres server;
    private final Path binaries;
    private final Thread atExit = new Thread(this::closeAtExit, "server clean-up");

    private EmbeddedServer(Path folder, EmbeddedPostgres server) throws SQLException {
        this.folder = folder;
        this.server = server;
        Runtime.getRuntime().addShutdownHook(atExit);
        this.binaries = Path.of(queryForString("SELECT setting FROM pg_catalog.pg_config WHERE name = 'BINDIR'"));
    }

    /**
     * Starts a server on a free port. It stops when closed, or when the program ends.
     *
     * @param settings as in postgresql.conf
     */
    public static EmbeddedServer start(Map<String, String> settings) throws IOException {
        return start(Files.createTempDirectory("partition-tools-"), settings);
    }

    /**
     * Starts a server on a copy of another one's data directory, without initdb.
     *
     * @param original the data directory of a server of the same version, which has stopped and has no tablespaces
     * @param settings as in postgresql.conf
     */
    public static EmbeddedServer startOnCopy(Path original, Map<String, String> settings) throws IOException {
        Path folder = Files.createTempDirectory("partition-tools-");
        Folders.copy(original, folder.resolve("data"));
        return start(folder, settings);
    }

    private static EmbeddedServer start(Path folder, Map<String, String> settings) throws IOException {
        Redirect log = Redirect.appendTo(folder.resolve("server.log").toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE)
                .setOutputRedirector(log)
                .setErrorRedirector(log);
        settings.forEach(builder::setServerConfig);
        try {
            return new EmbeddedServer(folder, builder.start());
        } catch (IOException | SQLException | RuntimeException e) {
            throw new ConfigurationException("the embedded PostgreSQL did not start (as root it needs the program unshare): "
                    + FileErrors.message(e) + "; see " + folder.resolve("server.log"), e);
        }
    }

    /**
     * Lets the server outlive the program.
     *
     * @throws IOException if it does not start again
     */
    public void keepRunning() throws IOException {
        // The library stops its server when the program ends; one that pg_ctl has started is none of its business.
        server.close();
        start();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** Stops the server as a crash would, and starts it again. Every connection is lost. */
    public void crash() throws IOException {
        pgCtl("stop", "-m", "immediate", "-w");
        start();
    }

    /** Starts it again with the options that it was started with. */
    private void start() throws IOException {
        String command = Files.readString(data().resolve("postmaster.opts")).strip();
        String options = command.substring(command.indexOf("\"-p\""));
        pgCtl("start", "-w", "-l", log().toString(), "-o", options);
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

    private void pgCtl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(pgCtlCommand());
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log().toFile()))
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed; see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
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

    private Path log() {
        return folder.resolve("server.log");
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

    /** Stops the server and deletes its folder; does nothing the second time. */
    @Override
    public void close() throws IOException {
        server.close();
        awaitStop();
        Folders.delete(folder);
    }

    /** On Ctrl-C the library stops the server in a thread of its own. */
    private void awaitStop() throws IOException {
        for (long waited = 0; Files.exists(data().resolve("postmaster.pid")) && waited < PATIENCE.toMillis(); waited += POLL_MILLIS) {
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("cannot delete " + folder + ": " + FileErrors.message(e));
        }
    }
}
