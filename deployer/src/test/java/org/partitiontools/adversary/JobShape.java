package org.partitiontools.adversary;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.partitiontools.adversary.TableShape.Leaf;

/** A random job, and partitions for it to work on. */
final class JobShape {

    enum Kind {
        SPLIT, MERGE, ALIGN, MOVE, DRAIN, CREATE, DROP, DETACH;

        /** Whether it is asked for by a policy, so that the key needs a calendar. */
        boolean byPolicy() {
            return this == CREATE || this == DROP || this == DETACH;
        }
    }

    /** Rows end before the reference time of policies, 1 June. */
    private static final int DAYS = 120;
    private static final String AS_OF = "2026-06-01 00:00+00";
    private static final int JANUARY = 31;

    private final Kind kind;
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<Leaf> sources = new ArrayList<>();
    private final List<Leaf> targets = new ArrayList<>();
    private final String policy;

    JobShape(Random random) {
        // What moves rows is tried most.
        kind = random.nextInt(6) > 0 ? Kind.values()[random.nextInt(Kind.CREATE.ordinal() + 1)] : Kind.values()[random.nextInt(Kind.values().length)];
        boolean hasDefault = kind == Kind.DRAIN || random.nextInt(5) < 3;
        List<Integer> cuts = cuts(random);
        if (kind == Kind.DROP || kind == Kind.DETACH) {
            cuts.removeIf(cut -> cut > 0 && cut <= JANUARY);
            cuts.add(1, JANUARY);
        }
        for (int i = 0; i + 1 < cuts.size(); i++) {
            leaves.add(new Leaf("t_" + i, cuts.get(i), cuts.get(i + 1)));
        }
        if (hasDefault) {
            leaves.add(new Leaf("t_default", 0, 0));
        }
        policy = switch (kind) {
            case CREATE -> "\"operation\": \"create_partitions\", \"granularity\": \"1 month\", \"lower_bound\": \""
                    + (hasDefault && cuts.get(cuts.size() - 1) < 90 ? random.nextInt(3) + " months" : "0 days")
                    + "\", \"upper_bound\": \"-" + (1 + random.nextInt(3)) + " months\"";
            case DROP, DETACH -> "\"operation\": \"delete_partitions\", \"upper_bound\": \"4 months\", \"cleanup_policy\": \"" + kind.name().toLowerCase() + "\"";
            default -> {
                repartition(random);
                yield null;
            }
        };
    }

    private List<Integer> cuts(Random random) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0));
        int end = kind == Kind.DRAIN || kind == Kind.CREATE ? 60 : DAYS;
        int count = 3 + random.nextInt(4);
        while (cuts.size() < count) {
            cuts.add(1 + random.nextInt(end - 1));
        }
        cuts.add(end);
        return new ArrayList<>(cuts);
    }

    private void repartition(Random random) {
        List<Leaf> bounded = leaves.stream().filter(leaf -> !leaf.isDefault()).toList();
        if (kind == Kind.DRAIN) {
            sources.add(leaves.get(leaves.size() - 1));
            targets(random, bounded.get(bounded.size() - 1).to(), DAYS + random.nextInt(90), 1 + random.nextInt(4));
            return;
        }
        boolean single = kind == Kind.SPLIT || kind == Kind.MOVE;
        int first = random.nextInt(bounded.size() - (single ? 0 : 1));
        int count = single ? 1 : Math.min(bounded.size() - first, 2 + random.nextInt(3));
        sources.addAll(bounded.subList(first, first + count));
        int from = sources.get(0).from();
        int to = sources.get(count - 1).to();
        if (kind == Kind.MOVE) {
            targets.add(sources.get(0));
        } else {
            targets(random, from, to, kind == Kind.MERGE ? 1 : 2 + random.nextInt(2));
        }
    }

    private void targets(Random random, int from, int to, int count) {
        TreeSet<Integer> cuts = new TreeSet<>(List.of(from, to));
        for (int tries = 0; tries < 50 && cuts.size() < count + 1; tries++) {
            cuts.add(from + random.nextInt(to - from));
        }
        List<Integer> list = new ArrayList<>(cuts);
        for (int i = 0; i + 1 < list.size(); i++) {
            targets.add(new Leaf("n_" + list.get(i) + "_" + list.get(i + 1), list.get(i), list.get(i + 1)));
        }
    }

    Kind kind() {
        return kind;
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** Partitions that the job replaces, where it names them. */
    List<Leaf> sources() {
        return sources;
    }

    /** Partitions that take their place, where the job names them; a drained default partition stays beside them. */
    List<Leaf> targets() {
        return targets;
    }

    /** Days whose rows are not to be written to, because the job takes them away. */
    int avoidFrom() {
        return 0;
    }

    int avoidTo() {
        return kind == Kind.DROP || kind == Kind.DETACH ? JANUARY : 0;
    }

    /** A query that persists the job and returns its number. */
    String create(TableShape shape) {
        if (policy != null) {
            String unit = shape.keyType().epochUnit() == null ? "" : ", \"epoch_unit\": \"" + shape.keyType().epochUnit() + "\"";
            return "SELECT job_id FROM partition_tools.run('app.t', '{\"cleanup_limit\": 100, \"cleanup_gaps\": \"accept\", \"operations\": [{" + policy
                    + ", \"limit_operations\": 1}]" + unit + "}', '" + AS_OF + "')";
        }
        return "SELECT partition_tools_internal.repartition_job('app.t', ARRAY["
                + sources.stream().map(leaf -> "'app." + leaf.name() + "'::regclass").collect(Collectors.joining(", ")) + "], ARRAY["
                + bounds().stream().map(day -> shape.keyType().bound(day) + "::text").collect(Collectors.joining(", ")) + "], ARRAY["
                + targets.stream().map(leaf -> "'" + leaf.name() + "'::name").collect(Collectors.joining(", ")) + "], "
                + (kind == Kind.MOVE ? "'warm'" : "NULL") + ", NULL)";
    }

    private List<Integer> bounds() {
        List<Integer> bounds = new ArrayList<>(targets.stream().map(Leaf::from).toList());
        bounds.add(targets.get(targets.size() - 1).to());
        return bounds;
    }

    @Override
    public String toString() {
        return kind + (policy == null ? " of " + sources + " to " + targets : " {" + policy + "}");
    }
}
