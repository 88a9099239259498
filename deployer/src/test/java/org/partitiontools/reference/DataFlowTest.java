package org.partitiontools.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code doc/data-flow.md} true. Every name in backticks exists: a file or folder, a Java class or {@code Class.method}, an SQL
 * routine, view or table. And where an arrow stands between two names, the source of the first mentions the second.
 */
class DataFlowTest {

    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("doc/data-flow.md");
    private static final String ARROW = " → ";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern SQL_OBJECT = Pattern.compile(
            "CREATE (?:OR REPLACE )?(?:UNLOGGED )?(FUNCTION|PROCEDURE|VIEW|TABLE|TYPE) (?:IF NOT EXISTS )?(?:partition_tools(?:_internal)?\\.)(\\w+)");
    /** A phase is called by its name, which is put together. */
    private static final String PHASE = "phase_";

    private final Map<String, List<String>> sql = sql();
    private final Map<String, String> java = java();

    @Test
    void everyNameExists() {
        List<String> missing = new ArrayList<>();
        forEachLine((number, line) -> NAME.matcher(line).results().map(found -> found.group(1)).filter(name -> !exists(name))
                .forEach(name -> missing.add("line " + number + ": nothing is called `" + name + "`" + nearest(name))));
        assertThat(missing).as("names in doc/data-flow.md that are neither a file nor a Java class or method, nor an SQL routine, view or table").isEmpty();
    }

    @Test
    void everyArrowIsACall() {
        List<String> wrong = new ArrayList<>();
        forEachLine((number, line) -> {
            List<MatchResult> names = NAME.matcher(line).results().toList();
            for (int i = 1; i < names.size(); i++) {
                String caller = names.get(i - 1).group(1);
                String callee = names.get(i).group(1);
                if (line.substring(names.get(i - 1).end(), names.get(i).start()).equals(ARROW) && exists(caller) && exists(callee) && !calls(caller, callee)) {
                    wrong.add("line " + number + ": `" + caller + "` does not mention `" + callee + "`; what it mentions of ours: " + mentioned(caller));
                }
            }
        });
        assertThat(wrong).as("arrows in doc/data-flow.md that are no calls: the source of the first name would mention the second").isEmpty();
    }

    @Test
    void thePageIsNotEmpty() {
        assertThat(read(PAGE).lines().filter(line -> line.contains(ARROW))).hasSizeGreaterThan(10);
    }

    private boolean exists(String name) {
        return name.contains("/") ? Files.exists(ROOT.resolve(name)) : !sources(name).isEmpty();
    }

    private boolean calls(String caller, String callee) {
        List<String> sources = sources(caller);
        if (callee.startsWith(PHASE) && sources.stream().anyMatch(source -> source.contains("'" + PHASE + "'"))) {
            return true;
        }
        String[] parts = callee.split("\\.");
        String last = parts[parts.length - 1];
        Pattern mention = Pattern.compile(isJava(callee) && parts.length == 1 ? "\\b" + last + "\\b" : "\\b" + last + "\\b(?=[\\s(\")\\],;:]|$)", Pattern.MULTILINE);
        return sources.stream().anyMatch(source -> mention.matcher(source).find());
    }

    /** The text of a Java class or method, or every definition of something in SQL; none where there is no such thing. */
    private List<String> sources(String name) {
        if (!isJava(name)) {
            return sql.getOrDefault(name.replaceFirst("^partition_tools(_internal)?\\.", ""), List.of());
        }
        String[] parts = name.split("\\.");
        String type = java.get(parts[0]);
        if (type == null) {
            return List.of();
        }
        return parts.length == 1 ? List.of(type) : methods(type, parts[1]);
    }

    private static boolean isJava(String name) {
        return Character.isUpperCase(name.charAt(0));
    }

    /** The bodies of the methods of a name; one that has no body is what its declaration says. */
    private static List<String> methods(String type, String name) {
        List<String> bodies = new ArrayList<>();
        Matcher declaration = Pattern.compile("^ {4,8}(?!return|throw|new |else)[\\w.<>\\[\\], ?@]+ " + Pattern.quote(name) + "\\(", Pattern.MULTILINE).matcher(type);
        while (declaration.find()) {
            int open = type.indexOf('{', declaration.end());
            int semicolon = type.indexOf(';', declaration.end());
            bodies.add(open < 0 || semicolon >= 0 && semicolon < open ? declaration.group() : type.substring(open, end(type, open)));
        }
        return bodies;
    }

    private static int end(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private String mentioned(String caller) {
        TreeSet<String> found = new TreeSet<>();
        for (String source : sources(caller)) {
            Matcher word = Pattern.compile("\\w+").matcher(source);
            while (word.find()) {
                if (sql.containsKey(word.group()) && word.group().contains("_") || java.containsKey(word.group())) {
                    found.add(word.group());
                }
            }
        }
        found.remove(caller);
        return found.isEmpty() ? "nothing" : String.join(", ", found);
    }

    private String nearest(String name) {
        if (isJava(name) && name.contains(".") && java.containsKey(name.split("\\.")[0])) {
            return ": the class exists, and has no such method";
        }
        String wanted = name.replaceFirst("^partition_tools(_internal)?\\.", "");
        Optional<String> near = Stream.concat(sql.keySet().stream(), java.keySet().stream())
                .min(Comparator.comparingInt(candidate -> distance(candidate, wanted)));
        return near.map(candidate -> "; the nearest name is " + candidate).orElse("");
    }

    private static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j
                        : Math.min(Math.min(steps[i - 1][j], steps[i][j - 1]) + 1, steps[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1));
            }
        }
        return steps[from.length()][to.length()];
    }

    /** Takes a line, with its number. */
    @FunctionalInterface
    private interface LineReader {
        void read(int number, String line);
    }

    /** The lines outside of examples. */
    private static void forEachLine(LineReader reader) {
        List<String> lines = read(PAGE).lines().toList();
        boolean example = false;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                example = !example;
            } else if (!example) {
                reader.read(i + 1, lines.get(i));
            }
        }
    }

    /** Every definition, by its name without schema. */
    private static Map<String, List<String>> sql() {
        Map<String, List<String>> definitions = new TreeMap<>();
        for (Path file : files(ROOT.resolve("sql"), ".sql")) {
            String text = read(file);
            List<MatchResult> found = SQL_OBJECT.matcher(text).results().toList();
            for (int i = 0; i < found.size(); i++) {
                String definition = text.substring(found.get(i).start(), i + 1 < found.size() ? found.get(i + 1).start() : text.length());
                // A comment may name what the routine does not call.
                definitions.computeIfAbsent(found.get(i).group(2), name -> new ArrayList<>())
                        .add(definition.replaceAll("(?s)COMMENT ON .*", "").replaceAll("--[^\n]*", "").substring(found.get(i).group().length()));
            }
        }
        return definitions;
    }

    private static Map<String, String> java() {
        return Stream.of("deployer", "dag-generator").flatMap(module -> files(ROOT.resolve(module).resolve("src/main/java"), ".java").stream())
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                        file -> read(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", ""), (first, second) -> first + second, LinkedHashMap::new));
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
