package org.partitiontools.database;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.partitiontools.ConfigurationException;
import org.postgresql.PGProperty;

/**
 * A database address as people write it: {@code jdbc:postgresql://...}, or {@code postgres://user@host:port/db?params} as
 * libpq reads it.
 *
 * @param location what follows {@code jdbc:postgresql:}, without parameters
 * @param parameters the parameters, by the names that the JDBC driver gives them
 */
record ConnectionUrl(String location, Map<String, String> parameters) {

    private static final String JDBC = "jdbc:postgresql:";
    private static final String URI = "^postgres(ql)?://";

    /** The parameters that libpq and the JDBC driver call by different names. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", PGProperty.APPLICATION_NAME.getName(),
            "connect_timeout", PGProperty.CONNECT_TIMEOUT.getName(),
            "gssencmode", PGProperty.GSS_ENC_MODE.getName(),
            "channel_binding", PGProperty.CHANNEL_BINDING.getName(),
            "krbsrvname", PGProperty.KERBEROS_SERVER_NAME.getName());

    /**
     * @throws ConfigurationException if the text is no such address, or carries a password; the message never repeats it
     */
    static ConnectionUrl parse(String text) {
        if (text.startsWith(JDBC)) {
            return parseJdbc(text.substring(JDBC.length()));
        }
        if (text.matches(URI + ".*")) {
            return parseUri(text.replaceFirst(URI, ""));
        }
        throw new ConfigurationException("--url must start with jdbc:postgresql: or postgres://");
    }

    /** The address of one host, as the environment variables of libpq name it. */
    static ConnectionUrl of(String host, String port, Optional<String> database) {
        if (host.startsWith("/")) {
            throw new ConfigurationException("PGHOST names a Unix socket, which JDBC does not speak;"
                    + " set PGHOST to a host name, for example localhost");
        }
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        return new ConnectionUrl("//" + bracketed + ":" + port + "/" + database.map(ConnectionUrl::encode).orElse(""), Map.of());
    }

    String jdbcUrl() {
        return JDBC + location;
    }

    private static ConnectionUrl parseJdbc(String text) {
        int question = text.indexOf('?');
        String location = question < 0 ? text : text.substring(0, question);
        if (location.contains("@")) {
            throw new ConfigurationException("a jdbc: URL has no user before the host;"
                    + " write jdbc:postgresql://host:port/database and give --user");
        }
        return new ConnectionUrl(location, parameters(question < 0 ? "" : text.substring(question + 1)));
    }

    private static ConnectionUrl parseUri(String text) {
        int question = text.indexOf('?');
        String location = question < 0 ? text : text.substring(0, question);
        Map<String, String> parameters = new LinkedHashMap<>(parameters(question < 0 ? "" : text.substring(question + 1)));
        int at = location.lastIndexOf('@');
        if (at >= 0) {
            String user = location.substring(0, at);
            refuseIf(user.contains(":"));
            parameters.putIfAbsent(PGProperty.USER.getName(), decode(user));
        }
        String hosts = location.substring(at + 1);
        String authority = hosts.isEmpty() || hosts.startsWith("/") ? "localhost" + hosts : hosts;
        return new ConnectionUrl("//" + (authority.contains("/") ? authority : authority + "/"), parameters);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            if (!parameter.isEmpty()) {
                String[] pair = parameter.split("=", 2);
                parameters.put(driverName(decode(pair[0])), pair.length == 2 ? decode(pair[1]) : "");
            }
        }
        return parameters;
    }

    private static String driverName(String name) {
        refuseIf(name.equalsIgnoreCase(PGProperty.PASSWORD.getName()) || name.equalsIgnoreCase(PGProperty.SSL_PASSWORD.getName()));
        String driverName = DRIVER_NAMES.getOrDefault(name, name);
        // The driver would ignore a misspelt sslmode in silence.
        if (PGProperty.forName(driverName) == null) {
            throw new ConfigurationException("--url has the parameter '" + name + "', which the JDBC driver does not know");
        }
        return driverName;
    }

    private static void refuseIf(boolean hasPassword) {
        if (hasPassword) {
            throw new ConfigurationException("--url carries a password, which every user of this machine could read;"
                    + " use PGPASSWORD, ~/.pgpass or --password-file instead");
        }
    }

    private static String decode(String text) {
        // A plus sign is itself in these addresses; only URLDecoder takes it for a space.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? jdbcUrl() : jdbcUrl() + "?" + query;
    }
}
