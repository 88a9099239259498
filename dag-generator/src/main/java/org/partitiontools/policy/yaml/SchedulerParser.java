package org.partitiontools.policy.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.policy.check.TextRule;
import org.partitiontools.policy.model.AirflowSettings;
import org.partitiontools.policy.model.AirflowSettings.Callback;
import org.partitiontools.policy.model.AirflowSettings.Notifications;
import org.partitiontools.policy.model.AirflowSettings.Style;
import org.partitiontools.policy.model.CronSettings;
import org.partitiontools.policy.model.KubernetesSettings;

/** Reads the sections {@code airflow}, {@code cron} and {@code kubernetes}. */
final class SchedulerParser {

    private static final Set<String> AIRFLOW_KEYS = Set.of("style", "owner", "pool", "retries", "retry_delay",
            "execution_timeout", "dagrun_timeout", "max_active_tasks", "parallel_jobs", "use_logical_date",
            "notifications", "default_args");
    private static final Set<String> EVENTS = Set.of("on_failure", "on_retry", "on_success");
    private static final Set<String> CALLBACK_KEYS = Set.of("callable", "arguments");
    private static final Set<String> CRON_KEYS = Set.of("directory");
    private static final Set<String> KUBERNETES_KEYS = Set.of("namespace", "image", "secret", "service_account");
    /** Default arguments that the generated file sets itself: writing them a second time would be a contradiction. */
    private static final Map<String, String> OWN_DEFAULT_ARGS = Map.of(
            "owner", "airflow.owner",
            "pool", "airflow.pool",
            "retries", "airflow.retries",
            "retry_delay", "airflow.retry_delay",
            "execution_timeout", "airflow.execution_timeout",
            "on_failure_callback", "airflow.notifications.on_failure",
            "on_retry_callback", "airflow.notifications.on_retry",
            "start_date", "start_date",
            "conn_id", "connection_id");

    private static final String DEFAULT_OWNER = "airflow";
    private static final String DEFAULT_DIRECTORY = "/etc/partition-tools";
    private static final String DEFAULT_IMAGE = "postgres:18.1";
    private static final String DEFAULT_SECRET = "partition-tools";
    private static final int MAX_RETRIES = 1_000;
    private static final int MAX_TASKS = 10_000;

    private final Section root;

    SchedulerParser(Section root) {
        this.root = root;
    }

    AirflowSettings airflow() {
        Section airflow = section("airflow", AIRFLOW_KEYS);
        return new AirflowSettings(
                airflow.get("style").flatMap(value -> value.choice(Style.class)).orElse(Style.STATIC),
                text(airflow, "owner", TextRule.LINE).orElse(DEFAULT_OWNER),
                text(airflow, "pool", TextRule.LINE),
                airflow.get("retries").flatMap(value -> value.integer(0, MAX_RETRIES)).orElse(0),
                duration(airflow, "retry_delay"),
                duration(airflow, "execution_timeout"),
                duration(airflow, "dagrun_timeout"),
                count(airflow, "max_active_tasks"),
                count(airflow, "parallel_jobs"),
                airflow.get("use_logical_date").flatMap(Value::bool).orElse(false),
                notifications(airflow),
                defaultArgs(airflow));
    }

    CronSettings cron() {
        Section cron = section("cron", CRON_KEYS);
        return new CronSettings(text(cron, "directory", TextRule.ABSOLUTE_PATH).orElse(DEFAULT_DIRECTORY));
    }

    KubernetesSettings kubernetes() {
        Section kubernetes = section("kubernetes", KUBERNETES_KEYS);
        return new KubernetesSettings(
                text(kubernetes, "namespace", TextRule.DNS_NAME),
                text(kubernetes, "image", TextRule.LINE).orElse(DEFAULT_IMAGE),
                text(kubernetes, "secret", TextRule.DNS_NAME).orElse(DEFAULT_SECRET),
                text(kubernetes, "service_account", TextRule.DNS_NAME));
    }

    private Notifications notifications(Section airflow) {
        Section events = airflow.get("notifications").flatMap(Value::section)
                .orElseGet(() -> Section.empty(airflow.place(), airflow.problems()));
        events.refuseKeysOtherThan(EVENTS);
        return new Notifications(
                callbacks(events, "on_failure"), callbacks(events, "on_retry"), callbacks(events, "on_success"));
    }

    private static List<Callback> callbacks(Section events, String event) {
        List<Callback> callbacks = new ArrayList<>();
        events.get(event).flatMap(Value::items).orElse(List.of())
                .forEach(item -> item.section().flatMap(SchedulerParser::callback).ifPresent(callbacks::add));
        return callbacks;
    }

    private static Optional<Callback> callback(Section section) {
        section.refuseKeysOtherThan(CALLBACK_KEYS);
        Optional<Map<String, Object>> arguments =
                section.get("arguments").flatMap(Value::section).map(PlainValues::arguments);
        return section.require("callable", "the Python path of a function or of a notifier's class")
                .flatMap(value -> value.text(arguments.isPresent() ? TextRule.NOTIFIER_PATH : TextRule.PYTHON_PATH))
                .map(path -> new Callback(path, arguments));
    }

    private static Map<String, Object> defaultArgs(Section airflow) {
        Optional<Section> section = airflow.get("default_args").flatMap(Value::section);
        section.ifPresent(it -> it.values().forEach((key, value) -> refuseOwn(it, key, value)));
        return section.map(PlainValues::arguments).orElseGet(LinkedHashMap::new);
    }

    private static void refuseOwn(Section section, String key, Value value) {
        Optional.ofNullable(OWN_DEFAULT_ARGS.get(key)).ifPresent(own -> section.problems().add(
                value.keyPlace(), "this default argument has a key of its own", "write it as " + own));
    }

    private Section section(String key, Set<String> allowed) {
        Section section = root.get(key).flatMap(Value::section)
                .orElseGet(() -> Section.empty(root.place(), root.problems()));
        section.refuseKeysOtherThan(allowed);
        return section;
    }

    private static Optional<String> text(Section section, String key, TextRule rule) {
        return section.get(key).flatMap(value -> value.text(rule));
    }

    private static Optional<Duration> duration(Section section, String key) {
        return section.get(key).flatMap(Value::duration);
    }

    private static Optional<Integer> count(Section section, String key) {
        return section.get(key).flatMap(value -> value.integer(1, MAX_TASKS));
    }
}
