package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.partitiontools.testing.PartitionToolsDatabase;
import org.partitiontools.testing.TestDatabase;
import org.postgresql.util.ServerErrorMessage;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The cases are shared with the tests of the policy reader: one definition of the policy, one verdict. */
@PartitionToolsDatabase
class PolicyVerdictsIT {

    private static final String CREATE = "{\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \"1 year\", \"upper_bound\": \"-1 month\"}";

    @TestFactory
    Stream<DynamicTest> decidesAsThePolicyReaderDoes(TestDatabase database) throws SQLException {
        Partitioned table = table(database);
        database.execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archive') ON CONFLICT DO NOTHING");
        List<Map<String, List<Object>>> groups = new Yaml(new SafeConstructor(new LoaderOptions())).load(TestFiles.read("test_sql/policies.yaml"));
        return groups.stream().flatMap(group -> group.entrySet().stream()).flatMap(group -> group.getValue().stream()
                .map(item -> DynamicTest.dynamicTest(group.getKey() + ": " + item, () -> {
                    String policy = new ObjectMapper().writeValueAsString(policy(item));
                    if (group.getKey().equals("accepted")) {
                        table.checkConfig(policy);
                    } else {
                        ServerErrorMessage error = SqlErrors.raised(() -> table.checkConfig(policy));
                        assertThat(error.getSQLState()).as("%s", error).startsWith("PP00");
                    }
                })));
    }

    @TestFactory
    Stream<DynamicTest> decidesAsTheContradictionsDo(TestDatabase database) throws SQLException {
        Partitioned table = table(database);
        database.execute("INSERT INTO partition_tools.s3_server (name, bucket) VALUES ('default', 'archive') ON CONFLICT DO NOTHING");
        return ContradictionCases.read().stream().map(testCase -> DynamicTest.dynamicTest(testCase.name(), () -> {
            String policy = testCase.policy().replace("\"s3_bucket\":\"b\"", "\"s3_bucket\":\"archive\"");
            if (testCase.expected() == null) {
                table.checkConfig(policy);
            } else {
                assertThat(SqlErrors.raised("PP003", () -> table.checkConfig(policy)).getDetail()).startsWith(testCase.expected() + ": ");
            }
        }));
    }

    @Test
    void whereRowsAreToGoMustExist(TestDatabase database) throws SQLException {
        Partitioned table = table(database);
        String move = "[" + CREATE + ", {\"operation\": \"move_partitions\", \"upper_bound\": \"2 years\", \"table_space\": \"%s\"}]";
        String unload = "[" + CREATE + ", {\"operation\": \"unload_to_s3_partitions\", \"upper_bound\": \"2 years\", \"s3_server_name\": \"%s\"}]";

        assertThatCode(() -> table.checkConfig(move.formatted("warm"))).doesNotThrowAnyException();
        assertThat(SqlErrors.raised("PP023", () -> table.checkConfig(move.formatted("lukewarm"))).getMessage()).contains("lukewarm", "operation 2");
        assertThat(SqlErrors.raised("PP070", () -> table.checkConfig(unload.formatted("nowhere"))).getMessage()).contains("nowhere");
    }

    /** JSON has it that the last one counts. */
    @Test
    void aKeyThatStandsTwiceIsRefused(TestDatabase database) throws SQLException {
        Partitioned table = table(database);

        assertThat(SqlErrors.raised("PP001", () -> table.checkConfig(
                "[" + CREATE + ", {\"operation\": \"delete_partitions\", \"upper_bound\": \"9 years\", \"upper_bound\": \"2 years\"}]")).getMessage())
                .contains("\"upper_bound\" appears a second time");
    }

    /** It would drop years where months were meant: the key says that another operation was. */
    @Test
    void aDeleteWithAGranularityDropsNothing(TestDatabase any) throws SQLException {
        try (TestDatabase database = any.fresh()) {
            Partitioned table = table(database);
            database.execute("CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')");
            String policy = "[{\"operation\": \"delete_partitions\", \"granularity\": \"1 month\", \"upper_bound\": \"2 years\"}]";

            assertThat(SqlErrors.raised("PP001", () -> table.run(policy)).getMessage()).contains("granularity");
            assertThat(table.partitions()).containsExactly("events_2020");
        }
    }

    private static Partitioned table(TestDatabase database) throws SQLException {
        database.execute("CREATE TABLE IF NOT EXISTS events (at timestamptz, id bigint) PARTITION BY RANGE (at)");
        return new Partitioned(database, "public.events");
    }

    private static Object policy(Object item) {
        if (item instanceof Map<?, ?> map && !map.containsKey("operation") && !map.containsKey("granularity")) {
            return item;
        }
        return List.of(Map.of("operation", "create_partitions", "granularity", "1 day", "lower_bound", "1 year", "upper_bound", "-1 month"), item);
    }
}
