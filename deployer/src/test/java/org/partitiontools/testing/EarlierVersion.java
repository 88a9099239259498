package org.partitiontools.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.partitiontools.deploy.Bundle;
import org.partitiontools.deploy.Deployer;
import org.partitiontools.policy.model.Engine;

/** Bundles of versions before, as they were installed: the folder {@code sql} of a commit. */
public enum EarlierVersion {

    /** Without Greenplum. */
    FIRST("0.1.0-5e472f6"),
    /** Before what both engines share became one text. */
    TWO_TEXTS("0.1.0-de33450");

    private final String file;

    EarlierVersion(String file) {
        this.file = file;
    }

    /**
     * Installs it in an empty database.
     *
     * @param folder an empty one, which has to stay until then
     */
    public void install(TestDatabase database, Engine engine, Path folder) throws IOException {
        try (InputStream resource = EarlierVersion.class.getResourceAsStream("/installations/" + file + ".zip"); ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("not below the folder: " + entry.getName());
                }
                if (!entry.isDirectory()) {
                    Files.createDirectories(target.getParent());
                    Files.write(target, zip.readAllBytes());
                }
            }
        }
        new Deployer(database.database(), Bundle.in(folder.resolve("sql"), engine)).deploy();
    }
}
