package org.partitiontools.definitions.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.partitiontools.ConfigurationException;
import org.partitiontools.definitions.diff.Creation;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Kind;

/** Writes the definitions of a database as a folder: a file for each table, view, function and type. */
public final class Export {

    private static final Map<Kind, String> FOLDERS = Map.of(Kind.COLLATION, "types", Kind.TYPE, "types", Kind.DOMAIN, "types", Kind.SEQUENCE, "sequences",
            Kind.FUNCTION, "functions", Kind.TABLE, "tables", Kind.VIEW, "views", Kind.MATERIALIZED_VIEW, "views");

    private final Catalogue catalogue;
    private final Map<Path, List<String>> files = new LinkedHashMap<>();

    private Export(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Writes the files.
     *
     * @param folder where to; files that are there are only written again, never removed
     * @return the files
     * @throws ConfigurationException where the folder holds definitions already, which would be mixed with these
     */
    public static List<Path> write(Catalogue catalogue, Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var there = Files.walk(folder)) {
                if (there.anyMatch(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".sql"))) {
                    throw new ConfigurationException(folder + " has SQL files already; name an empty folder, or a new one");
                }
            }
        }
        Export export = new Export(catalogue);
        Creation creation = new Creation(catalogue);
        creation.inOrder().forEach(object -> export.files.computeIfAbsent(export.file(object), none -> new ArrayList<>()).addAll(creation.of(object)));
        List<Path> written = new ArrayList<>();
        for (Map.Entry<Path, List<String>> file : export.files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, String.join(";\n\n", file.getValue()) + ";\n");
            written.add(path);
        }
        return written.stream().sorted().toList();
    }

    private Path file(DbObject object) {
        return switch (object.kind()) {
            case EXTENSION -> Path.of("extensions.sql");
            case SCHEMA -> Path.of(fileName(object.schema()), "schema.sql");
            case FUNCTION -> place(object.schema(), Kind.FUNCTION, routine(object.name()));
            case COLLATION, TYPE, DOMAIN, SEQUENCE, TABLE, VIEW, MATERIALIZED_VIEW -> place(object.schema(), object.kind(), object.name());
            default -> ofParent(object);
        };
    }

    /** The name before the types of the arguments. */
    private static String routine(String name) {
        int end = name.indexOf('(');
        if (name.startsWith("\"")) {
            end = 1;
            while (name.charAt(end) != '"' || name.startsWith("\"\"", end)) {
                end += name.startsWith("\"\"", end) ? 2 : 1;
            }
            end++;
        }
        return name.substring(0, end);
    }

    private Path ofParent(DbObject object) {
        return object.parents().filter(catalogue::has).findFirst().map(parent -> file(catalogue.get(parent)))
                .orElseThrow(() -> new IllegalStateException("no file for " + object.key()));
    }

    private static Path place(String schema, Kind kind, String quotedName) {
        String name = quotedName.startsWith("\"") ? quotedName.substring(1, quotedName.lastIndexOf('"')).replace("\"\"", "\"") : quotedName;
        return Path.of(fileName(schema), FOLDERS.get(kind), fileName(name) + ".sql");
    }

    /** A name that every file system takes, and no other object has: what is changed in it gets a hash. */
    private static String fileName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return plain.equals(name) ? plain : plain + "-" + String.format("%08x", name.hashCode());
    }
}
