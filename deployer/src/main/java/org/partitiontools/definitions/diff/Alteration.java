package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Statement;

/** From an object as it is to the one that is wanted, without dropping it. */
final class Alteration {

    private static final String ALTER_TABLE = "ALTER TABLE ";
    private static final Set<String> STORAGE = Set.of("appendonly", "orientation", "compresstype", "compresslevel", "blocksize", "checksum");

    private final Catalogue current;
    private final Catalogue wanted;

    Alteration(Catalogue current, Catalogue wanted) {
        this.current = current;
        this.wanted = wanted;
    }

    /**
     * The statements.
     *
     * @return empty where the object has to be dropped and made anew
     * @throws NotGenerated where neither is possible without losing rows
     */
    Optional<List<Statement>> of(DbObject old, DbObject want) {
        Optional<List<Statement>> statements = properties(old, want);
        if (statements.isPresent() && !Objects.equals(old.comment(), want.comment())) {
            statements.get().add(Statement.of(Sql.comment(want)));
        }
        // A sequence of a column goes with its table.
        boolean goesAlong = current.has(new Key(Kind.SEQUENCE_OWNER, want.identity()));
        if (statements.isPresent() && !goesAlong) {
            Compared.owner(old, want, wanted).ifPresent(owner -> statements.get().add(Statement.of(Sql.owner(want, owner))));
        }
        return statements;
    }

    private Optional<List<Statement>> properties(DbObject old, DbObject want) {
        if (Compared.same(old, want)) {
            return Optional.of(new ArrayList<>());
        }
        return switch (want.kind()) {
            case TABLE -> Optional.of(table(old, want));
            case COLUMN -> column(old, want);
            case TYPE, DOMAIN -> new TypeAlteration(old, want).statements();
            case SEQUENCE -> Optional.of(sequence(old, want));
            case SEQUENCE_OWNER, REPLICA_IDENTITY -> Optional.of(plain(new Creation(wanted).of(want)));
            case FUNCTION -> function(old, want);
            case VIEW -> view(old, want);
            case INDEX -> index(old, want);
            case CONSTRAINT -> constraint(old, want);
            case TRIGGER -> trigger(old, want);
            case RULE -> rule(old, want);
            case POLICY -> policy(old, want);
            case STATISTICS -> statistics(old, want);
            case COLLATION -> throw new NotGenerated("a collation cannot be altered: make one of another name, and let columns use it");
            default -> Optional.empty();
        };
    }

