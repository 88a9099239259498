package org.partitiontools.definitions.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.partitiontools.ConfigurationException;

/** A folder of definitions: files of SQL, in any order, that say CREATE, ALTER or COMMENT. */
public final class DefinitionFolder {

    /** The file that says who may do what. */
    public static final String ACCESS = "access.yaml";

    private static final Pattern ALLOWED = Pattern.compile("(?is)(CREATE|ALTER|COMMENT)\\b.*");
    private static final Pattern ELSEWHERE = Pattern.compile("(?is)(CREATE|ALTER)\\s+(ROLE|USER|GROUP|DATABASE|TABLESPACE|SUBSCRIPTION|SYSTEM|SERVER"
            + "|FOREIGN\\s+(TABLE|DATA)|DEFAULT\\s+PRIVILEGES|EVENT\\s+TRIGGER|PUBLICATION|LARGE\\s+OBJECT)\\b.*");
    private static final Pattern CONCURRENTLY = Pattern.compile("(?is)CREATE\\s+(UNIQUE\\s+)?INDEX\\s+CONCURRENTLY\\b.*");
    /** What others need comes first; the rest is found by trying. */
    private static final List<Pattern> ORDER = Stream.of("SCHEMA", "EXTENSION", "COLLATION", "(TYPE|DOMAIN)", "SEQUENCE", "(UNLOGGED\\s+)?TABLE")
            .map(word -> Pattern.compile("(?is)CREATE\\s+" + word + "\\b.*")).toList();

    private final Path folder;
    private final List<DefinitionStatement> statements;

    private DefinitionFolder(Path folder, List<DefinitionStatement> statements) {
        this.folder = folder;
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads all files {@code *.sql} below a folder.
     *
     * @throws ConfigurationException where there are none, or where one says what definitions do not say
     */
    public static DefinitionFolder read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigurationException(folder + " is no folder; definitions are a folder of SQL files");
        }
        List<DefinitionStatement> statements = new ArrayList<>();
        for (Path file : files(folder)) {
            for (SqlSplitter.Piece piece : SqlSplitter.split(text(file))) {
                DefinitionStatement statement = new DefinitionStatement(file, piece.line(), piece.sql());
                check(statement);
                statements.add(statement);
            }
        }
        if (statements.isEmpty()) {
            throw new ConfigurationException(folder + " has no definitions: no file *.sql with a statement in it");
        }
        statements.sort(Comparator.comparingInt(statement -> rank(statement.sql())));
        return new DefinitionFolder(folder, statements);
    }

    /** The definitions of a database, given as statements. */
    public static DefinitionFolder of(List<String> sql) {
        List<DefinitionStatement> statements = new ArrayList<>();
        sql.forEach(one -> statements.add(new DefinitionStatement(Path.of("database"), statements.size() + 1, one)));
        return new DefinitionFolder(Path.of("."), statements);
    }

    /** The statements, roughly in the order in which they can be executed. */
    public List<DefinitionStatement> statements() {
        return statements;
    }

    /** Where the access file is, whether there is one or not. */
    public Path access() {
        return folder.resolve(ACCESS);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".sql") && Files.isRegularFile(file)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (MalformedInputException e) {
            throw new ConfigurationException(file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(DefinitionStatement statement) {
        if (CONCURRENTLY.matcher(statement.sql()).matches()) {
            throw new ConfigurationException(statement.place() + ": a definition says what an index is, not how it is built; leave out CONCURRENTLY");
        }
        if (!ALLOWED.matcher(statement.sql()).matches()) {
            throw new ConfigurationException(statement.place() + ": definitions say CREATE, ALTER and COMMENT; rights belong in " + ACCESS
                    + ", rows in a migration. Found: " + statement.sql().lines().findFirst().orElse(""));
        }
        if (ELSEWHERE.matcher(statement.sql()).matches()) {
            throw new ConfigurationException(statement.place() + ": not a part of definitions, see doc/definitions.md. Found: "
                    + statement.sql().lines().findFirst().orElse(""));
        }
    }

    private static int rank(String sql) {
        for (int i = 0; i < ORDER.size(); i++) {
            if (ORDER.get(i).matcher(sql).matches()) {
                return i;
            }
        }
        return ORDER.size();
    }
}
