package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Statement;
import org.partitiontools.definitions.model.Statement.Stage;

/** Writes down the statements of a comparison: first what is in the way, then what is new or other, in the end what is no longer wanted. */
final class Generation {

    private static final String ALTER_TABLE = "ALTER TABLE ";

    private final Comparison comparison;
    private final Catalogue current;
    private final Catalogue wanted;
    private final List<Statement> statements = new ArrayList<>();
    private final List<Statement> first = new ArrayList<>();
    private final List<Statement> online = new ArrayList<>();
    private final List<Statement> withheld = new ArrayList<>();
    private final Set<Key> onlineKeys = new HashSet<>();

    Generation(Comparison comparison) {
        this.comparison = comparison;
        this.current = comparison.current;
        this.wanted = comparison.wanted;
    }

    MigrationPlan plan() {
        dropFirst();
        settingsThatEnd();
        makeAndAlter();
        dropLast();
        List<Statement> all = new ArrayList<>(first);
        all.addAll(statements);
        all.addAll(online);
        Set<Key> made = new LinkedHashSet<>(comparison.added);
        made.addAll(comparison.recreated);
        List<String> warnings = new ArrayList<>();
        current.notCompared().forEach(object -> warnings.add("not compared, in the database: " + object));
        wanted.notCompared().forEach(object -> warnings.add("not compared, in the definitions: " + object));
        return new MigrationPlan(List.copyOf(comparison.differences.values()), all, withheld, made, onlineKeys, List.of(), warnings);
    }

    private void dropFirst() {
        Set<Key> keys = new LinkedHashSet<>(comparison.recreated);
        keys.addAll(comparison.droppedFirst);
        for (Key key : comparison.withoutDefault) {
            DbObject column = current.get(key);
            statements.add(Statement.of(ALTER_TABLE + column.parent() + " ALTER COLUMN " + column.name() + " DROP DEFAULT"));
        }
        Ordering.reversed(inOrderOf(current, keys), key -> needs(current, key)).forEach(key -> statements.add(drop(current.get(key))));
    }

    private void settingsThatEnd() {
        for (Key key : comparison.removed) {
            DbObject setting = current.get(key);
            if (key.kind().isSetting() && wanted.has(new Key(Kind.TABLE, setting.parent()))
                    && (key.kind() != Kind.SEQUENCE_OWNER || wanted.has(new Key(Kind.SEQUENCE, setting.identity())))) {
                statements.add(Statement.of(key.kind() == Kind.SEQUENCE_OWNER
                        ? "ALTER SEQUENCE " + setting.identity() + " OWNED BY NONE"
                        : ALTER_TABLE + setting.parent() + " REPLICA IDENTITY DEFAULT"));
            }
        }
    }

    private void makeAndAlter() {
        for (Key key : Ordering.of(wanted.objects().keySet(), key -> needs(wanted, key))) {
            List<Statement> own = own(key);
            boolean destroys = own.stream().anyMatch(statement -> !statement.destroys().isEmpty());
            if (own.isEmpty()) {
                continue;
            }
            if (destroys && !comparison.allowDrop) {
                withheld.addAll(own);
            } else {
                stage(key, own);
            }
        }
    }

    /** What comes after a statement that runs outside a transaction does so, too, and what needs its result. */
    private void stage(Key key, List<Statement> own) {
        boolean isOnline = needsOnline(key);
        for (Statement statement : own) {
            isOnline = isOnline || statement.isOnline();
            if (statement.stage() == Stage.FIRST) {
                first.add(statement);
            } else if (isOnline) {
                online.add(statement.asOnline());
            } else {
                statements.add(statement);
            }
        }
        if (isOnline) {
            onlineKeys.add(key);
        }
    }

