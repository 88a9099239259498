package org.partitiontools.policy.model;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * One policy: what one file says, checked, defaults applied.
 *
 * @param path the file as the caller named it
 * @param name name of the policy, which becomes the id of its DAG and the name of generated files
 * @param description one line about the policy; may be empty
 * @param startDate first day on which the schedule applies
 * @param schedule when to run; empty means only when started by hand
 * @param connectionId the scheduler's name for the connection to the database
 * @param engine the database
 * @param timezone zone in which partitions are aligned and the schedule is read
 * @param tags labels for the scheduler's user interface
 * @param airflow what only Airflow needs
 * @param cron what only cron needs
 * @param kubernetes what only Kubernetes needs
 * @param program what it says of the program that carries it out
 * @param tables the tables, in the order of the file; never two entries for the same table
 */
public record PolicyFile(
        Path path,
        String name,
        String description,
        LocalDate startDate,
        Optional<CronSchedule> schedule,
        String connectionId,
        Engine engine,
        ZoneId timezone,
        List<String> tags,
        AirflowSettings airflow,
        CronSettings cron,
        KubernetesSettings kubernetes,
        ProgramSettings program,
        List<TablePolicy> tables) {

    public PolicyFile {
        tags = List.copyOf(tags);
        tables = List.copyOf(tables);
    }

    /** Whether it is the configuration file of another program. */
    public boolean isForeign() {
        return program.foreign();
    }
}
