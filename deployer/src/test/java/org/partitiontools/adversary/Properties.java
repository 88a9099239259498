package org.partitiontools.adversary;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.partitiontools.adversary.TableShape.Leaf;
import org.partitiontools.sql.LeafDump;

/** Compares definitions, as dumps without the names that have to differ: the table, every partition, and what became of those that were replaced. */
final class Properties {

    private static final String NAME = "check";

    private final Schedule schedule;
    private final JobShape job;

    Properties(Schedule schedule) {
        this.schedule = schedule;
        this.job = schedule.job();
    }

    void check(Sides sides, boolean completed) throws SQLException {
        compare("the table", dump("truth", "t", false), dump("app", "t", false));
        List<Leaf> kept = new ArrayList<>(schedule.table().leaves());
        if (completed) {
            kept.removeAll(job.sources());
            kept.removeIf(leaf -> (job.kind() == JobShape.Kind.DROP || job.kind() == JobShape.Kind.DETACH) && leaf.from() == 0 && !leaf.isDefault());
        }
        for (Leaf leaf : kept) {
            if (sides.query("SELECT to_regclass('app." + leaf.name() + "')").get(0) == null) {
                schedule.trace().finding(NAME, "partition " + leaf.name() + " is gone");
            } else {
                compare("partition " + leaf.name(), dump("truth", leaf.name(), false), dump("app", leaf.name(), false));
            }
        }
        if (completed) {
            for (Leaf target : job.targets()) {
                target(sides, target);
            }
            if (job.kind() == JobShape.Kind.DRAIN) {
                compare("the default partition", dump("truth", "t_default", false), dump("app", "t_default", false));
            }
        }
        bounds(sides, completed);
    }

    private void target(Sides sides, Leaf target) throws SQLException {
        if (sides.query("SELECT to_regclass('app." + target.name() + "')").get(0) == null) {
            schedule.trace().finding(NAME, "target " + target.name() + " is not there");
            return;
        }
        List<List<String>> templates = new ArrayList<>();
        for (Leaf source : job.sources()) {
            if (source.isDefault() || source.from() < target.to() && source.to() > target.from()) {
                templates.add(dump("truth", source.name(), true));
            }
        }
        List<String> dump = dump("app", target.name(), true);
        if (schedule.changedSinceSwap() && job.kind() == JobShape.Kind.DRAIN) {
            return;
        }
        if (templates.stream().distinct().count() == 1) {
            List<String> template = templates.get(0);
            // Indexes of the other sources may come on top.
            boolean several = job.sources().size() > 1;
            compare("target " + target.name(), template, dump.stream().filter(line -> !several || !line.startsWith("index: ") || template.contains(line)).toList());
            return;
        }
        // Which of two contradicting properties it gets is another question, but it has to be one of theirs, and no row may become visible.
        for (List<String> template : templates) {
            List<String> lost = LeafDump.difference(template.stream().filter(line -> line.startsWith("policy: ")).toList(), dump).stream()
                    .filter(line -> line.startsWith("- ")).toList();
            if (!lost.isEmpty()) {
                schedule.trace().finding(NAME, "merged partition " + target.name() + " lacks " + lost);
            }
            if (template.stream().anyMatch(line -> line.startsWith("table: ") && line.contains("row security true"))
                    && dump.stream().anyMatch(line -> line.startsWith("table: ") && line.contains("row security false"))) {
                schedule.trace().finding(NAME, "merged partition " + target.name() + " lacks row security");
            }
        }
        List<String> foreign = dump.stream().filter(line -> !line.startsWith("table: ")
                && templates.stream().noneMatch(template -> template.contains(line))).toList();
        if (!foreign.isEmpty()) {
            schedule.trace().finding(NAME, "merged partition " + target.name() + " has what none of its sources has: " + foreign);
        }
    }

    /** Repartitions the twin by plain means, and compares what partitions there are. */
    private void bounds(Sides sides, boolean completed) throws SQLException {
        if (completed && !job.sources().isEmpty()) {
            sides.execute("BEGIN");
            sides.execute("TRUNCATE truth.t");
            for (Leaf source : job.sources()) {
                if (!source.isDefault()) {
                    sides.execute("DROP TABLE truth." + source.name());
                }
            }
            for (Leaf target : job.targets()) {
                sides.execute("CREATE TABLE truth." + target.name() + " PARTITION OF truth.t " + schedule.table().clause(target));
            }
        }
        if (!completed || !job.sources().isEmpty()) {
            compare("the partitions", partitions(sides, "truth"), partitions(sides, "app"));
        }
        sides.execute("ROLLBACK");
    }

    private static List<String> partitions(Sides sides, String schema) throws SQLException {
        return sides.query("SELECT c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid) || CASE WHEN i.inhdetachpending THEN ' (detach pending)' ELSE '' END"
                + " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '" + schema + ".t'::regclass ORDER BY 1");
    }

    private void compare(String what, List<String> truth, List<String> app) {
        List<String> difference = LeafDump.difference(truth, app);
        if (!difference.isEmpty()) {
            schedule.trace().finding(NAME, what + " is not as it should be: " + difference);
        }
    }

    private List<String> dump(String schema, String name, boolean anonymous) throws SQLException {
        String relation = schema + "." + name;
        List<String> lines = new ArrayList<>(anonymous ? LeafDump.anonymous(schedule.database(), relation) : LeafDump.of(schedule.database(), relation));
        lines.removeIf(line -> line.matches("index: .*_cc(new|old)\\d* ON .*"));
        return LeafDump.changed(lines, line -> {
            String plain = line.replaceAll("\\btruth\\.", "app.").replace("ref.log('truth')", "ref.log('app')").replace("\"truth\"", "\"app\"")
                    .replaceFirst("^column: \\d+ \\| ", "column: ");
            return job.kind() == JobShape.Kind.MOVE ? plain.replace("tablespace warm", "tablespace -") : plain;
        });
    }
}
