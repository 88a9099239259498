package org.partitiontools.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.partitiontools.Samples;
import org.partitiontools.policy.model.AirflowSettings;
import org.partitiontools.policy.model.AirflowSettings.Style;
import org.partitiontools.policy.model.CleanupPolicy;
import org.partitiontools.policy.model.CronSchedule;
import org.partitiontools.policy.model.Engine;
import org.partitiontools.policy.model.EpochUnit;
import org.partitiontools.policy.model.Frequency;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.OperationKind;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.TablePolicy;

class PolicyReaderTest {

    @TempDir
    private Path directory;

    @Test
    void acceptsThePolicyThatUsersAlreadyHave() {
        PolicyFile policy = Samples.onlyPolicy(PolicyReader.read(Samples.EXAMPLE));

        assertThat(policy.name()).isEqualTo("example-policy");
        assertThat(policy.startDate()).isEqualTo(LocalDate.of(2026, 1, 15));
        assertThat(policy.schedule()).contains(new CronSchedule("0 1 * * *"));
        assertThat(policy.connectionId()).isEqualTo("warehouse");
        assertThat(policy.engine()).isEqualTo(Engine.POSTGRESQL);
        assertThat(policy.timezone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(policy.tags()).containsExactly("partition tools", "sales");
        assertThat(policy.tables()).extracting(TablePolicy::qualifiedName)
                .containsExactly("sales.orders", "sales.order_lines", "sales.sessions", "sales.logs");
        Operation merge = policy.tables().get(0).operations().get(3);
        assertThat(merge.kind()).isEqualTo(OperationKind.MERGE);
        assertThat(merge.tableSpace()).contains("warm");
        assertThat(merge.limitOperations()).contains(2);
        assertThat(merge.accessExclusiveMode()).contains(false);
        assertThat(merge.window()).hasToString("[as_of - 1 year, as_of - 3 month)");
    }

    @Test
    void readsEverySettingForSchedulers() {
        PolicyFile policy = Samples.onlyPolicy(PolicyReader.read(Samples.CONFIG.resolve("events-mapped.yaml")));

        AirflowSettings airflow = policy.airflow();
        assertThat(airflow.style()).isEqualTo(Style.MAPPED);
        assertThat(airflow.owner()).isEqualTo("data-platform");
        assertThat(airflow.pool()).contains("maintenance");
        assertThat(airflow.retries()).isEqualTo(2);
        assertThat(airflow.retryDelay()).contains(Duration.ofMinutes(5));
        assertThat(airflow.executionTimeout()).contains(Duration.ofHours(6));
        assertThat(airflow.dagrunTimeout()).contains(Duration.ofDays(1));
        assertThat(airflow.maxActiveTasks()).contains(8);
        assertThat(airflow.parallelJobs()).contains(4);
        assertThat(airflow.useLogicalDate()).isTrue();
        assertThat(airflow.defaultArgs()).isEqualTo(Map.of("depends_on_past", false, "priority_weight", 10L));
        assertThat(airflow.notifications().onFailure()).hasSize(1);
        assertThat(policy.schedule()).contains(new CronSchedule("0 0 * * *"));
        assertThat(policy.cron().directory()).isEqualTo("/opt/partition-tools");
        assertThat(policy.kubernetes().namespace()).contains("data");
    }

    @Test
    void prefersTheOperationToItsKindsDefaultsToTheGeneralDefaults() {
        PolicyFile policy = Samples.policy(directory, """
                defaults:
                  table_space: general
                  create_partitions: {table_space: of_create}
                tables:
                  - table: t
                    operations:
                      - {operation: create_partitions, granularity: 1 day, lower_bound: 1 week, upper_bound: -1 day}
                      - {operation: create_partitions, granularity: 1 day, lower_bound: 1 week, upper_bound: -1 day,
                         table_space: own}
                      - {operation: move_partitions, lower_bound: 2 week, upper_bound: 1 week}
                      - {operation: delete_partitions, upper_bound: 2 week}
                """);

        assertThat(policy.tables().get(0).operations()).extracting(Operation::tableSpace)
                .containsExactly(Optional.of("of_create"), Optional.of("own"), Optional.of("general"), Optional.empty());
    }

    @Test
    void appliesTheDefaultsOfTablesToTheShortFormOnly() {
        PolicyFile policy = Samples.policy(directory, """
                schema: app
                defaults: {interval: monthly, pre_provisioned: 2, retention: 12, cleanup_policy: detach, epoch_unit: s}
                tables:
                  - table: short
                  - {table: other, schema: web, retention: 3}
                  - table: written_out
                    operations:
                      - {operation: create_partitions, granularity: 1 day, lower_bound: 1 week, upper_bound: -1 day}
                """);

        assertThat(policy.tables()).extracting(TablePolicy::qualifiedName)
                .containsExactly("app.short", "web.other", "app.written_out");
        assertThat(policy.tables().get(0).shorthand()).get().satisfies(it -> {
            assertThat(it.interval()).isEqualTo(Frequency.MONTHLY);
            assertThat(it.retention()).contains(12);
            assertThat(it.cleanupPolicy()).contains(CleanupPolicy.DETACH);
        });
        assertThat(policy.tables().get(1).shorthand().orElseThrow().retention()).contains(3);
        assertThat(policy.tables().get(2).shorthand()).isEmpty();
        assertThat(policy.tables()).extracting(TablePolicy::epochUnit).containsOnly(Optional.of(EpochUnit.S));
    }

    @Test
    void spellsOutTheShortForm() {
        TablePolicy table = Samples.policy(directory, Samples.withTable("logs")).tables().get(0);

        assertThat(table.allOperations()).extracting(Operation::kind, operation -> operation.window().toString())
                .containsExactly(
                        tuple(OperationKind.CREATE, "[as_of - 30 day, as_of - (-8 day))"),
                        tuple(OperationKind.DELETE, "[-infinity, as_of - 30 day)"));
    }

    @Test
    void understandsMergeKeys() {
        PolicyFile policy = Samples.policy(directory, """
                tables:
                  - &first {table: one, interval: daily, retention: 5}
                  - {<<: *first, table: two}
                """);

        assertThat(policy.tables()).extracting(TablePolicy::table).containsExactly("one", "two");
        assertThat(policy.tables().get(1).shorthand().orElseThrow().retention()).contains(5);
    }

    @Test
    void readsGoodFilesBesideBadOnes() {
        Path bad = Samples.write(directory, "bad.yaml", "kind: other\n");

        PolicyReading reading = PolicyReader.read(List.of(bad, Samples.EXAMPLE));

        assertThat(reading.policies()).extracting(PolicyFile::name).containsExactly("example-policy");
        assertThat(reading.problems()).isNotEmpty().allSatisfy(it -> assertThat(it.file()).isEqualTo(bad));
    }
}
