package org.partitiontools.generator;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.partitiontools.policy.interval.WrittenInterval;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.OperationKind;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.PolicyJson;
import org.partitiontools.policy.model.TablePolicy;
import org.partitiontools.policy.model.Word;

/** The SQL statements that schedulers execute for one table. All values are literals, all names quoted. */
final class Statements {

    private static final String API = "partition_tools.";
    private static final ZoneId DEFAULT_ZONE = ZoneId.of("UTC");

    private final PolicyFile policy;
    private final TablePolicy table;
    private final Optional<String> asOf;

    /** @param asOf an SQL expression for the reference time; empty means the time of the call */
    Statements(PolicyFile policy, TablePolicy table, Optional<String> asOf) {
        this.policy = policy;
        this.table = table;
        this.asOf = asOf;
    }

    /** Raises an error if the policy contradicts itself or does not fit the table. */
    String checkConfig() {
        return "SELECT " + API + "check_config" + arguments(policyArguments());
    }

    /** Returns a job and its statement for every action that is still needed. */
    String run() {
        Map<String, String> arguments = policyArguments();
        asOf.ifPresent(value -> arguments.put("p_as_of", value));
        return "SELECT job_id, statement\nFROM " + API + "run" + arguments(arguments);
    }

    /** The latest run of the table. */
    String report() {
        // The server quotes: which words need it differs between releases, and the names are compared as text.
        return """
                SELECT run_id, state, jobs, completed, rows, elapsed::text, rate::float8
                FROM partition_tools.report
                WHERE target = quote_ident(%s) || '.' || quote_ident(%s)
                ORDER BY run_id DESC
                LIMIT 1""".formatted(SqlLiteral.quote(table.schema()), SqlLiteral.quote(table.table()));
    }

    /** Everything at once, as one statement that can be called at the top level of a session. PostgreSQL only. */
    String runAll() {
        String body = """
                DECLARE
                    v_jobs bigint[] := ARRAY(
                        SELECT job_id FROM partition_tools.run%s);
                    v_job  bigint;
                BEGIN
                    COMMIT;
                    FOREACH v_job IN ARRAY v_jobs LOOP
                        CALL partition_tools.start(v_job);
                    END LOOP;
                END
                """.formatted(inline(policyArguments()));
        return "DO " + SqlLiteral.dollarQuote("\n" + body);
    }

    /** One operation, as a call of the routine of that name. */
    String call(Operation wanted) {
        Operation operation = table.shorthand().map(shorthand -> shorthand.fromAnyTime(wanted)).orElse(wanted);
        String keyword = policy.engine().isGreenplum() ? "SELECT " : "CALL ";
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("p_table", regclass());
        operation.granularity().ifPresent(it -> arguments.put("p_granularity", interval(it)));
        operation.lowerBound().ifPresent(it -> arguments.put("p_lower_bound", interval(it)));
        operation.upperBound().ifPresent(it -> arguments.put("p_upper_bound", interval(it)));
        operation.tableSpace().ifPresent(it -> arguments.put("p_tablespace", SqlLiteral.quote(it)));
        operation.s3ServerName().ifPresent(it -> arguments.put("p_s3_server_name", SqlLiteral.quote(it)));
        operation.s3Bucket().ifPresent(it -> arguments.put("p_s3_bucket", SqlLiteral.quote(it)));
        operation.limitOperations().ifPresent(it -> arguments.put("p_limit_operations", it.toString()));
        operation.accessExclusiveMode().ifPresent(it -> arguments.put("p_access_exclusive_mode", it.toString()));
        operation.ddlWithParam().ifPresent(it -> arguments.put("p_ddl_with_param", SqlLiteral.quote(it)));
        if (operation.kind() == OperationKind.DELETE) {
            operation.cleanupPolicy().ifPresent(it -> arguments.put("p_cleanup_policy", word(it)));
        }
        asOf.ifPresent(value -> arguments.put("p_as_of", value));
        return keyword + API + operation.kind().routine() + arguments(arguments);
    }

    /** What the session of a {@link #call} must have set, since the routines have no parameters for it. */
    List<String> settings() {
        List<String> settings = new ArrayList<>();
        if (!policy.timezone().equals(DEFAULT_ZONE)) {
            settings.add(setting("timezone", SqlLiteral.quote(policy.timezone().getId())));
        }
        table.epochUnit().ifPresent(unit -> settings.add(setting("epoch_unit", word(unit))));
        table.incomingForeignKeys().ifPresent(keys -> settings.add(setting("incoming_foreign_keys", word(keys))));
        table.publications().ifPresent(publications -> settings.add(setting("publications", word(publications))));
        table.cleanup().limit().ifPresent(limit -> settings.add(setting("cleanup_limit", limit.toString())));
        table.cleanup().gaps().ifPresent(gaps -> settings.add(setting("cleanup_gaps", word(gaps))));
        table.name().ifPresent(name -> settings.add(setting("name", SqlLiteral.quote(name.text()))));
        ofUnload(Operation::cleanupPolicy).ifPresent(word -> settings.add(setting("cleanup_policy", word)));
        ofUnload(Operation::windowRule).ifPresent(word -> settings.add(setting("unload_window", word)));
        settings.addAll(timeouts());
        return settings;
    }

    private Optional<String> ofUnload(Function<Operation, Optional<? extends Enum<?>>> key) {
        return table.operations().stream()
                .filter(operation -> operation.kind() == OperationKind.UNLOAD)
                .flatMap(operation -> key.apply(operation).stream())
                .findFirst()
                .map(Statements::word);
    }

    /** What a session must have set for the time limits of the policy. */
    List<String> timeouts() {
        return table.timeouts().settings().entrySet().stream()
                .map(setting -> "SET " + setting.getKey() + " = " + SqlLiteral.quote(setting.getValue()))
                .toList();
    }

    private static String setting(String name, String literal) {
        return "SET " + API + name + " = " + literal;
    }

    private Map<String, String> policyArguments() {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("p_table", regclass());
        arguments.put("p_operations", SqlLiteral.quote(PolicyJson.of(table, policy.timezone())) + "::json");
        return arguments;
    }

    private String regclass() {
        return SqlLiteral.quote(table.qualifiedName()) + "::regclass";
    }

    private static String interval(WrittenInterval interval) {
        return SqlLiteral.quote(interval.text());
    }

    private static String word(Enum<?> value) {
        return SqlLiteral.quote(Word.of(value));
    }

    private String arguments(Map<String, String> arguments) {
        return named(arguments).collect(Collectors.joining(",\n    ", "(\n    ", "\n)"));
    }

    private String inline(Map<String, String> arguments) {
        return named(arguments).collect(Collectors.joining(", ", "(", ")"));
    }

    private Stream<String> named(Map<String, String> arguments) {
        // Greenplum 6 is PostgreSQL 9.4, which does not have the arrow yet.
        String assign = policy.engine().isGreenplum() ? " := " : " => ";
        return arguments.entrySet().stream().map(argument -> argument.getKey() + assign + argument.getValue());
    }
}
