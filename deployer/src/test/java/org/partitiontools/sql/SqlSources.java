package org.partitiontools.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the bundle, read as text: which routines and relations they define, and which they name.
 *
 * @param routines what repeatable migrations define, with its text
 * @param others the text between: views, triggers, statements
 * @param relations tables and views that are defined
 */
record SqlSources(List<Routine> routines, String others, Set<String> relations) {

    /**
     * A routine.
     *
     * @param schema where it is
     * @param name without schema; several may have it
     * @param text from CREATE to the end of the body, without comments
     */
    record Routine(String schema, String name, String text) {

        Set<String> calls() {
            Set<String> calls = new TreeSet<>(SqlSources.calls(text.substring(text.indexOf('('))));
            // Its own name after CREATE is cut off; what is left of it is recursion.
            calls.remove(name);
            return calls;
        }

        /** What stands before the body. */
        String head() {
            Matcher body = BODY.matcher(text);
            return body.find() ? text.substring(0, body.start()) : text;
        }
    }

    private static final Pattern COMMENT = Pattern.compile("^COMMENT ON .*?;$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern DROP = Pattern.compile("^DROP (?:FUNCTION|PROCEDURE) [^;]*;$", Pattern.MULTILINE);
    private static final Pattern REMARK = Pattern.compile("--[^\\n]*");
    private static final Pattern ROUTINE = Pattern.compile("CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE) (partition_tools(?:_internal)?)\\.(\\w+)\\s*\\("
            // A body in dollars, or one that is parsed at once.
            + ".*?(?:AS (\\$\\w*\\$).*?\\3\\s*;|\\nRETURN .*?;)", Pattern.DOTALL);
    private static final Pattern BODY = Pattern.compile("\\bAS \\$\\w*\\$");
    private static final Pattern RELATION = Pattern.compile("CREATE (?:OR REPLACE )?(?:TABLE|VIEW) (?:partition_tools(?:_internal)?)\\.(\\w+)");
    private static final Pattern CALL = Pattern.compile("partition_tools(?:_internal)?\\.(\\w+)\\(");
    private static final Pattern READ = Pattern.compile("(?:FROM|JOIN) partition_tools(?:_internal)?\\.(\\w+)\\b(?!\\()");

    /** The sources of one folder of {@code sql/}. */
    static SqlSources of(String folder) {
        List<Routine> routines = new java.util.ArrayList<>();
        StringBuilder others = new StringBuilder();
        Set<String> relations = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TestFiles.path("sql/" + folder))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".sql")).sorted().toList()) {
                String text = DROP.matcher(REMARK.matcher(COMMENT.matcher(Files.readString(file)).replaceAll("")).replaceAll("")).replaceAll("");
                matches(RELATION, text).forEach(relations::add);
                if (!file.getFileName().toString().startsWith("V")) {
                    Matcher routine = ROUTINE.matcher(text);
                    while (routine.find()) {
                        routines.add(new Routine(routine.group(1), routine.group(2), routine.group()));
                    }
                    others.append(ROUTINE.matcher(text).replaceAll(""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SqlSources(List.copyOf(routines), others.toString(), Set.copyOf(relations));
    }

    /** The names of routines that these sources call. */
    Set<String> called() {
        Set<String> called = new TreeSet<>(calls(others));
        routines.forEach(routine -> called.addAll(routine.calls()));
        return called;
    }

    /** The names of tables and views that these sources read. */
    Set<String> read() {
        Set<String> read = new TreeSet<>(matches(READ, others));
        routines.forEach(routine -> read.addAll(matches(READ, routine.text())));
        return read;
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        routines.forEach(routine -> names.add(routine.name()));
        return names;
    }

    static Set<String> calls(String text) {
        return matches(CALL, text);
    }

    private static Set<String> matches(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
