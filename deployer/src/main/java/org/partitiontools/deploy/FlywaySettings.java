package org.partitiontools.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Flyway as {@code config/flyway.conf} configures it, the file that pipelines with their own Flyway use too. */
final class FlywaySettings {

    private static final String FILE = "/config/flyway.conf";

    private FlywaySettings() {
    }

    static FluentConfiguration forBundle(Bundle bundle) {
        return Flyway.configure(FlywaySettings.class.getClassLoader())
                .configuration(read())
                .locations(bundle.locations().toArray(String[]::new));
    }

    private static Properties read() {
        Properties settings = new Properties();
        try (InputStream file = FlywaySettings.class.getResourceAsStream(FILE)) {
            settings.load(file);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
