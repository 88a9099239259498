package org.partitiontools;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each package is a room: its {@code package-info.java} says what is there and, in its last line, which others it uses. What it says
 * is what the imports say, and no room uses itself by way of others.
 */
class RoomsTest {

    private static final String ROOT = "org.partitiontools";
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "partitiontools");
    private static final Pattern CLASS_NAME = Pattern.compile("\\borg\\.partitiontools((?:\\.[a-z0-9]+)*)\\.[A-Z]");
    private static final Pattern USES = Pattern.compile("<p>Uses: (.*?)\\.\\s*\\*/", Pattern.DOTALL);
    private static final Pattern ROOM = Pattern.compile("\\{@code ([a-z0-9.]+)}");

    private final Map<String, Path> rooms = rooms();

    @Test
    void whatTheySayTheyUseIsWhatTheyImport() {
        Map<String, Set<String>> said = new TreeMap<>();
        Map<String, Set<String>> found = new TreeMap<>();
        rooms.forEach((room, folder) -> {
            said.put(room, said(room, folder));
            found.put(room, found(room, folder));
        });
        assertThat(said).as("the line \"Uses:\" in the package-info.java of each package; it should be:\n%s", lines(found)).isEqualTo(found);
    }

    @Test
    void noneUsesItselfByWayOfOthers() {
        Map<String, Set<String>> uses = new TreeMap<>();
        rooms.forEach((room, folder) -> uses.put(room, found(room, folder)));
        uses.keySet().forEach(room -> assertThat(wayBack(room, uses)).as("packages by which %s uses itself", room).isEmpty());
    }

    private static Map<String, Path> rooms() {
        Map<String, Path> rooms = new TreeMap<>();
        for (Path module : new Path[] {Path.of("..", "deployer"), Path.of("..", "dag-generator")}) {
            Path root = module.resolve(SOURCES);
            list(root, true).filter(Files::isDirectory).filter(folder -> list(folder, false).anyMatch(RoomsTest::isJava))
                    .forEach(folder -> rooms.put(name(ROOT + "." + root.relativize(folder).toString().replace('/', '.').replace('\\', '.')), folder));
        }
        return rooms;
    }

    /** Without what all have in common; the package of the application itself is {@code partitiontools}. */
    private static String name(String packageName) {
        String room = packageName.replaceFirst("\\.$", "").substring(ROOT.length());
        return room.isEmpty() ? "partitiontools" : room.substring(1);
    }

    private static Set<String> said(String room, Path folder) {
        Path description = folder.resolve("package-info.java");
        assertThat(description).as("every package says what is there").exists();
        Matcher line = USES.matcher(read(description));
        assertThat(line.find()).as("%s ends in \"<p>Uses: {@code room}, ....\", or \"<p>Uses: nothing.\"", description).isTrue();
        return ROOM.matcher(line.group(1)).results().map(match -> match.group(1)).collect(toCollection(TreeSet::new));
    }

    private static Set<String> found(String room, Path folder) {
        Set<String> found = new TreeSet<>();
        list(folder, false).filter(RoomsTest::isJava).filter(file -> !file.endsWith("package-info.java"))
                .forEach(file -> CLASS_NAME.matcher(withoutComments(read(file))).results().forEach(match -> found.add(name(ROOT + match.group(1)))));
        found.remove(room);
        return found;
    }

    /** The packages on a way from a room to itself; none where there is no such way. */
    private static Set<String> wayBack(String room, Map<String, Set<String>> uses) {
        Map<String, String> cameFrom = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(Set.of(room));
        while (!open.isEmpty()) {
            String current = open.pop();
            for (String next : uses.getOrDefault(current, Set.of())) {
                if (cameFrom.putIfAbsent(next, current) == null) {
                    open.push(next);
                }
            }
        }
        Set<String> way = new TreeSet<>();
        for (String step = cameFrom.get(room); step != null && way.add(step) && !step.equals(room); step = cameFrom.get(step)) {
            continue;
        }
        return way;
    }

    private static String lines(Map<String, Set<String>> uses) {
        return uses.entrySet().stream()
                .map(entry -> entry.getKey() + ": <p>Uses: "
                        + (entry.getValue().isEmpty() ? "nothing" : entry.getValue().stream().map(room -> "{@code " + room + "}").collect(joining(", "))) + ".")
                .collect(joining("\n"));
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static String withoutComments(String source) {
        return source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "");
    }

    private static Stream<Path> list(Path folder, boolean deep) {
        try (Stream<Path> paths = deep ? Files.walk(folder) : Files.list(folder)) {
            return paths.sorted().toList().stream();
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
