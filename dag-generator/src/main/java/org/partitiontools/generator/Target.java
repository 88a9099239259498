package org.partitiontools.generator;

import java.util.List;
import org.partitiontools.policy.model.PolicyFile;
import org.partitiontools.policy.model.Word;

/** A scheduler for which files are generated. */
public enum Target {
    /** One Python file with one DAG per policy. */
    AIRFLOW(new Output("airflow/dag.py.ftl", ".py")),
    /** One crontab per policy, and the psql script that it starts. */
    CRON(new Output("cron/policy.crontab.ftl", ".crontab"), new Output(Target.PSQL_SCRIPT, ".sql")),
    /** One psql script per policy. */
    PSQL(new Output(Target.PSQL_SCRIPT, ".sql")),
    /** One script per policy that registers its jobs with the extension pg_cron. */
    PG_CRON(new Output("pg_cron/policy.sql.ftl", ".sql")),
    /** One manifest with a ConfigMap and a CronJob per policy. */
    KUBERNETES(new Output("kubernetes/policy.yaml.ftl", ".yaml"));

    /** The script that other targets start, too. */
    static final String PSQL_SCRIPT = "psql/policy.sql.ftl";

    private final List<Output> outputs;

    Target(Output... outputs) {
        this.outputs = List.of(outputs);
    }

    /** The name on the command line, such as {@code pg_cron}. */
    public String text() {
        return Word.of(this);
    }

    @Override
    public String toString() {
        return text();
    }

    List<Output> outputs() {
        return outputs;
    }

    /** Airflow starts a DAG without schedule by hand; the others have nothing else than the schedule. */
    boolean needsSchedule() {
        return this == CRON || this == PG_CRON || this == KUBERNETES;
    }

    /** A file to generate per policy. */
    record Output(String template, String extension) {

        String fileName(PolicyFile policy) {
            return policy.name() + extension;
        }
    }
}
