package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every private routine is called: by another one, by a view, a trigger or a statement of the bundle, or by the program; and every routine that is called is there.
 * The server looks at a call only when it is made, so one that was lost would be missed by who first comes to it.
 */
class UncalledRoutinesTest {

    /** Called by names that are built: the phases of a job, what a job on Greenplum executes, the codecs of keys, and the kinds of properties. */
    private static final Pattern BUILT = Pattern.compile("phase_\\w+|execute_\\w+|key_(clock|decode|encode)_\\w+|leaf_(" + kinds() + ")(_give)?");

    private static final Pattern OUR_PARAMETER = Pattern.compile("\\bSET\\s+partition_tools\\w*\\.");

    /** The way to give a table everything at once, for who is not the target of a job; the tests of properties go it. */
    private static final String WHOLE = "leaf_apply";

    @ParameterizedTest
    @CsvSource({"common, postgresql:greenplum", "postgresql, common", "greenplum, common", "greenplum7, common"})
    void everyRoutineIsCalled(String folder, String callers) {
        SqlSources own = SqlSources.of(folder);
        Set<String> called = new TreeSet<>(own.called());
        Stream.of(callers.split(":")).map(SqlSources::of).map(SqlSources::called).forEach(called::addAll);
        String program = program();

        assertThat(own.routines())
                .filteredOn(routine -> routine.schema().equals("partition_tools_internal"))
                .extracting(SqlSources.Routine::name)
                .filteredOn(name -> !called.contains(name) && !WHOLE.equals(name) && !BUILT.matcher(name).matches() && !program.contains(name))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "greenplum", "greenplum7"})
    void everyRoutineThatIsCalledIsThere(String engine) {
        Set<String> there = new TreeSet<>(SqlSources.of("common").names());
        there.addAll(SqlSources.of(engine).names());
        Set<String> called = new TreeSet<>(SqlSources.of("common").called());
        called.addAll(SqlSources.of(engine).called());

        assertThat(called).filteredOn(name -> !there.contains(name)).isEmpty();
    }

    /** The program may call what only PostgreSQL has; on Greenplum 6 it has other ways. */
    @Test
    void everyRoutineThatTheProgramCallsIsThere() {
        Set<String> there = new TreeSet<>(SqlSources.of("common").names());
        there.addAll(SqlSources.of("postgresql").names());
        there.addAll(SqlSources.of("greenplum").names());

        assertThat(SqlSources.calls(program())).filteredOn(name -> !there.contains(name)).isEmpty();
    }

    /** Whoever installs need not be a superuser, and only such may set a parameter of which the server knows nothing when a routine is made (42501). */
    @ParameterizedTest
    @ValueSource(strings = {"common", "postgresql", "greenplum", "greenplum7"})
    void noRoutineSetsAParameterOfOurs(String folder) {
        assertThat(SqlSources.of(folder).routines()).filteredOn(routine -> OUR_PARAMETER.matcher(routine.head()).find()).extracting(SqlSources.Routine::name).isEmpty();
    }

    /** The kinds that leaf_kinds() lists, as their functions are called. */
    private static String kinds() {
        try {
            return Pattern.compile("^ +\\('([a-z ]+)',", Pattern.MULTILINE).matcher(Files.readString(TestFiles.path("sql/postgresql/leaf/R__leaf_kinds.sql")))
                    .results().map(kind -> kind.group(1).replace(' ', '_')).collect(Collectors.joining("|"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java sources, and what else the program sends: templates, scripts. */
    private static String program() {
        StringBuilder text = new StringBuilder();
        for (String folder : List.of("deployer/src/main", "dag-generator/src/main", "sql/postgresql/afterMigrate__rights.sql", "sql/greenplum/afterMigrate__planner.sql")) {
            try (Stream<Path> files = Files.walk(TestFiles.path(folder))) {
                for (Path file : files.filter(Files::isRegularFile).filter(path -> path.toString().matches(".*\\.(java|sql|ftl|ftlh|txt)")).toList()) {
                    text.append(Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }
}
