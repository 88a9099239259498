package org.partitiontools.generator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.partitiontools.policy.model.AirflowSettings;
import org.partitiontools.policy.model.AirflowSettings.Callback;
import org.partitiontools.policy.model.AirflowSettings.Style;
import org.partitiontools.policy.model.CronSchedule;
import org.partitiontools.policy.model.Operation;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.TablePolicy;

/** What templates see of a policy: maps, lists, texts, numbers and booleans; {@code doc/policy.md} lists them. */
final class PolicyModel {

    // The run's own time where there is no logical date: Airflow 3 has none for runs that an asset or a person started.
    private static final String LOGICAL_DATE =
            "'{{ (dag_run.logical_date or dag_run.run_after).isoformat() }}'::timestamptz";

    private final PolicyFile policy;
    private final Target target;

    PolicyModel(PolicyFile policy, Target target) {
        this.policy = policy;
        this.target = target;
    }

    Map<String, Object> toMap() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("name", policy.name());
        model.put("kubernetesName", KubernetesName.of(policy.name()));
        model.put("description", policy.description());
        model.put("startDate", Map.of("year", policy.startDate().getYear(), "month", policy.startDate().getMonthValue(),
                "day", policy.startDate().getDayOfMonth()));
        putIfPresent(model, "schedule", policy.schedule().map(CronSchedule::expression));
        model.put("connection", policy.connectionId());
        model.put("greenplum", policy.engine().isGreenplum());
        model.put("timezone", policy.timezone().getId());
        model.put("tags", policy.tags());
        model.put("document", PolicyDocument.of(policy));
        model.put("airflow", airflow());
        model.put("cron", Map.of("script", policy.cron().directory() + "/" + policy.name() + ".sql"));
        model.put("kubernetes", kubernetes());
        model.put("tables", tables());
        return model;
    }

    private Map<String, Object> airflow() {
        AirflowSettings settings = policy.airflow();
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("mapped", settings.style() == Style.MAPPED);
        model.put("usesTimedelta", usesTimedelta());
        model.put("modules", modules());
        model.put("defaultArgs", defaultArgs());
        putIfPresent(model, "dagrunTimeout", settings.dagrunTimeout().map(timeout -> PythonLiteral.of(timeout, 0)));
        putIfPresent(model, "maxActiveTasks", settings.maxActiveTasks());
        putIfPresent(model, "parallelJobs", settings.parallelJobs());
        putIfPresent(model, "onSuccess",
                callbacks(settings.notifications().onSuccess()).map(it -> PythonLiteral.of(it, 4)));
        return model;
    }

    private boolean usesTimedelta() {
        AirflowSettings settings = policy.airflow();
        return settings.retryDelay().or(settings::executionTimeout).or(settings::dagrunTimeout).isPresent();
    }

    /** Modules of the callbacks, sorted and without duplicates. */
    private List<String> modules() {
        AirflowSettings.Notifications notifications = policy.airflow().notifications();
        return List.copyOf(new TreeSet<>(Stream.of(
                        notifications.onFailure(), notifications.onRetry(), notifications.onSuccess())
                .flatMap(List::stream).map(Callback::module).toList()));
    }

    /** Each argument as Python code. */
    private Map<String, Object> defaultArgs() {
        AirflowSettings settings = policy.airflow();
        Map<String, Object> arguments = new LinkedHashMap<>(settings.defaultArgs());
        arguments.put("owner", settings.owner());
        putIfPresent(arguments, "pool", settings.pool());
        arguments.put("retries", settings.retries());
        putIfPresent(arguments, "retry_delay", settings.retryDelay());
        putIfPresent(arguments, "execution_timeout", settings.executionTimeout());
        putIfPresent(arguments, "on_failure_callback", callbacks(settings.notifications().onFailure()));
        putIfPresent(arguments, "on_retry_callback", callbacks(settings.notifications().onRetry()));
        arguments.replaceAll((name, value) -> PythonLiteral.of(value, 8));
        return arguments;
    }

    private static Optional<List<Callback>> callbacks(List<Callback> callbacks) {
        return callbacks.isEmpty() ? Optional.empty() : Optional.of(callbacks);
    }

    private Map<String, Object> kubernetes() {
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("image", policy.kubernetes().image());
        model.put("secret", policy.kubernetes().secret());
        putIfPresent(model, "namespace", policy.kubernetes().namespace());
        putIfPresent(model, "serviceAccount", policy.kubernetes().serviceAccount());
        return model;
    }

    private List<Map<String, Object>> tables() {
        TaskIds ids = new TaskIds(policy.tables());
        List<Map<String, Object>> models = new ArrayList<>();
        policy.tables().forEach(table -> models.add(table(table, ids.group(table))));
        return models;
    }

    private Map<String, Object> table(TablePolicy table, String id) {
        boolean logicalDate = target == Target.AIRFLOW && policy.airflow().useLogicalDate();
        Statements statements =
                new Statements(policy, table, logicalDate ? Optional.of(LOGICAL_DATE) : Optional.empty());
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("id", id);
        model.put("name", table.qualifiedName());
        model.put("checkConfig", statements.checkConfig());
        model.put("run", statements.run());
        model.put("runAll", statements.runAll());
        model.put("report", statements.report());
        model.put("settings", statements.settings());
        model.put("timeouts", statements.timeouts());
        model.put("operations", operations(table, statements));
        return model;
    }

    private static List<Map<String, Object>> operations(TablePolicy table, Statements statements) {
        List<Operation> operations = table.inOrderOfExecution();
        List<String> ids = TaskIds.tasks(operations);
        List<Map<String, Object>> models = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            models.add(Map.of("id", ids.get(i), "call", statements.call(operations.get(i))));
        }
        return models;
    }

    private static void putIfPresent(Map<String, Object> map, String key, Optional<?> value) {
        value.ifPresent(it -> map.put(key, it));
    }
}
