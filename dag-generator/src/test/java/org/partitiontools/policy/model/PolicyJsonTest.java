package org.partitiontools.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.Samples;

class PolicyJsonTest {

    @TempDir
    private Path directory;

    @Test
    void keepsIntervalsAsWritten() {
        PolicyFile policy = Samples.policy(directory, """
                timezone: Europe/Berlin
                tables:
                  - table: t
                    epoch_unit: ms
                    incoming_foreign_keys: recreate
                    publications: accept
                    operations:
                      - {operation: create_partitions, granularity: 1 mon, lower_bound: 5 year 1 month,
                         upper_bound: "-1 month - 3 day", limit_operations: 5}
                """);

        assertThat(json(policy)).isEqualTo("{\"timezone\":\"Europe/Berlin\",\"epoch_unit\":\"ms\","
                + "\"incoming_foreign_keys\":\"recreate\",\"publications\":\"accept\",\"operations\":[{\"operation\":\"create_partitions\","
                + "\"granularity\":\"1 mon\",\"lower_bound\":\"5 year 1 month\",\"upper_bound\":\"-1 month - 3 day\","
                + "\"limit_operations\":5}]}");
    }

    @Test
    void leavesTheShortFormToSql() {
        assertThat(json(Samples.policy(directory, Samples.withTable("t")))).isEqualTo("{\"timezone\":\"UTC\","
                + "\"interval\":\"daily\",\"pre_provisioned\":7,\"retention\":30,\"operations\":[]}");
    }

    private static String json(PolicyFile policy) {
        return PolicyJson.of(policy.tables().get(0), policy.timezone());
    }
}
