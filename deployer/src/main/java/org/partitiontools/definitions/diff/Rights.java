package org.partitiontools.definitions.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.partitiontools.definitions.model.Catalogue;
import org.partitiontools.definitions.model.DbObject;
import org.partitiontools.definitions.model.Key;
import org.partitiontools.definitions.model.Kind;
import org.partitiontools.definitions.model.Right;

/** Owner and rights of an object that is made again. */
public final class Rights {

    private Rights() {
    }

    /**
     * The statements that give an object the owner and the rights that it had.
     *
     * @param owner another owner, where a definition names one
     */
    static List<String> restored(Catalogue current, Key key, Optional<String> owner) {
        DbObject object = current.get(key);
        List<String> statements = new ArrayList<>();
        if (object.owner() == null) {
            return statements;
        }
        String next = owner.orElse(object.owner());
        if (!next.equals(current.origin().user())) {
            statements.add(Sql.owner(object, next));
        }
        List<Right> rights = current.rightsOn(key);
        boolean publicByDefault = key.kind() == Kind.FUNCTION || key.kind() == Kind.TYPE || key.kind() == Kind.DOMAIN;
        if (publicByDefault && rights.stream().noneMatch(right -> right.grantee() == null)) {
            statements.add("REVOKE ALL ON " + target(object) + " FROM PUBLIC");
        }
        rights.stream().filter(right -> !(publicByDefault && right.grantee() == null)).forEach(right -> statements.add(grant(object, right)));
        return statements;
    }

    /** GRANT of one right. */
    public static String grant(DbObject object, Right right) {
        return "GRANT " + right.words() + " ON " + target(object) + " TO " + right.role() + (right.grantable() ? " WITH GRANT OPTION" : "");
    }

    /** REVOKE of one right. */
    public static String revoke(DbObject object, Right right) {
        return "REVOKE " + right.words() + " ON " + target(object) + " FROM " + right.role();
    }

    /** What GRANT calls an object. */
    public static String target(DbObject object) {
        return switch (object.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW -> "TABLE " + object.identity();
            // GRANT knows no AGGREGATE.
            case FUNCTION -> Sql.word(object).replace("AGGREGATE", "FUNCTION") + " " + object.identity();
            default -> object.kind().name() + " " + object.identity();
        };
    }
}
