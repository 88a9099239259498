package org.partitiontools.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.partitiontools.database.SqlError;

/** What needs no database. */
class RunnerTest {

    /** An exception that left its thread would end the command, and take the results of the other tables with it. */
    @Test
    void aMistakeAtOneTableIsThatTablesFailure() {
        TableJobs table = new TableJobs("sales.orders", List.of());

        Runner.work(new Work.Task(table, () -> {
            throw new NullPointerException("compression");
        }));

        SqlError error = table.result(List.of(), false).error().orElseThrow();
        assertThat(error.sqlstate()).isEqualTo("XX000");
        assertThat(error.detail()).contains("NullPointerException: compression", "RunnerTest");
    }
}
