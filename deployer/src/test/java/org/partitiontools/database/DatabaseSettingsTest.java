package org.partitiontools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.partitiontools.ConfigurationException;

class DatabaseSettingsTest {

    @Test
    void theEnvironmentOfLibpqSaysWhereAndWho() {
        Database database = settings(null, null, Map.of(
                "PGHOST", "db.example.com", "PGPORT", "5433", "PGDATABASE", "my shop", "PGUSER", "me"));

        assertThat(database.url()).isEqualTo("jdbc:postgresql://db.example.com:5433/my%20shop");
        assertThat(database.user()).isEqualTo("me");
    }

    @Test
    void withoutAnythingItIsTheLocalServer() {
        assertThat(settings(null, null, Map.of()).url()).isEqualTo("jdbc:postgresql://localhost:5432/");
    }

    @Test
    void theUserOfTheUrlWinsOverTheEnvironment() {
        assertThat(settings("postgres://url@db/shop", null, Map.of("PGUSER", "environment")).user()).isEqualTo("url");
    }

    @Test
    void theUserOptionWinsOverTheUrl() {
        assertThat(settings("postgres://url@db/shop", "option", Map.of()).user()).isEqualTo("option");
    }

    @Test
    void aUnixSocketIsRefused() {
        assertThatThrownBy(() -> settings(null, null, Map.of("PGHOST", "/var/run/postgresql")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Unix socket");
    }

    @Test
    void aPasswordFileThatIsNotThereIsRefused() {
        DatabaseSettings settings = new DatabaseSettings(
                Optional.empty(), Optional.empty(), Optional.of(Path.of("nosuchfile")), Map.of());

        assertThatThrownBy(settings::database)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nosuchfile");
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(settings("postgres://me@db/shop", null, Map.of("PGPASSWORD", "sesame")).toString()).doesNotContain("sesame");
    }

    private static Database settings(String url, String user, Map<String, String> environment) {
        return new DatabaseSettings(Optional.ofNullable(url), Optional.ofNullable(user), Optional.empty(), environment).database();
    }
}
