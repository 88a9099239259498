package org.partitiontools.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section {@code airflow} of a policy. Catch-up is always off and one run active at a time: a policy describes
 * the shape of now, so runs of the past or at the same time would only repeat each other.
 *
 * @param style how operations become tasks
 * @param owner owner of the tasks
 * @param pool pool of the tasks; empty means Airflow's default pool
 * @param retries how often a failed task is tried again, at least 0
 * @param retryDelay pause before a retry; empty means Airflow's default
 * @param executionTimeout longest time of one task; empty means no limit
 * @param dagrunTimeout longest time of one run of the DAG; empty means no limit
 * @param maxActiveTasks how many tasks of the DAG run at once; empty means Airflow's default
 * @param parallelJobs style mapped: how many jobs of one table run at once; empty means no limit of its own
 * @param useLogicalDate whether windows count from the logical date of the run instead of the time of the call
 * @param notifications whom to tell
 * @param defaultArgs further default arguments of all tasks: text, whole numbers, decimals, booleans, lists and maps
 */
public record AirflowSettings(
        Style style,
        String owner,
        Optional<String> pool,
        int retries,
        Optional<Duration> retryDelay,
        Optional<Duration> executionTimeout,
        Optional<Duration> dagrunTimeout,
        Optional<Integer> maxActiveTasks,
        Optional<Integer> parallelJobs,
        boolean useLogicalDate,
        Notifications notifications,
        Map<String, Object> defaultArgs) {

    /** How operations become tasks. */
    public enum Style {
        /** A task per operation, which calls the routine of that name. */
        STATIC,
        /** A task plans, and one mapped task per job executes, several at once. */
        MAPPED
    }

    /**
     * Callbacks by event.
     *
     * @param onFailure called for every task that failed
     * @param onRetry called for every task that will be tried again
     * @param onSuccess called when a run of the DAG succeeded
     */
    public record Notifications(List<Callback> onFailure, List<Callback> onRetry, List<Callback> onSuccess) {

        public Notifications {
            onFailure = List.copyOf(onFailure);
            onRetry = List.copyOf(onRetry);
            onSuccess = List.copyOf(onSuccess);
        }
    }

    /**
     * A Python object that Airflow calls.
     *
     * @param path its import path, such as {@code airflow.providers.smtp.notifications.smtp.SmtpNotifier}
     * @param arguments named arguments with which it is created; empty means that it is passed as it is
     */
    public record Callback(String path, Optional<Map<String, Object>> arguments) {

        /** What stands before the last dot. */
        public String module() {
            return path.substring(0, path.lastIndexOf('.'));
        }
    }
}
