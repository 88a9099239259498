package org.partitiontools.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.partitiontools.ConfigurationException;
import org.partitiontools.policy.model.Engine;

/**
 * The SQL that makes up an installation.
 *
 * @param locations where Flyway finds it
 */
public record Bundle(List<String> locations) {

    private static final String COMMON = "sql/common";

    public Bundle {
        locations = List.copyOf(locations);
    }

    /**
     * The bundle in this program.
     *
     * @throws ConfigurationException if this version has none for the engine
     */
    public static Bundle of(Engine engine) {
        String own = "sql/" + folder(engine);
        if (Bundle.class.getClassLoader().getResource(own) == null) {
            throw new ConfigurationException(folder(engine) + " is not yet supported by this version of Partition Tools");
        }
        return new Bundle(List.of("classpath:" + COMMON, "classpath:" + own));
    }

    /** What every engine shares, with what a test has in the place of an adapter: for servers that none is made for. */
    public static Bundle common(Path adapter) {
        return new Bundle(List.of("classpath:" + COMMON, "filesystem:" + adapter));
    }

    /** The bundle in a folder that holds {@code common} and one folder an engine, as {@code sql/} does. */
    public static Bundle in(Path folder, Engine engine) {
        return new Bundle(Stream.of("common", folder(engine))
                .map(name -> "filesystem:" + folder.resolve(name))
                .toList());
    }

    /** The part of a file's path below its location. */
    String relative(String path) {
        return locations.stream()
                .map(location -> location.substring(location.indexOf(':') + 1) + "/")
                .filter(path::contains)
                .map(folder -> path.substring(path.lastIndexOf(folder) + folder.length()))
                .findFirst()
                .orElse(path);
    }

    static String folder(Engine engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }
}
