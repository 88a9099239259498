package org.partitiontools.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.cli.Invocation;
import org.partitiontools.testing.TestDatabase;

/** A database, a folder of definitions and one of migrations; commands as a user types them. */
public final class DefinitionsCase {

    private final TestDatabase database;
    private final Path definitions;
    private final Path migrations;

    /**
     * @param folder where the other two are
     */
    public DefinitionsCase(TestDatabase database, Path folder) {
        this(database, folder.resolve("definitions"), folder.resolve("migrations"));
    }

    private DefinitionsCase(TestDatabase database, Path definitions, Path migrations) {
        this.database = database;
        this.definitions = definitions;
        this.migrations = migrations;
    }

    /** The same definitions for another database. */
    public DefinitionsCase in(TestDatabase other, Path otherMigrations) {
        return new DefinitionsCase(other, definitions, otherMigrations);
    }

    /** Writes a file of the definitions. */
    public DefinitionsCase define(String name, String text) {
        try {
            Files.createDirectories(definitions);
            Files.writeString(definitions.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the definitions of the database. */
    public DefinitionsCase export() {
        Invocation export = invoke("definitions", "--output", definitions.toString());
        assertThat(export.exitCode()).as(export.err()).isZero();
        return this;
    }

    public Invocation diff(String... options) {
        List<String> arguments = new ArrayList<>(List.of("diff", definitions.toString()));
        arguments.addAll(List.of(options));
        return invoke(arguments.toArray(String[]::new));
    }

    public Invocation migration(String message, String... options) {
        List<String> arguments = new ArrayList<>(List.of("migration", definitions.toString(), "--message", message, "--output", migrations.toString()));
        arguments.addAll(List.of(options));
        return invoke(arguments.toArray(String[]::new));
    }

    public Invocation deploy() {
        return invoke("deploy", "--migrations", migrations.toString());
    }

    /** Generates a migration, and applies it. */
    public DefinitionsCase migrate(String message, String... options) {
        Invocation migration = migration(message, options);
        assertThat(migration.exitCode()).as(migration.err()).isZero();
        Invocation deploy = deploy();
        assertThat(deploy.exitCode()).as("%s\n%s", deploy.err(), text()).isZero();
        return this;
    }

    /** Fails unless the database is as the definitions say. */
    public void assertNoDifference() {
        Invocation diff = diff();
        assertThat(diff.out()).as("%s\n%s", diff.err(), text()).startsWith("the database is as the definitions say");
        assertThat(diff.exitCode()).isZero();
    }

    /** All migrations that were written. */
    public String text() {
        return text(migrations);
    }

    /** All definitions. */
    public String definitions() {
        return text(definitions);
    }

    private static String text(Path folder) {
        if (!Files.exists(folder)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().map(DefinitionsCase::read).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return "== " + file.getFileName() + "\n" + Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Invocation invoke(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", database.url()));
        return Invocation.of(all.toArray(String[]::new));
    }
}
