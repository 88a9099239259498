package org.partitiontools.deploy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.partitiontools.ConfigurationException;
import org.partitiontools.policy.model.Engine;

/** Tells from {@code version()} which engine a server is. */
final class EngineDetector {

    private static final int OLDEST_POSTGRESQL = 14;
    private static final Pattern POSTGRESQL = Pattern.compile("^PostgreSQL ((\\d+)[\\d.]*)");
    private static final Pattern GREENPLUM = Pattern.compile("Greenplum Database (\\d+)");
    /** Products that speak the protocol and call themselves PostgreSQL, but lack what the bundle stands on. */
    private static final Pattern OTHERS =
            Pattern.compile("Cloudberry|Greengage|Redshift|CockroachDB|YB-|Citus Columnar|HashData|Apache HAWQ", Pattern.CASE_INSENSITIVE);

    private EngineDetector() {
    }

    /**
     * @param experimental whether engines count that are experimental
     * @throws ConfigurationException if the bundle does not run on this server
     */
    static Engine detect(Connection connection, boolean experimental) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.version()")) {
            row.next();
            return fromVersion(row.getString(1), experimental);
        }
    }

    /** An SQL condition: the server is this engine. */
    static String condition(Engine engine) {
        return switch (engine) {
            case POSTGRESQL -> "version() LIKE 'PostgreSQL%' AND version() !~* 'Greenplum|" + OTHERS.pattern() + "'"
                    + " AND current_setting('server_version_num')::int >= " + OLDEST_POSTGRESQL + "0000";
            case GREENPLUM -> "version() LIKE '%Greenplum Database 6.%'";
            case GREENPLUM7 -> "version() LIKE '%Greenplum Database 7.%'";
        };
    }

    static Engine fromVersion(String version, boolean experimental) {
        Matcher greenplum = GREENPLUM.matcher(version);
        if (greenplum.find()) {
            return greenplum(greenplum.group(1), experimental);
        }
        Matcher other = OTHERS.matcher(version);
        if (other.find()) {
            return refuse(other.group());
        }
        Matcher postgresql = POSTGRESQL.matcher(version);
        if (!postgresql.find()) {
            return refuse(version);
        }
        int major = Integer.parseInt(postgresql.group(2));
        return major >= OLDEST_POSTGRESQL ? Engine.POSTGRESQL : refuse("PostgreSQL " + postgresql.group(1));
    }

    private static Engine greenplum(String major, boolean experimental) {
        return switch (major) {
            case "6" -> Engine.GREENPLUM;
            case "7" -> experimental ? Engine.GREENPLUM7 : refuse("Greenplum 7", "; deploy --experimental installs what there is for it: see doc/greenplum.md");
            default -> refuse("Greenplum " + major);
        };
    }

    private static Engine refuse(String server) {
        return refuse(server, "");
    }

    private static Engine refuse(String server, String hint) {
        throw new ConfigurationException(server + " is not yet supported;"
                + " use PostgreSQL " + OLDEST_POSTGRESQL + " or later, or Greenplum 6" + hint);
    }
}
