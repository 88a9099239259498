package org.partitiontools.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.partitiontools.policy.model.Engine;

/** Writes {@code <engine>/install.sql} for every engine that the bundle has and that is not experimental. The build runs it. */
public final class InstallScriptWriter {

    private InstallScriptWriter() {
    }

    /**
     * @param arguments the folder of the bundle ({@code sql}), and the folder to write to
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path bundle = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        for (Engine engine : Engine.values()) {
            String folder = Bundle.folder(engine);
            if (!engine.isExperimental() && Files.isDirectory(bundle.resolve(folder))) {
                List<Migration> migrations = Migration.in(Bundle.in(bundle, engine));
                Path script = Files.createDirectories(target.resolve(folder)).resolve("install.sql");
                Files.writeString(script, InstallScript.of(engine, migrations));
            }
        }
    }
}
