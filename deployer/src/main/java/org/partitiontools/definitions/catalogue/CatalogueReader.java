package org.partitiontools.definitions.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.partitiontools.ConfigurationException;
import org.partitiontools.database.Rows;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Origin;
import org.partitiontools.definitions.model.Right;
import org.partitiontools.policy.model.Engine;

/**
 * Reads the catalogue of a database: one query a kind, in {@code definitions/}. What a query returns beyond the common columns are the
 * properties of its objects.
 */
public final class CatalogueReader {

    /** What Greenplum 6, which is PostgreSQL 9.4, does not have. */
    private static final Set<Kind> NOT_ON_GREENPLUM = EnumSet.of(Kind.POLICY, Kind.STATISTICS, Kind.REPLICA_IDENTITY);
    private static final List<String> COMMON = List.of("classid", "objid", "objsubid", "schema", "name", "parent", "identity", "comment", "owner");

    private final Connection session;
    private final Engine engine;
    private final List<String> schemas;
    private final Addresses addresses = new Addresses();
    private final Map<Key, DbObject> objects = new LinkedHashMap<>();

    private CatalogueReader(Connection session, Engine engine, List<String> schemas) {
        this.session = session;
        this.engine = engine;
        this.schemas = schemas;
    }

    /**
     * Reads what is in some schemas. In a transaction of the caller it sees what that has done.
     *
     * @param schemas the schemas, without quotes
     */
    public static Catalogue read(Connection session, List<String> schemas) throws SQLException {
        // So that the server writes every name with its schema.
        value(session, "SELECT pg_catalog.set_config('search_path', 'pg_catalog', false)");
        return new CatalogueReader(session, engine(session), schemas).read();
    }

    /**
     * What a server is.
     *
     * @throws ConfigurationException if its catalogue cannot be read yet
     */
    public static Engine engine(Connection session) throws SQLException {
        String version = value(session, "SELECT version()");
        if (!version.contains("Greenplum")) {
            return Engine.POSTGRESQL;
        }
        if (!version.contains("Greenplum Database 6.")) {
            throw new ConfigurationException("definitions are read from PostgreSQL and Greenplum 6, not yet from other versions of Greenplum");
        }
        return Engine.GREENPLUM;
    }

    private Catalogue read() throws SQLException {
        int version = Integer.parseInt(value(session, "SELECT current_setting('server_version_num')"));
        String user = value(session, "SELECT current_user");
        addresses.ofExtensions(query("extension_member"));
        for (Kind kind : Kind.values()) {
            if (engine == Engine.POSTGRESQL || !NOT_ON_GREENPLUM.contains(kind)) {
                readObjects(kind);
            }
        }
        Map<Key, Set<Key>> dependsOn = dependencies();
        return new Catalogue(new Origin(engine, version, user), schemas, objects, dependsOn, rights(), partitions(), notCompared());
    }

    private void readObjects(Kind kind) throws SQLException {
        for (Map<String, Object> row : query(kind.name()).toMaps()) {
            Map<String, String> properties = new LinkedHashMap<>();
            row.forEach((column, value) -> {
                if (value != null && !COMMON.contains(column)) {
                    properties.put(column, value.toString());
                }
            });
            Key key = new Key(kind, (String) row.get("identity"));
            DbObject object = new DbObject(key, (String) row.get("schema"), (String) row.get("name"), (String) row.get("parent"),
                    (String) row.get("comment"), (String) row.get("owner"), properties);
            // What belongs to a table of an extension, or to one in another schema, is not ours.
            boolean known = object.parent() == null || object.parents().anyMatch(objects::containsKey);
            if (known && !addresses.isOfExtension(row)) {
                objects.put(key, object);
                addresses.put(row, key);
            }
        }
    }

    private Map<Key, Set<Key>> dependencies() throws SQLException {
        addresses.alias(query("alias"));
        Map<Key, Set<Key>> dependsOn = new LinkedHashMap<>();
        for (Map<String, Object> row : query("dependency").toMaps()) {
            Key dependent = addresses.find(row.get("classid"), row.get("objid"), row.get("objsubid"));
            Key needed = addresses.find(row.get("refclassid"), row.get("refobjid"), row.get("refobjsubid"));
            if (dependent != null && needed != null && !dependent.equals(needed)) {
                dependsOn.computeIfAbsent(dependent, none -> new LinkedHashSet<>()).add(needed);
            }
        }
        objects.values().forEach(object -> ownNeeds(object).forEach(needed -> {
            if (objects.containsKey(needed) && !needed.equals(object.key())) {
                dependsOn.computeIfAbsent(object.key(), none -> new LinkedHashSet<>()).add(needed);
            }
        }));
        return dependsOn;
    }

    /** What pg_depend does not say, or says the other way round. */
    private List<Key> ownNeeds(DbObject object) {
        List<Key> needs = new ArrayList<>(object.parents().toList());
        if (object.kind() == Kind.SEQUENCE_OWNER) {
            needs.add(new Key(Kind.SEQUENCE, object.identity()));
            needs.add(new Key(Kind.COLUMN, object.get("column")));
        }
        if (object.kind() == Kind.REPLICA_IDENTITY && object.get("setting").startsWith("USING INDEX ")) {
            String index = object.get("setting").substring("USING INDEX ".length());
            needs.add(new Key(Kind.INDEX, object.parent().substring(0, object.parent().length() - object.name().length()) + index));
            needs.add(new Key(Kind.CONSTRAINT, index + " ON " + object.parent()));
        }
        return needs;
    }

    private Map<Key, List<Right>> rights() throws SQLException {
        Map<Key, List<Right>> rights = new LinkedHashMap<>();
        for (Map<String, Object> row : query("rights").toMaps()) {
            Key whole = addresses.find(row.get("classid"), row.get("objid"), 0);
            boolean ofColumn = ((Number) row.get("objsubid")).intValue() > 0;
            if (whole != null && whole.kind() != Kind.EXTENSION) {
                rights.computeIfAbsent(whole, none -> new ArrayList<>()).add(new Right(
                        (Boolean) row.get("is_public") ? null : (String) row.get("grantee"), (String) row.get("privilege"),
                        ofColumn ? (String) row.get("column") : null, (Boolean) row.get("grantable")));
            }
        }
        return rights;
    }

    private Map<String, List<String>> partitions() throws SQLException {
        Map<String, List<String>> leaves = new LinkedHashMap<>();
        for (Map<String, Object> row : query("partition").toMaps()) {
            leaves.computeIfAbsent((String) row.get("parent"), none -> new ArrayList<>()).add((String) row.get("leaf"));
        }
        return leaves;
    }

    private List<String> notCompared() throws SQLException {
        return query("not_compared").toMaps().stream().map(row -> (String) row.get("text")).toList();
    }

    /** A query of the catalogue that is not of objects, and the same on every engine. */
    public static String sql(String name) {
        return text(resource(Engine.POSTGRESQL, name));
    }

    private static String resource(Engine engine, String name) {
        return "/definitions/" + (engine.name() + "/" + name).toLowerCase(Locale.ROOT) + ".sql";
    }

    /** Greenplum has queries of its own where its catalogue is another one. */
    private Rows query(String name) throws SQLException {
        String own = resource(engine, name);
        String sql = CatalogueReader.class.getResource(own) == null ? sql(name) : text(own);
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            Array array = session.createArrayOf("name", schemas.toArray());
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setArray(i, array);
            }
            try (ResultSet result = statement.executeQuery()) {
                return Rows.read(result);
            }
        }
    }

    private static String text(String resource) {
        try (InputStream file = CatalogueReader.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