    private boolean needsOnline(Key of) {
        // Columns that become NOT NULL at the end are there from the beginning; only keys need that of them.
        boolean needsNotNull = of.kind() == Kind.CONSTRAINT || of.kind() == Kind.REPLICA_IDENTITY;
        Set<Key> seen = new HashSet<>();
        List<Key> open = new ArrayList<>(needs(wanted, of));
        while (!open.isEmpty()) {
            Key key = open.remove(open.size() - 1);
            if (onlineKeys.contains(key) && (key.kind() != Kind.COLUMN || needsNotNull)) {
                return true;
            }
            if (seen.add(key)) {
                open.addAll(needs(wanted, key));
            }
        }
        return false;
    }

    private List<Statement> own(Key key) {
        if (comparison.recreated.contains(key)) {
            return recreate(key);
        }
        if (comparison.added.contains(key)) {
            return isPartOfAdded(wanted.get(key)) ? List.of() : make(wanted.get(key));
        }
        List<Statement> own = new ArrayList<>();
        if (comparison.converted.contains(key)) {
            own.addAll(new TypeConversion(comparison, wanted.get(key)).statements());
        }
        own.addAll(comparison.altered.getOrDefault(key, List.of()));
        if (comparison.withoutDefault.contains(key) && wanted.get(key).has("default") && !comparison.altered.containsKey(key)) {
            own.add(Statement.of(ALTER_TABLE + wanted.get(key).parent() + " ALTER COLUMN " + wanted.get(key).name() + " SET DEFAULT "
                    + wanted.get(key).get("default")));
        }
        return own;
    }

    private List<Statement> make(DbObject object) {
        List<Statement> own = new ArrayList<>(create(object));
        wanted.declaredOwner(object).ifPresent(owner -> own.add(Statement.of(Sql.owner(object, owner))));
        return own;
    }

    private List<Statement> recreate(Key key) {
        List<Statement> own = new ArrayList<>(create(wanted.get(key)));
        boolean isOnline = own.stream().anyMatch(Statement::isOnline);
        Rights.restored(current, key, wanted.declaredOwner(wanted.get(key))).forEach(sql -> own.add(isOnline ? Statement.online(sql, "") : Statement.of(sql)));
        return own;
    }

    private List<Statement> create(DbObject object) {
        boolean onExisting = object.parent() != null && (isKept(Kind.TABLE, object.parent()) || isKept(Kind.MATERIALIZED_VIEW, object.parent()));
        if (onExisting && object.kind() == Kind.COLUMN) {
            return addColumn(object);
        }
        if (onExisting) {
            if (object.kind() == Kind.INDEX) {
                return Building.on(current, object).index(object);
            }
            if (object.kind() == Kind.CONSTRAINT) {
                return Building.on(current, object).constraint(object);
            }
        }
        String lock = onExisting ? onExistingLock(object) : "";
        return new Creation(wanted).of(object).stream().map(sql -> Statement.locking(sql, lock)).toList();
    }

    private static String onExistingLock(DbObject object) {
        return switch (object.kind()) {
            case TRIGGER -> Lock.writersWait(object.parent());
            case STATISTICS -> "SHARE UPDATE EXCLUSIVE on " + object.parent() + ", for a moment";
            default -> Lock.moment(object.parent());
        };
    }

    private List<Statement> addColumn(DbObject column) {
        List<Statement> own = new ArrayList<>();
        boolean empty = column.has("not_null") && !column.has("default") && !column.has("identity_kind");
        List<String> sql = new Creation(wanted).of(column);
        String first = empty ? sql.get(0).replaceFirst(" NOT NULL( ENCODING \\([^()]*\\))?$", "$1") : sql.get(0);
        own.add(Statement.locking(first, lockOfNewColumn(column)));
        sql.subList(1, sql.size()).forEach(setting -> own.add(Statement.of(setting)));
        if (empty) {
            own.addAll(Building.on(current, column).notNull(column));
        }
        return own;
    }

    private String lockOfNewColumn(DbObject column) {
        // Greenplum 6 writes every row anew for the sake of a default.
        boolean computed = column.get("generated", "").equals("stored") || column.has("identity_kind") || current.origin().isGreenplum() && column.has("default")
                || column.get("default", "").matches(".*(nextval\\(|random).*");
        boolean unknown = !computed && !column.has("generated") && column.get("default", "").contains("(");
        return computed ? Lock.rewrites(column.parent())
                : Lock.moment(column.parent()) + (unknown ? "; where the default is volatile: " + Lock.rewrites(column.parent()) : "");
    }

