package org.partitiontools.database;

import static java.util.Map.entry;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.partitiontools.AddressException;
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
    private static final Set<String> LOCATION = Set.of("host", "port", "dbname");
    private static final String SOCKET_FOLDER = PGProperty.SOCKET_FACTORY_ARG.getName();

    /** The parameters that libpq and the JDBC driver call by different names. */
    private static final Map<String, String> DRIVER_NAMES = Map.ofEntries(
            entry("application_name", PGProperty.APPLICATION_NAME.getName()),
            entry("fallback_application_name", PGProperty.APPLICATION_NAME.getName()),
            entry("connect_timeout", PGProperty.CONNECT_TIMEOUT.getName()),
            entry("gssencmode", PGProperty.GSS_ENC_MODE.getName()),
            entry("channel_binding", PGProperty.CHANNEL_BINDING.getName()),
            entry("krbsrvname", PGProperty.KERBEROS_SERVER_NAME.getName()),
            entry("keepalives", PGProperty.TCP_KEEP_ALIVE.getName()),
            entry("load_balance_hosts", PGProperty.LOAD_BALANCE_HOSTS.getName()),
            entry("target_session_attrs", PGProperty.TARGET_SERVER_TYPE.getName()),
            entry("require_auth", PGProperty.REQUIRE_AUTH.getName()));

    /** Values that they call by different names, too. */
    private static final Map<String, UnaryOperator<String>> DRIVER_VALUES = Map.of(
            PGProperty.TARGET_SERVER_TYPE.getName(), ConnectionUrl::serverType,
            PGProperty.LOAD_BALANCE_HOSTS.getName(), value -> String.valueOf(value.equals("random") || value.equals("true")),
            PGProperty.TCP_KEEP_ALIVE.getName(), value -> String.valueOf(value.equals("1") || value.equals("true")));

    /**
     * @param mayHavePassword whether nobody else can read it where it stands
     * @throws AddressException if the text is no such address, or has a password that it must not have; the message never repeats it
     */
    static ConnectionUrl parse(String text, boolean mayHavePassword) {
        ConnectionUrl url = parse(text);
        if (!mayHavePassword && (url.parameters.containsKey(PGProperty.PASSWORD.getName()) || url.parameters.containsKey(PGProperty.SSL_PASSWORD.getName()))) {
            throw new AddressException("--url carries a password, which every user of this machine could read;"
                    + " use PGPASSWORD, ~/.pgpass or --password-file instead");
        }
        return url;
    }

    private static ConnectionUrl parse(String text) {
        if (text.startsWith(JDBC)) {
            return parseJdbc(text.substring(JDBC.length()));
        }
        return of(libpqWords(text));
    }

    /** Whether the driver's own way of writing is used, which knows no service. */
    static boolean isJdbc(String text) {
        return text.startsWith(JDBC);
    }

    /**
     * What an address of libpq says, in the words of libpq.
     *
     * @throws AddressException if it is none
     */
    static Map<String, String> libpqWords(String text) {
        if (!text.matches(URI + ".*")) {
            throw new AddressException("--url must start with jdbc:postgresql: or postgres://");
        }
        String uri = text.replaceFirst(URI, "");
        int question = uri.indexOf('?');
        Map<String, String> words = words(question < 0 ? "" : uri.substring(question + 1));
        String location = question < 0 ? uri : uri.substring(0, question);
        int at = location.lastIndexOf('@');
        if (at >= 0) {
            String[] user = location.substring(0, at).split(":", 2);
            words.putIfAbsent("user", decode(user[0]));
            if (user.length == 2) {
                words.put(PGProperty.PASSWORD.getName(), decode(user[1]));
            }
        }
        addLocation(location.substring(at + 1), words);
        return words;
    }

    private static void addLocation(String text, Map<String, String> words) {
        int slash = text.indexOf('/');
        String authority = slash < 0 ? text : text.substring(0, slash);
        if (slash >= 0 && slash < text.length() - 1) {
            words.putIfAbsent("dbname", decode(text.substring(slash + 1)));
        }
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (String host : authority.isEmpty() ? List.<String>of() : Arrays.asList(authority.split(",", -1))) {
            int colon = host.indexOf(':', Math.max(host.indexOf(']'), 0));
            hosts.add(decode(colon < 0 ? host : host.substring(0, colon)));
            ports.add(colon < 0 ? "" : host.substring(colon + 1));
        }
        if (hosts.stream().anyMatch(host -> !host.isEmpty())) {
            words.putIfAbsent("host", String.join(",", hosts));
        }
        if (ports.stream().anyMatch(port -> !port.isEmpty())) {
            words.putIfAbsent("port", String.join(",", ports));
        }
    }

    /** An address in the words of libpq: {@code host}, {@code port}, {@code dbname}, {@code user} and other parameters. */
    static ConnectionUrl of(Map<String, String> words) {
        Map<String, String> parameters = new LinkedHashMap<>();
        words.forEach((name, value) -> {
            if (!LOCATION.contains(name)) {
                put(parameters, name, value);
            }
        });
        return of(list(words.get("host")), list(words.get("port")), Optional.ofNullable(words.get("dbname")), parameters);
    }

    private static ConnectionUrl of(List<String> hosts, List<String> ports, Optional<String> database, Map<String, String> parameters) {
        if (ports.size() > 1 && ports.size() != Math.max(hosts.size(), 1)) {
            throw new AddressException("there are " + ports.size() + " ports for " + hosts.size() + " hosts; give one for all, or one for each");
        }
        Map<String, String> all = new LinkedHashMap<>(parameters);
        List<String> authorities = new ArrayList<>();
        for (int i = 0; i < Math.max(hosts.size(), 1); i++) {
            String host = i < hosts.size() && !hosts.get(i).isEmpty() ? hosts.get(i) : "localhost";
            String port = ports.isEmpty() ? "" : ports.get(Math.min(i, ports.size() - 1));
            authorities.add(hostName(host, hosts.size(), all) + (port.isEmpty() ? "" : ":" + port(port)));
        }
        return new ConnectionUrl("//" + String.join(",", authorities) + "/" + database.map(ConnectionUrl::encode).orElse(""), all);
    }

    /** A folder with the server's socket becomes parameters, and the host is this machine. */
    private static String hostName(String host, int hosts, Map<String, String> parameters) {
        if (!host.startsWith("/") && !host.startsWith("@")) {
            return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        }
        if (host.startsWith("@")) {
            throw new AddressException("the abstract socket " + host + " cannot be used; name the folder of the server's socket, or a host");
        }
        if (hosts > 1) {
            throw new AddressException("a Unix socket among several hosts cannot be used; name it alone, or hosts only");
        }
        parameters.put(PGProperty.SOCKET_FACTORY.getName(), UnixSocketFactory.class.getName());
        parameters.put(SOCKET_FOLDER, host);
        // Nobody listens on the way, and the driver would ask for encryption where libpq does not.
        parameters.put(PGProperty.SSL_MODE.getName(), "disable");
        parameters.put(PGProperty.GSS_ENC_MODE.getName(), "disable");
        return "localhost";
    }

    String jdbcUrl() {
        return JDBC + location;
    }

    private static ConnectionUrl parseJdbc(String text) {
        int question = text.indexOf('?');
        String location = question < 0 ? text : text.substring(0, question);
        if (location.contains("@")) {
            throw new AddressException("a jdbc: URL has no user before the host;"
                    + " write jdbc:postgresql://host:port/database and give --user");
        }
        return new ConnectionUrl(location, parameters(question < 0 ? "" : text.substring(question + 1)));
    }

    private static List<String> list(String text) {
        return text == null || text.isEmpty() ? List.of() : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        words(query).forEach((name, value) -> put(parameters, name, value));
        return parameters;
    }

    private static Map<String, String> words(String query) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            if (!parameter.isEmpty()) {
                String[] pair = parameter.split("=", 2);
                words.put(decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
            }
        }
        return words;
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        String driverName = driverName(name);
        parameters.put(driverName, DRIVER_VALUES.getOrDefault(driverName, UnaryOperator.identity()).apply(value));
    }

    private static String driverName(String name) {
        String driverName = List.of("password", "sslpassword").contains(name.toLowerCase(Locale.ROOT))
                ? name.toLowerCase(Locale.ROOT) : DRIVER_NAMES.getOrDefault(name, name);
        // The driver would ignore a misspelt sslmode in silence.
        if (PGProperty.forName(driverName) == null) {
            throw new AddressException("the address has the parameter '" + name + "', which the JDBC driver does not know");
        }
        return driverName;
    }

    private static String serverType(String value) {
        return switch (value) {
            case "read-write" -> "primary";
            case "read-only", "standby" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default -> value;
        };
    }

    private static String port(String port) {
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new AddressException("'" + port + "' is not a port");
        }
        return port;
    }

    private static String decode(String text) {
        try {
            // A plus sign is itself in these addresses; only URLDecoder takes it for a space.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AddressException("the address has a % that does not begin a character's code; write a % itself as %25");
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getKey().toLowerCase(Locale.ROOT).endsWith("password"))
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? jdbcUrl() : jdbcUrl() + "?" + query;
    }
}
