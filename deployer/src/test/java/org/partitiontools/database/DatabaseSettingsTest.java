package org.partitiontools.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.AddressException;
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
        assertThat(settings(null, null, Map.of()).url()).isEqualTo("jdbc:postgresql://localhost/");
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
    void severalHostsHaveOnePortOrOneEach() {
        assertThat(settings(null, null, Map.of("PGHOST", "a,b", "PGPORT", "5433")).url()).isEqualTo("jdbc:postgresql://a:5433,b:5433/");
        assertThat(settings(null, null, Map.of("PGHOST", "a,b", "PGPORT", "5433,5434")).url()).isEqualTo("jdbc:postgresql://a:5433,b:5434/");
        assertThatThrownBy(() -> settings(null, null, Map.of("PGHOST", "a,b", "PGPORT", "1,2,3"))).isInstanceOf(AddressException.class);
    }

    @Test
    void theHostOfAUrlDoesNotTakeThePortOfAnother() {
        assertThat(settings("postgres://db/shop", null, Map.of("PGHOST", "other", "PGPORT", "5433")).url()).isEqualTo("jdbc:postgresql://db/shop");
        assertThat(settings("postgres:///shop", null, Map.of("PGHOST", "other", "PGPORT", "5433")).url()).isEqualTo("jdbc:postgresql://other:5433/shop");
    }

    @Test
    void aServiceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> settings(null, null, Map.of("PGSERVICE", "nosuchservice")))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining("nosuchservice");
    }

    @Test
    void aServiceSaysWhatTheUrlDoesNot(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("services"), """
                [shop]
                host=db.example.com
                port=5433
                dbname=shop
                user=me
                """);
        System.setProperty("org.postgresql.pgservicefile", file.toString());
        try {
            assertThat(settings(null, null, Map.of("PGSERVICE", "shop", "PGHOST", "other")).toString())
                    .isEqualTo("jdbc:postgresql://db.example.com:5433/shop as me");
            assertThat(settings("postgres://you@/books?service=shop", null, Map.of()).toString())
                    .isEqualTo("jdbc:postgresql://db.example.com:5433/books as you");
        } finally {
            System.clearProperty("org.postgresql.pgservicefile");
        }
    }

    @Test
    void aPasswordFileThatIsNotThereIsRefused() {
        DatabaseSettings settings = new DatabaseSettings(
                Optional.empty(), false, Optional.empty(), Optional.of(Path.of("nosuchfile")), Map.of());

        assertThatThrownBy(settings::database)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nosuchfile");
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(settings("postgres://me@db/shop", null, Map.of("PGPASSWORD", "sesame")).toString()).doesNotContain("sesame");
    }

    private static Database settings(String url, String user, Map<String, String> environment) {
        return new DatabaseSettings(Optional.ofNullable(url), false, Optional.ofNullable(user), Optional.empty(), environment).database();
    }
}