    private boolean isKept(Kind kind, String identity) {
        Key key = new Key(kind, identity);
        return current.has(key) && !comparison.recreated.contains(key) && !comparison.droppedFirst.contains(key);
    }

    private boolean isPartOfAdded(DbObject object) {
        return object.kind() == Kind.COLUMN && !isKept(Kind.TABLE, object.parent());
    }

    private void dropLast() {
        List<Key> keys = comparison.removed.stream()
                .filter(key -> !comparison.droppedFirst.contains(key) && !comparison.recreated.contains(key) && !key.kind().isSetting())
                .filter(key -> !goesWithParent(current.get(key))).toList();
        List<Statement> drops = Ordering.reversed(inOrderOf(current, keys), key -> needs(current, key)).stream().map(key -> drop(current.get(key))).toList();
        if (!comparison.allowDrop) {
            withheld.addAll(drops);
        } else if (online.isEmpty()) {
            statements.addAll(drops);
        } else {
            drops.forEach(statement -> online.add(statement.asOnline()));
        }
    }

    /** Foreign keys do not: two tables may have them to each other. */
    private boolean goesWithParent(DbObject object) {
        return !object.isForeignKey() && object.parents().anyMatch(comparison.removed::contains);
    }

    private Statement drop(DbObject object) {
        return switch (object.kind()) {
            case COLUMN -> {
                Statement drop = Statement.locking(ALTER_TABLE + object.parent() + " DROP COLUMN IF EXISTS " + object.name(), Lock.moment(object.parent()));
                yield object.has("generated") ? drop : drop.destroying("the values of column " + object.identity());
            }
            case CONSTRAINT -> Statement.locking(ALTER_TABLE + object.parent() + " DROP CONSTRAINT IF EXISTS " + object.name(), Lock.moment(object.parent()));
            case TRIGGER, RULE, POLICY -> Statement.locking("DROP " + object.kind().name() + " IF EXISTS " + object.name() + " ON " + object.parent(),
                    Lock.moment(object.parent()));
            case TABLE -> Statement.locking("DROP TABLE IF EXISTS " + object.identity(), "").destroying("all rows of " + object.identity()
                    + (object.has("partition_key") ? " and of its " + current.leaves(object.identity()).size() + " partitions" : ""));
            case SEQUENCE -> Statement.of("DROP SEQUENCE IF EXISTS " + object.identity()).destroying("the number it has come to");
            case INDEX -> Statement.locking("DROP INDEX IF EXISTS " + object.identity(), Lock.moment(object.parent()));
            case REPLICA_IDENTITY -> Statement.of(ALTER_TABLE + object.parent() + " REPLICA IDENTITY DEFAULT");
            case FUNCTION -> Statement.of("DROP " + Sql.word(object) + " IF EXISTS " + object.identity());
            default -> Statement.of("DROP " + object.kind().words().toUpperCase() + " IF EXISTS " + object.identity());
        };
    }

    /** What an object needs; a table that is new, what its columns need, too. */
    private Collection<Key> needs(Catalogue catalogue, Key key) {
        if (key.kind() != Kind.TABLE) {
            return catalogue.needs(key);
        }
        Set<Key> needs = new LinkedHashSet<>(catalogue.needs(key));
        if (!current.has(key) || !wanted.has(key)) {
            catalogue.children(key.identity(), Kind.COLUMN).forEach(column -> needs.addAll(catalogue.needs(column.key())));
            needs.remove(key);
        }
        return needs;
    }

    private static List<Key> inOrderOf(Catalogue catalogue, Collection<Key> keys) {
        Set<Key> set = new HashSet<>(keys);
        return catalogue.objects().keySet().stream().filter(set::contains).toList();
    }
}