    private List<Statement> table(DbObject old, DbObject want) {
        String table = ALTER_TABLE + want.identity();
        List<Statement> statements = new ArrayList<>();
        refusePartitioning(old, want);
        if (!Objects.equals(old.get("persistence"), want.get("persistence"))) {
            statements.add(Statement.locking(table + (want.has("persistence") ? " SET UNLOGGED" : " SET LOGGED"), Lock.rewrites(want.identity())));
        }
        if (!Objects.equals(old.get("access_method"), want.get("access_method"))) {
            statements.add(Statement.locking(table + " SET ACCESS METHOD " + want.get("access_method", "heap"), Lock.rewrites(want.identity())));
        }
        if (!Objects.equals(old.get("tablespace"), want.get("tablespace"))) {
            statements.add(Statement.locking(table + " SET TABLESPACE " + want.get("tablespace", "pg_default"), want.has("partition_key")
                    ? "" : "ACCESS EXCLUSIVE on " + want.identity() + " while its files are copied"));
        }
        Map<String, String> before = new LinkedHashMap<>(Json.map(old.get("options")));
        Map<String, String> after = Json.map(want.get("options"));
        boolean changed = !before.equals(after);
        before.keySet().removeAll(after.keySet());
        if (!before.isEmpty()) {
            statements.add(Statement.of(table + " RESET (" + String.join(", ", before.keySet()) + ")"));
        }
        if (changed && !after.isEmpty()) {
            statements.add(Statement.of(table + " SET (" + Sql.assignments(after) + ")"));
        }
        storageOfGreenplum(old, want, statements);
        inheritance(old, want, statements);
        if (old.has("row_security") != want.has("row_security")) {
            statements.add(Statement.locking(table + (want.has("row_security") ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY", Lock.moment(want.identity())));
        }
        if (old.has("force_row_security") != want.has("force_row_security")) {
            statements.add(Statement.locking(table + (want.has("force_row_security") ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY",
                    Lock.moment(want.identity())));
        }
        return statements;
    }

    private static void refusePartitioning(DbObject old, DbObject want) {
        if (!old.has("partition_key") && want.has("partition_key")) {
            throw new NotGenerated("the table is plain, and has to become PARTITION BY " + want.get("partition_key")
                    + ": partition-tools convert does that with its rows, while it stays in use (doc/convert.md)");
        }
        if (old.has("partition_key") && !want.has("partition_key")) {
            throw new NotGenerated("the table is partitioned, and the definition is plain: partition_tools.unpartition makes it so (doc/convert.md)");
        }
        if (!Objects.equals(old.get("partition_key"), want.get("partition_key"))) {
            throw new NotGenerated("a partitioned table keeps its key, " + old.get("partition_key")
                    + ": make a new table, and copy the rows with partition-tools migrate");
        }
    }

    /** Where rows are, and how they are kept, which an options list says beside what can be altered. */
    private static void storageOfGreenplum(DbObject old, DbObject want, List<Statement> statements) {
        Map<String, String> before = new LinkedHashMap<>(Json.map(old.get("options")));
        Map<String, String> after = new LinkedHashMap<>(Json.map(want.get("options")));
        before.keySet().retainAll(STORAGE);
        after.keySet().retainAll(STORAGE);
        if (!before.equals(after)) {
            throw new NotGenerated("Greenplum does not alter how a table is stored: make a new table, and copy the rows with partition-tools migrate"
                    + " (of partitions, a policy can move them to another storage: move_partitions with ddl_with_param)");
        }
        if (!Objects.equals(old.get("distribution"), want.get("distribution"))) {
            statements.add(Statement.locking(ALTER_TABLE + want.identity() + " SET " + want.get("distribution"), Lock.rewrites(want.identity())));
        }
    }

    private static void inheritance(DbObject old, DbObject want, List<Statement> statements) {
        List<String> before = Json.texts(old.get("inherits"));
        List<String> after = Json.texts(want.get("inherits"));
        before.stream().filter(parent -> !after.contains(parent)).forEach(parent -> statements.add(
                Statement.locking(ALTER_TABLE + want.identity() + " NO INHERIT " + parent, Lock.moment(want.identity()))));
        after.stream().filter(parent -> !before.contains(parent)).forEach(parent -> statements.add(
                Statement.locking(ALTER_TABLE + want.identity() + " INHERIT " + parent, Lock.moment(want.identity()))));
    }

    private Optional<List<Statement>> column(DbObject old, DbObject want) {
        ColumnAlteration alteration = new ColumnAlteration(current, old, want);
        return alteration.isRecreation() ? Optional.empty() : Optional.of(alteration.statements());
    }

    private static List<Statement> sequence(DbObject old, DbObject want) {
        List<Statement> statements = new ArrayList<>();
        statements.add(Statement.of("ALTER SEQUENCE " + want.identity() + Creation.sequenceOptions(want)));
        if (!Objects.equals(old.get("persistence"), want.get("persistence"))) {
            statements.add(Statement.of("ALTER SEQUENCE " + want.identity() + (want.has("persistence") ? " SET UNLOGGED" : " SET LOGGED")));
        }
        return statements;
    }

    private Optional<List<Statement>> function(DbObject old, DbObject want) {
        boolean replaceable = !want.get("form").equals("AGGREGATE") && old.get("form").equals(want.get("form"))
                && old.get("signature").equals(want.get("signature"))
                && Integer.parseInt(want.get("defaults")) >= Integer.parseInt(old.get("defaults"));
        return replaceable ? Optional.of(plain(List.of(want.get("definition").strip()))) : Optional.empty();
    }

    private static Optional<List<Statement>> view(DbObject old, DbObject want) {
        List<List<String>> before = Json.rows(old.get("columns"));
        List<List<String>> after = Json.rows(want.get("columns"));
        boolean replaceable = after.size() >= before.size() && after.subList(0, before.size()).equals(before);
        if (!replaceable) {
            return Optional.empty();
        }
        List<Statement> statements = new ArrayList<>();
        boolean query = !old.get("definition").equals(want.get("definition")) || !Objects.equals(old.get("options"), want.get("options"));
        if (query) {
            statements.add(Statement.locking("CREATE OR REPLACE VIEW " + want.identity() + Creation.view(want), Lock.moment(want.identity())));
        }
        Map<String, String> comments = new LinkedHashMap<>(Json.map(want.get("column_comments")));
        Json.map(old.get("column_comments")).keySet().forEach(column -> comments.putIfAbsent(column, null));
        comments.forEach((column, comment) -> statements.add(Statement.of("COMMENT ON COLUMN " + want.identity() + "." + column + " IS "
                + (comment == null ? "NULL" : Sql.literal(comment)))));
        return Optional.of(statements);
    }

    private Optional<List<Statement>> index(DbObject old, DbObject want) {
        if (!old.parent().equals(want.parent())) {
            return Optional.empty();
        }
        boolean moved = Objects.equals(old.get("body"), want.get("body")) && old.has("is_unique") == want.has("is_unique") && !old.has("is_invalid");
        return Optional.of(moved
                ? listOf(Statement.locking("ALTER INDEX " + want.identity() + " SET TABLESPACE " + want.get("tablespace", "pg_default"), Lock.moment(want.parent())))
                : Building.on(current, want).replacement(want));
    }

    private static Optional<List<Statement>> constraint(DbObject old, DbObject want) {
        if (old.get("definition").equals(want.get("definition") + " NOT VALID")) {
            return Optional.of(listOf(Statement.online(ALTER_TABLE + want.parent() + " VALIDATE CONSTRAINT " + want.name(), Lock.validating(want.parent()))));
        }
        boolean moved = old.get("definition").equals(want.get("definition"));
        return moved ? Optional.of(listOf(Statement.locking("ALTER INDEX " + Sql.schemaOf(want.parent()) + "." + want.name() + " SET TABLESPACE "
                + want.get("tablespace", "pg_default"), Lock.moment(want.parent())))) : Optional.empty();
    }

    private Optional<List<Statement>> trigger(DbObject old, DbObject want) {
        List<Statement> statements = new ArrayList<>();
        if (!old.get("definition").equals(want.get("definition"))) {
            boolean replaceable = !current.origin().isGreenplum() && !old.has("is_constraint") && !want.has("is_constraint");
            if (!replaceable) {
                return Optional.empty();
            }
            statements.add(Statement.locking(want.get("definition").replaceFirst("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER"),
                    Lock.writersWait(want.parent())));
        }
        // A replaced trigger is enabled.
        if (!statements.isEmpty() ? !want.get("enabled").equals("ENABLE") : !old.get("enabled").equals(want.get("enabled"))) {
            statements.add(Statement.locking(Creation.enabled(want), Lock.writersWait(want.parent())));
        }
        return Optional.of(statements);
    }

    private static Optional<List<Statement>> rule(DbObject old, DbObject want) {
        List<Statement> statements = new ArrayList<>();
        if (!old.get("definition").equals(want.get("definition"))) {
            statements.add(Statement.locking(want.get("definition").strip().replaceFirst("CREATE RULE", "CREATE OR REPLACE RULE").replaceAll(";$", ""),
                    Lock.moment(want.parent())));
        }
        if (!old.get("enabled").equals(want.get("enabled"))) {
            statements.add(Statement.locking(Creation.enabled(want), Lock.moment(want.parent())));
        }
        return Optional.of(statements);
    }

    private static Optional<List<Statement>> policy(DbObject old, DbObject want) {
        boolean alterable = old.get("permissive").equals(want.get("permissive")) && old.get("command").equals(want.get("command"))
                && old.has("using") == want.has("using") && old.has("with_check") == want.has("with_check");
        return alterable ? Optional.of(listOf(Statement.locking("ALTER POLICY " + want.name() + " ON " + want.parent() + Creation.policyTerms(want),
                Lock.moment(want.parent())))) : Optional.empty();
    }

    private static Optional<List<Statement>> statistics(DbObject old, DbObject want) {
        return old.get("definition").equals(want.get("definition"))
                ? Optional.of(listOf(Statement.of("ALTER STATISTICS " + want.identity() + " SET STATISTICS " + want.get("target", "-1"))))
                : Optional.empty();
    }

    private static List<Statement> plain(List<String> sql) {
        return new ArrayList<>(sql.stream().map(Statement::of).toList());
    }

    private static List<Statement> listOf(Statement statement) {
        return new ArrayList<>(List.of(statement));
    }

    /** Whether an object can be made again without loss, so that what stands in the way may be dropped for a moment. */
    static boolean isRecreatable(Kind kind) {
        return switch (kind) {
            case VIEW, MATERIALIZED_VIEW, FUNCTION, INDEX, CONSTRAINT, TRIGGER, RULE, POLICY, STATISTICS, REPLICA_IDENTITY -> true;
            default -> false;
        };
    }
}
