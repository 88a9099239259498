package org.partitiontools.definitions.catalogue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.partitiontools.database.Rows;
import org.partitiontools.definitions.model.Key;

/** Which object stands behind an address of pg_depend. */
final class Addresses {

    private static final int MANY = 10;

    private record Address(long classid, long objid, int objsubid) {

        static Address of(Object classid, Object objid, Object objsubid) {
            return new Address(((Number) classid).longValue(), ((Number) objid).longValue(), ((Number) objsubid).intValue());
        }
    }

    private final Map<Address, Key> keys = new HashMap<>();
    private final Map<Address, Address> aliases = new HashMap<>();
    private final Set<Address> ofExtensions = new HashSet<>();

    void put(Map<String, Object> row, Key key) {
        keys.put(Address.of(row.get("classid"), row.get("objid"), row.get("objsubid")), key);
    }

    /** Whether an object belongs to an extension, which defines it. */
    boolean isOfExtension(Map<String, Object> row) {
        return ofExtensions.contains(Address.of(row.get("classid"), row.get("objid"), 0));
    }

    void ofExtensions(Rows members) {
        members.toMaps().forEach(row -> ofExtensions.add(Address.of(row.get("classid"), row.get("objid"), 0)));
    }

    void alias(Rows rows) {
        rows.toMaps().forEach(row -> aliases.put(Address.of(row.get("classid"), row.get("objid"), row.get("objsubid")),
                Address.of(row.get("toclass"), row.get("toobj"), row.get("tosub"))));
    }

    /** The object, or the one that it is a part of; null where none was read. */
    Key find(Object classid, Object objid, Object objsubid) {
        Address address = Address.of(classid, objid, objsubid);
        for (int steps = 0; address != null && steps < MANY; steps++) {
            Key key = keys.get(address);
            if (key != null) {
                return key;
            }
            Address alias = aliases.get(address);
            if (alias == null && address.objsubid() != 0) {
                alias = new Address(address.classid(), address.objid(), 0);
            }
            address = alias;
        }
        return null;
    }
}
