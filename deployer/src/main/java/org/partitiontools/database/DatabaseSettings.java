package org.partitiontools.database;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.partitiontools.AddressException;
import org.partitiontools.ConfigurationException;
import org.partitiontools.files.FileErrors;
import org.postgresql.PGProperty;
import org.postgresql.jdbcurlresolver.PgServiceConfParser;

/**
 * Where the database is and who connects, as options and environment say. Options win over the URL, the URL over the service that it or
 * {@code PGSERVICE} names, the service over the other environment variables of libpq.
 *
 * @param url option {@code --url}
 * @param urlMayHavePassword whether nobody else can read the URL where it stands
 * @param user option {@code --user}
 * @param passwordFile option {@code --password-file}: a file whose first line is the password
 * @param environment the environment variables
 */
public record DatabaseSettings(
        Optional<String> url, boolean urlMayHavePassword, Optional<String> user, Optional<Path> passwordFile, Map<String, String> environment) {

    private static final String APPLICATION_NAME = "partition-tools";
    private static final String SERVICE = "service";

    /** The variables of libpq that say how to connect, and its words for them. */
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            entry("PGUSER", "user"),
            entry("PGDATABASE", "dbname"),
            entry("PGAPPNAME", "application_name"),
            entry("PGOPTIONS", "options"),
            entry("PGSSLMODE", "sslmode"),
            entry("PGSSLROOTCERT", "sslrootcert"),
            entry("PGSSLCERT", "sslcert"),
            entry("PGSSLKEY", "sslkey"),
            entry("PGSSLNEGOTIATION", "sslNegotiation"),
            entry("PGCHANNELBINDING", "channel_binding"),
            entry("PGREQUIREAUTH", "require_auth"),
            entry("PGGSSENCMODE", "gssencmode"),
            entry("PGKRBSRVNAME", "krbsrvname"),
            entry("PGCONNECT_TIMEOUT", "connect_timeout"),
            entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
            entry("PGLOADBALANCEHOSTS", "load_balance_hosts"));

    /**
     * @throws AddressException if the address is malformed, carries a password that others can read, or names a service that is not there
     * @throws ConfigurationException if the password file is unreadable
     */
    public Database database() {
        ConnectionUrl address = address();
        Properties properties = new Properties();
        properties.setProperty(PGProperty.APPLICATION_NAME.getName(), APPLICATION_NAME);
        // A job can run for hours without a byte on the wire.
        properties.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
        environment("PGPASSWORD").ifPresent(word -> properties.setProperty(PGProperty.PASSWORD.getName(), word));
        properties.putAll(address.parameters());
        user.ifPresent(name -> properties.setProperty(PGProperty.USER.getName(), name));
        passwordFile.ifPresent(file -> properties.setProperty(PGProperty.PASSWORD.getName(), firstLine(file)));
        return new Database(address.jdbcUrl(), properties);
    }

    private ConnectionUrl address() {
        if (url.isPresent() && ConnectionUrl.isJdbc(url.get())) {
            ConnectionUrl address = ConnectionUrl.parse(url.get(), urlMayHavePassword);
            Map<String, String> parameters = new LinkedHashMap<>(ConnectionUrl.of(variables()).parameters());
            parameters.putAll(address.parameters());
            return new ConnectionUrl(address.location(), parameters);
        }
        url.ifPresent(text -> ConnectionUrl.parse(text, urlMayHavePassword));
        Map<String, String> words = new LinkedHashMap<>(url.map(ConnectionUrl::libpqWords).orElse(Map.of()));
        Optional.ofNullable(words.remove(SERVICE)).or(() -> environment("PGSERVICE")).ifPresent(name -> service(name).forEach(words::putIfAbsent));
        if (!words.containsKey("host")) {
            // A port belongs to its host.
            environment("PGHOST").ifPresent(host -> words.put("host", host));
            environment("PGPORT").ifPresent(port -> words.putIfAbsent("port", port));
        }
        variables().forEach(words::putIfAbsent);
        return ConnectionUrl.of(words);
    }

    private Map<String, String> variables() {
        Map<String, String> words = new LinkedHashMap<>();
        VARIABLES.forEach((variable, word) -> environment(variable).ifPresent(value -> words.put(word, value)));
        return words;
    }

    private static Map<String, String> service(String name) {
        Properties found = PgServiceConfParser.getServiceProperties(name);
        if (found == null) {
            throw new AddressException("there is no service '" + name + "' in ~/.pg_service.conf, or where PGSERVICEFILE and PGSYSCONFDIR say");
        }
        Map<String, String> words = new LinkedHashMap<>();
        found.stringPropertyNames().forEach(key -> words.put(libpqWord(key), found.getProperty(key)));
        return words;
    }

    /** The parser gives the words for the location already as the driver's. */
    private static String libpqWord(String key) {
        return switch (key) {
            case "PGHOST" -> "host";
            case "PGPORT" -> "port";
            case "PGDBNAME" -> "dbname";
            default -> key;
        };
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

    @Override
    public String toString() {
        return "DatabaseSettings of " + user.orElse("nobody in particular");
    }
}
