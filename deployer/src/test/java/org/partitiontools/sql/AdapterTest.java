package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter's interface is what doc/architecture.md lists: no name more and none less, in the sources and on each engine. */
class AdapterTest {

    private static final SqlSources COMMON = SqlSources.of("common");

    @Test
    void thePageListsWhatCommonNeedsOfAnEngine() {
        Set<String> needed = new TreeSet<>(COMMON.called());
        needed.removeAll(COMMON.names());
        Set<String> read = COMMON.read();
        read.removeAll(COMMON.relations());
        needed.addAll(read);

        assertThat(AdapterPage.byName().keySet()).containsExactlyInAnyOrderElementsOf(needed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "greenplum", "greenplum7"})
    void theEngineHasIt(String engine) {
        SqlSources own = SqlSources.of(engine);
        for (AdapterPage.Entry entry : AdapterPage.entries()) {
            assertThat(entry.parameters() == null ? own.relations() : own.names()).as("%s of %s", entry.name(), engine).contains(entry.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "greenplum", "greenplum7"})
    void nothingIsDefinedTwice(String engine) {
        // Flyway would refuse two files of one name, and take the later one of two with one routine.
        Set<String> twice = SqlSources.of(engine).names();
        twice.retainAll(COMMON.names());

        assertThat(twice).isEmpty();
    }

    @Test
    void itIsSaidOfEachRoutineWhetherItMayStandInAQuery() {
        assertThat(AdapterPage.entries()).filteredOn(entry -> entry.parameters() != null)
                .allSatisfy(entry -> assertThat(entry.inQuery()).as(entry.name()).isIn("yes", "alone"));
    }
}
