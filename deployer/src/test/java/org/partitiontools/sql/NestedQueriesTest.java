package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Under a resource queue, which every role of Greenplum 6 but a superuser has, the server counts the cursors that loops over queries
 * open. Where the query of one calls a function that loops over a query and asks something else meanwhile, it takes two cursors for
 * one: "duplicate portal id". So what is looped over is collected first, in an array.
 */
class NestedQueriesTest {

    private static final Pattern FOR = Pattern.compile("\\bFOR\\s+[\\w\\s.,\"]+?\\s+IN\\s+(?=SELECT|EXECUTE|WITH)(.*?)\\bLOOP\\b", Pattern.DOTALL);
    private static final Pattern RETURN_QUERY = Pattern.compile("\\bRETURN QUERY\\b(.*?);", Pattern.DOTALL);
    private static final Pattern LOOP = Pattern.compile("\\b(END )?LOOP\\b");
    private static final Pattern ASKS = Pattern.compile("\\b(SELECT|EXECUTE|PERFORM|INSERT|UPDATE|DELETE|RETURN QUERY)\\b");
    /** Statements that are given to others. */
    private static final Pattern STATEMENT = Pattern.compile("'SELECT partition_tools\\.\\w+\\(");

    private final Map<String, Set<String>> calls = new HashMap<>();
    private final Map<String, List<String>> queries = new HashMap<>();
    private final Set<String> asking = new TreeSet<>();
    private final Map<String, List<String>> bodies = new HashMap<>();

    NestedQueriesTest() {
        Stream.of("common", "greenplum").map(SqlSources::of).flatMap(sources -> sources.routines().stream()).forEach(this::read);
    }

    @Test
    void noLoopOverAQueryIsWithinTheQueryOfAnother() {
        Set<String> loops = new TreeSet<>();
        bodies.forEach((name, texts) -> {
            if (texts.stream().anyMatch(text -> ASKS.matcher(text).find() || called(text).stream().anyMatch(asking::contains))) {
                loops.add(name);
            }
        });
        // It has found them: these loop over many rows, or over what has no type that an array could have.
        assertThat(loops).contains("migration_run", "build_columns", "verify");

        List<String> nested = new ArrayList<>();
        queries.forEach((name, texts) -> texts.forEach(text -> {
            Set<String> reached = new TreeSet<>();
            reach(called(text), reached);
            reached.retainAll(loops);
            if (!reached.isEmpty()) {
                nested.add(name + " loops over " + called(text) + ", and so over " + reached);
            }
        }));
        assertThat(nested).isEmpty();
    }

    private void read(SqlSources.Routine routine) {
        String body = STATEMENT.matcher(routine.text().substring(routine.text().indexOf("$$"))).replaceAll("");
        calls.computeIfAbsent(routine.name(), name -> new TreeSet<>()).addAll(called(body));
        if (ASKS.matcher(body).find()) {
            asking.add(routine.name());
        }
        RETURN_QUERY.matcher(body).results().forEach(found -> add(queries, routine.name(), found.group(1)));
        Matcher loop = FOR.matcher(body);
        while (loop.find()) {
            add(queries, routine.name(), loop.group(1));
            add(bodies, routine.name(), body.substring(loop.end(), end(body, loop.end())));
        }
    }

    private static void add(Map<String, List<String>> texts, String name, String text) {
        texts.computeIfAbsent(name, key -> new ArrayList<>()).add(text);
    }

    private static int end(String body, int from) {
        Matcher word = LOOP.matcher(body);
        int depth = 1;
        for (int at = from; depth > 0 && word.find(at); at = word.end()) {
            depth += word.group(1) == null ? 1 : -1;
            if (depth == 0) {
                return word.start();
            }
        }
        throw new IllegalStateException("a loop without end: " + body.substring(from));
    }

    private static Set<String> called(String text) {
        return SqlSources.calls(text);
    }

    private void reach(Set<String> names, Set<String> reached) {
        for (String name : names) {
            if (reached.add(name)) {
                reach(calls.getOrDefault(name, Set.of()), reached);
            }
        }
    }
}
