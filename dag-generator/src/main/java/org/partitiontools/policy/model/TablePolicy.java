package org.partitiontools.policy.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a policy wants of one table.
 *
 * @param place where the table is written
 * @param schema schema of the table, unquoted
 * @param table name of the table, unquoted; a dot is part of the name
 * @param operations the operations written out, in the order of the file, defaults applied
 * @param shorthand the short form, if used
 * @param epochUnit what an integer key counts; empty means that the database decides
 * @param incomingForeignKeys what to do about foreign keys that point here; empty means refuse
 * @param publications what to do about publications whose subscribers could not follow; empty means refuse
 * @param timeouts how long the work may wait and take, where the policy says so
 * @param conversion how the table becomes partitioned, if the policy says so
 * @param cleanup when a run stops instead of removing partitions
 * @param name the pattern of the partitions' names; empty means that the granularity decides
 */
public record TablePolicy(
        Place place,
        String schema,
        String table,
        List<Operation> operations,
        Optional<Shorthand> shorthand,
        Optional<EpochUnit> epochUnit,
        Optional<IncomingForeignKeys> incomingForeignKeys,
        Optional<Publications> publications,
        Timeouts timeouts,
        Optional<Conversion> conversion,
        Cleanup cleanup,
        Optional<NamePattern> name) {

    public TablePolicy {
        operations = List.copyOf(operations);
    }

    /** All operations, those of the short form included, in the order of the file. */
    public List<Operation> allOperations() {
        return Stream.concat(operations.stream(), shorthand.stream().flatMap(it -> it.operations().stream())).toList();
    }

    /** All operations in the order of execution: create, merge, move, unload, delete. */
    public List<Operation> inOrderOfExecution() {
        return allOperations().stream().sorted(Comparator.comparing(Operation::kind)).toList();
    }

    /** The name as a reference in SQL, quoted where needed: {@code sales."Order Lines"}. */
    public String qualifiedName() {
        return SqlIdentifier.quote(schema) + "." + SqlIdentifier.quote(table);
    }
}
