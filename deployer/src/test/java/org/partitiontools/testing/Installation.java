package org.partitiontools.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;

/** Earlier versions of the bundle, as they may be installed somewhere: the folder {@code sql} of a commit. */
public enum Installation {

    /** Before changes were mirrored: jobs begin anew. Phases that end with keys come only for tables that have foreign keys. */
    V5E472F6("0.1.0-5e472f6", List.of("", "copy", "reconcile", "build", "prove", "validate_default", "catch_up", "settle", "swap", "clean_up",
            "foreign_keys", "validate_keys", "catch_up_keys", "locked_copy", "undo", "retire")),
    /** Before lists of phases were written down. */
    DE33450("0.1.0-de33450", List.of("", "copy", "digest", "reconcile", "build", "prove", "validate_default", "catch_up", "mirror", "settle", "swap",
            "rebuild", "clean_up", "foreign_keys", "validate_keys", "undo", "retire"));

    private final String version;
    private final List<String> phases;

    Installation(String version, List<String> phases) {
        this.version = version;
        this.phases = phases;
    }

    /** The phases that a job that moves rows can stand at; empty for one that is not begun. */
    public List<String> phases() {
        return phases;
    }

    /** On PostgreSQL. */
    public void install(TestDatabase database, Path folder) throws IOException {
        install(database, Engine.POSTGRESQL, folder);
    }

    /**
     * Installs it in an empty database.
     *
     * @param folder an empty one, which has to stay until then
     */
    public void install(TestDatabase database, Engine engine, Path folder) throws IOException {
        try (InputStream resource = Installation.class.getResourceAsStream("/installations/" + version + ".zip"); ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("not below the folder: " + entry.getName());
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
        new Deployer(database.database(), Bundle.in(folder.resolve("sql"), engine)).deploy();
    }

    /** Deploys this version over it. */
    public static void upgrade(TestDatabase database) {
        new Deployer(database.database(), Bundle.of(Engine.POSTGRESQL)).deploy();
    }
}
