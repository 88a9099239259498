package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.partitiontools.sql.SurvivalSample.LEAF;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;

/** What is peculiar about a partition survives a move, too. */
@PartitionToolsDatabase
class SurvivalExtrasIT {

    @ParameterizedTest
    @EnumSource
    void survivesAMove(SurvivalExtra extra, TestDatabase any) throws SQLException, IOException {
        try (SurvivalSample sample = new SurvivalSample(any)) {
            assumeThat(sample.version()).isGreaterThanOrEqualTo(extra.since());
            TestDatabase database = sample.database();
            database.execute(extra.sql());
            List<String> before = LeafDump.of(database, LEAF);

            sample.table().move("6 months", "4 months", "warm");

            List<String> expected = LeafDump.changed(before, line -> line.replace("tablespace -", "tablespace warm"));
            assertThat(LeafDump.difference(expected, LeafDump.of(database, LEAF))).isEmpty();
        }
    }
}
