package org.partitiontools.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.partitiontools.ConfigurationException;
import org.partitiontools.files.FileErrors;
import org.postgresql.PGProperty;

/**
 * Where the database is and who connects, as options and environment say. Options win over the URL, the URL over
 * {@code PGHOST}, {@code PGPORT}, {@code PGDATABASE}, {@code PGUSER} and {@code PGPASSWORD}.
 *
 * @param url option {@code --url}
 * @param user option {@code --user}
 * @param passwordFile option {@code --password-file}: a file whose first line is the password
 * @param environment the environment variables
 */
public record DatabaseSettings(
        Optional<String> url, Optional<String> user, Optional<Path> passwordFile, Map<String, String> environment) {

    private static final String APPLICATION_NAME = "partition-tools";

    /**
     * @throws ConfigurationException if the address is malformed or carries a password, or the password file is unreadable
     */
    public Database database() {
        ConnectionUrl address = url.map(ConnectionUrl::parse).orElseGet(this::addressFromEnvironment);
        Properties properties = new Properties();
        properties.setProperty(PGProperty.APPLICATION_NAME.getName(), APPLICATION_NAME);
        // A job can run for hours without a byte on the wire.
        properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        environment("PGSSLMODE").ifPresent(mode -> properties.setProperty(PGProperty.SSL_MODE.getName(), mode));
        environment("PGUSER").ifPresent(name -> properties.setProperty(PGProperty.USER.getName(), name));
        properties.putAll(address.parameters());
        user.ifPresent(name -> properties.setProperty(PGProperty.USER.getName(), name));
        password().ifPresent(word -> properties.setProperty(PGProperty.PASSWORD.getName(), word));
        return new Database(address.jdbcUrl(), properties);
    }

    private ConnectionUrl addressFromEnvironment() {
        return ConnectionUrl.of(
                environment("PGHOST").orElse("localhost"), environment("PGPORT").orElse("5432"), environment("PGDATABASE"));
    }

    private Optional<String> password() {
        return passwordFile.map(DatabaseSettings::firstLine).or(() -> environment("PGPASSWORD"));
    }

    private Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElseThrow(() -> new ConfigurationException("the password file " + file + " is empty"));
        } catch (IOException e) {
            throw new ConfigurationException("cannot read the password file " + file + ": " + FileErrors.reason(e), e);
        }
    }
}
