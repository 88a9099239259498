-- Flyway executes this after every migrate, also where there was nothing to apply: roles may have come meanwhile.
SELECT partition_tools_internal.rights_grant();
