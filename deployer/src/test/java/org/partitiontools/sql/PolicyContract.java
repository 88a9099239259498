package org.partitiontools.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.ServerErrorMessage;

/** How policies are read, on every server that the common part runs on. */
interface PolicyContract {

    CommonSql sql();

    static List<ContradictionCases.Case> contradictions() {
        return ContradictionCases.read();
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    default void contradictionsAreFound(ContradictionCases.Case testCase) throws SQLException {
        Assumptions.assumeFalse("no_create".equals(testCase.expected()), "is found by check_config, which needs an engine");
        if (testCase.expected() == null) {
            enforce(testCase.policy());
        } else {
            ServerErrorMessage error = SqlErrors.raised("PP003", () -> enforce(testCase.policy()));
            assertThat(error.getDetail().lines()).isNotEmpty().allMatch(line -> line.startsWith(testCase.expected() + ": "));
            assertThat(error.getHint()).isNotBlank();
        }
    }

    private void enforce(String policy) throws SQLException {
        sql().strings("""
                SELECT partition_tools_internal.policy_enforce('t', ARRAY(SELECT o FROM partition_tools_internal.policy_operations(?::text::json) AS o))::text""", policy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // Unknown keys.
        "{\"operation\": []} | operation", "{\"timezones\": \"UTC\"} | timezones", "[{\"operation\": \"create_partitions\", \"granularty\": \"1 day\"}] | granularty",
        // Wrong types.
        "5 | neither", "\"text\" | neither", "null | neither", "{\"operations\": {}} | operations", "[1] | operation", "[\"create_partitions\"] | operation", "[[]] | operation", "[null] | operation",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": 30}] | upper_bound", "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"30\"}] | upper_bound",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"a year\"}] | upper_bound", "[{\"operation\": \"delete_partitions\", \"upper_bound\": true}] | upper_bound",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"infinity\"}] | upper_bound",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": [\"1 day\"]}] | upper_bound",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 day\", \"limit_operations\": \"5\"}] | limit_operations",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 day\", \"limit_operations\": 0}] | limit_operations",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 day\", \"limit_operations\": -1}] | limit_operations",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 day\", \"limit_operations\": 1.5}] | limit_operations",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 day\", \"limit_operations\": 99999999999999}] | limit_operations",
        "[{\"operation\": \"delete_partitions\", \"upper_bound\": \"1 day\", \"cleanup_policy\": \"keep\"}] | cleanup_policy",
        "[{\"operation\": \"move_partitions\", \"upper_bound\": \"1 day\", \"table_space\": true}] | table_space",
        "[{\"operation\": \"move_partitions\", \"upper_bound\": \"1 day\", \"table_space\": \"warm\", \"access_exclusive_mode\": \"yes\"}] | access_exclusive_mode",
        "[{\"operation\": 5}] | operation", "{\"timezone\": 5} | timezone", "{\"timezone\": \"+02:00\"} | +02:00", "{\"timezone\": \"UTC+3\"} | UTC+3", "{\"timezone\": \"Europe/Nowhere\"} | Europe/Nowhere",
        "{\"timezone\": \"CEST\"} | CEST", "{\"timezone\": \"\"} | zone",
        // Missing keys.
        "[{\"granularity\": \"1 day\"}] | operation", "[{\"operation\": \"drop_everything\"}] | operation", "[{\"operation\": \"delete_partitions\"}] | upper_bound",
        "[{\"operation\": \"create_partitions\", \"lower_bound\": \"1 day\", \"upper_bound\": \"-1 day\"}] | granularity",
        "[{\"operation\": \"merge_partitions\", \"granularity\": \"1 day\", \"upper_bound\": \"-1 day\"}] | lower_bound",
        "[{\"operation\": \"move_partitions\", \"upper_bound\": \"1 day\"}] | table_space",
        // The short form.
        "{\"pre_provisioned\": 3} | interval", "{\"interval\": \"fortnightly\"} | fortnightly", "{\"interval\": 5} | interval",
        "{\"interval\": \"daily\", \"retention\": -1} | retention", "{\"interval\": \"daily\", \"pre_provisioned\": \"7\"} | pre_provisioned",
        "{\"interval\": \"daily\", \"retention\": 3, \"cleanup_policy\": \"keep\"} | cleanup_policy", "{\"interval\": \"daily\", \"retention\": 3, \"cleanup_policy\": 1} | cleanup_policy"})
    default void whatIsWrongInAPolicyIsNamed(String policy, String named) {
        ServerErrorMessage error = SqlErrors.raised("PP001", () -> sql().strings(
                "SELECT partition_tools_internal.policy_zone(partition_tools_internal.policy_document(p::json)) || o::text FROM (SELECT ?::text AS p) AS q, partition_tools_internal.policy_operations(p::json) AS o"
                + " UNION ALL SELECT partition_tools_internal.policy_zone(partition_tools_internal.policy_document(?::text::json))", policy, policy));
        assertThat(error.getMessage()).contains(named);
    }

    @ParameterizedTest
    @CsvSource({"hourly, 01:00:00", "daily, 1 day", "weekly, 7 days", "monthly, 1 mon", "quarterly, 3 mons", "yearly, 1 year"})
    default void theShortFormStandsForACreateAndADelete(String interval, String step) throws SQLException {
        String query = """
                SELECT concat_ws(' ', o.operation, o.granularity = '%2$s', o.lower_bound = interval '%2$s' * 30, o.upper_bound = interval '%2$s' * (CASE o.operation WHEN 'create_partitions' THEN -8 ELSE 30 END), o.cleanup_policy)
                  FROM partition_tools_internal.policy_operations('{"interval": "%1$s", "pre_provisioned": 7, "retention": 30, "cleanup_policy": "detach"}') AS o"""
                .formatted(interval, step);

        assertThat(sql().strings(query)).containsExactly("create_partitions t t t drop", "delete_partitions t detach");
        for (SessionSettings settings : SessionSettings.values()) {
            assertThat(sql().stringsUnder(settings, query)).as("%s", settings).isEqualTo(sql().strings(query));
        }
    }

    @Test
    default void theShortFormWithoutRetentionDeletesNothing() throws SQLException {
        assertThat(sql().strings("SELECT o.operation FROM partition_tools_internal.policy_operations('{\"interval\": \"daily\"}') AS o"))
                .containsExactly("create_partitions");
    }

    @ParameterizedTest
    @EnumSource
    default void intervalsMeanTheSameInEverySession(SessionSettings settings) throws SQLException {
        String query = """
                SELECT concat_ws(' ', extract(epoch FROM o.granularity), extract(epoch FROM o.lower_bound), extract(epoch FROM o.upper_bound))
                  FROM partition_tools_internal.policy_operations('[{"operation": "create_partitions", "granularity": "1 month", "lower_bound": "5 year 1 month", "upper_bound": "-1 month - 3 day"},
                       {"operation": "create_partitions", "granularity": "1 hour", "lower_bound": "36:00:00", "upper_bound": "-1 day +02:03:04"},
                       {"operation": "create_partitions", "granularity": "P1D", "lower_bound": "1 year ago", "upper_bound": "-2 years"}]') AS o""";
        assertThat(sql().stringsUnder(settings, query)).isEqualTo(sql().strings(query));
    }
}
