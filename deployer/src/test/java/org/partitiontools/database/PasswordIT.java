package org.partitiontools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.testing.TestServer;

/** The sources of a password, against a server that asks for one. */
class PasswordIT {

    private static final String PASSFILE = "org.postgresql.pgpassfile";

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws IOException, SQLException {
        server = TestServer.start();
        server.execute("CREATE ROLE clerk LOGIN PASSWORD 'open sesame'");
        server.requirePasswordOf("clerk");
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    void fromTheEnvironment() throws SQLException {
        assertConnects(settings(Optional.empty(), Map.of("PGPASSWORD", "open sesame")));
    }

    @Test
    void fromAFile() throws IOException, SQLException {
        Path file = Files.writeString(folder.resolve("password"), "open sesame\n");

        assertConnects(settings(Optional.of(file), Map.of("PGPASSWORD", "wrong")));
    }

    @Test
    void fromThePasswordFileOfLibpq() throws IOException, SQLException {
        Path file = Files.writeString(folder.resolve("pgpass"),
                "# a comment\nlocalhost:1:*:clerk:wrong\nlocalhost:" + server.port() + ":postgres:clerk:open sesame\n");
        System.setProperty(PASSFILE, file.toString());
        try {
            assertConnects(settings(Optional.empty(), Map.of()));
        } finally {
            System.clearProperty(PASSFILE);
        }
    }

    @Test
    void aWrongOneIsRefused() {
        Database database = settings(Optional.empty(), Map.of("PGPASSWORD", "wrong"));

        assertThatThrownBy(database::open)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageNotContaining("wrong")
                .hasRootCauseMessage("FATAL: password authentication failed for user \"clerk\"");
    }

    private static void assertConnects(Database database) throws SQLException {
        try (var connection = database.open()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    private static Database settings(Optional<Path> passwordFile, Map<String, String> environment) {
        String url = "postgres://clerk@localhost:" + server.port() + "/postgres";
        return new DatabaseSettings(Optional.of(url), false, Optional.empty(), passwordFile, environment).database();
    }
}
