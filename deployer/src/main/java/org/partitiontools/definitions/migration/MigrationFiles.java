package org.partitiontools.definitions.migration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.partitiontools.ConfigurationException;
import org.partitiontools.definitions.diff.MigrationPlan;
import org.partitiontools.definitions.model.Statement;
import org.partitiontools.definitions.model.Statement.Stage;

/** Migrations as files that Flyway applies, and a person reads before that. */
public final class MigrationFiles {

    private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final Pattern ROUTINE = Pattern.compile("(?i)CREATE (OR REPLACE )?(FUNCTION|PROCEDURE)");
    private static final int MAX_NAME = 100;

    private final Path folder;
    private final String message;
    private final LocalDateTime now;

    /**
     * @param folder where the migrations are
     * @param message what they do, in a few words
     * @param now the version, unless a later one is there
     */
    public MigrationFiles(Path folder, String message, LocalDateTime now) {
        this.folder = folder;
        this.message = message;
        this.now = now;
    }

    /**
     * Writes the files of a plan: one whose statements are one transaction, and where it is needed a second one that runs outside a
     * transaction, with Flyway's setting for that beside it.
     *
     * @return the files; none where there is nothing to do
     */
    public List<Path> write(MigrationPlan plan) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.createDirectories(folder);
        LocalDateTime version = free();
        List<Statement> first = pick(plan, Stage.FIRST);
        List<Statement> together = pick(plan, Stage.TOGETHER);
        List<Statement> online = pick(plan, Stage.ONLINE);
        if (!first.isEmpty()) {
            outside(version, "_first", text(plan, first, together.isEmpty() && online.isEmpty(), "Runs OUTSIDE a transaction"
                    + " (executeInTransaction=false in the .conf beside it): within one, what it makes could not be used yet."), files);
            version = version.plusSeconds(1);
        }
        if (!together.isEmpty() || online.isEmpty() && first.isEmpty() && !plan.withheld().isEmpty()) {
            Path file = folder.resolve("V" + version.format(VERSION) + "__" + name() + ".sql");
            Files.writeString(file, text(plan, together, online.isEmpty(), "One transaction: it is applied completely, or not at all."));
            files.add(file);
            version = version.plusSeconds(1);
        }
        if (!online.isEmpty()) {
            outside(version, "_online", text(plan, online, true, "Runs OUTSIDE a transaction (executeInTransaction=false in the .conf beside it), so that no statement\n"
                    + "-- holds its locks for the sake of others. If it breaks off, deploy --migrations executes it again from its beginning."), files);
        }
        return files;
    }

    private void outside(LocalDateTime version, String suffix, String text, List<Path> files) throws IOException {
        Path file = folder.resolve("V" + version.format(VERSION) + "__" + name() + suffix + ".sql");
        Path setting = folder.resolve(file.getFileName() + ".conf");
        Files.writeString(file, text);
        Files.writeString(setting, "executeInTransaction=false\n");
        files.add(file);
        files.add(setting);
    }

    private static List<Statement> pick(MigrationPlan plan, Stage stage) {
        return plan.statements().stream().filter(statement -> statement.stage() == stage).toList();
    }

    private String text(MigrationPlan plan, List<Statement> statements, boolean last, String how) {
        StringBuilder text = new StringBuilder("-- ").append(message.replaceAll("[\\r\\n]+", " ")).append("\n-- ").append(how).append("\n");
        if (last) {
            plan.notGenerated().forEach(difference -> text.append("-- NOT GENERATED: ").append(lines(difference.object() + ": " + difference.remedy())).append("\n"));
        }
        if (statements.stream().anyMatch(statement -> ROUTINE.matcher(statement.sql()).lookingAt())) {
            // A body may speak of what comes later, or of names without a schema.
            text.append("\nSET check_function_bodies = off;\n");
        }
        statements.forEach(statement -> text.append("\n").append(marks(statement)).append(statement.sql()).append(";\n"));
        if (last && !plan.withheld().isEmpty()) {
            text.append("\n-- Not in the definitions, or lost by what they say. Read it, and take the dashes away where it is meant; or generate with --allow drop.\n");
            plan.withheld().forEach(statement -> text.append(marks(statement)).append("-- ").append(lines(statement.sql() + ";")).append("\n"));
        }
        return text.toString();
    }

    /** A name may have line ends in it, and must not end a comment. */
    private static String lines(String text) {
        return text.replaceAll("\\R", "\n-- ");
    }

    private static String marks(Statement statement) {
        return (statement.destroys().isEmpty() ? "" : "-- DESTROYS " + lines(statement.destroys()) + "\n")
                + (statement.lock().isEmpty() ? "" : "-- lock: " + lines(statement.lock()) + "\n");
    }

    /** After the latest version that is there. */
    private LocalDateTime free() throws IOException {
        LocalDateTime version = now.withNano(0);
        try (Stream<Path> there = Files.list(folder)) {
            for (String name : there.map(file -> file.getFileName().toString()).filter(file -> file.matches("V\\d{14}__.*")).toList()) {
                LocalDateTime other = LocalDateTime.parse(name.substring(1, 15), VERSION);
                version = other.isBefore(version) ? version : other.plusSeconds(1);
            }
        }
        return version;
    }

    private String name() {
        String name = Normalizer.normalize(message, Normalizer.Form.NFD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
        if (name.isEmpty()) {
            throw new ConfigurationException("--message needs a word with letters or digits: it becomes the name of the file");
        }
        return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    }
}
