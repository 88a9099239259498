CREATE OR REPLACE FUNCTION partition_tools_internal.leaf_kinds()
RETURNS TABLE (ordinal bigint, kind text, words text, given text[], of_table boolean, several text, conflict text, changed text, archived boolean)
-- Asked a hundred times by a job: without settings of its own it becomes part of the query that asks.
LANGUAGE sql IMMUTABLE
AS $$
    -- In the order in which they are given: PostgreSQL builds indexes with the owner's rights, and comments need what they are about.
    SELECT row_number() OVER (), k.* FROM (VALUES
        ('column',            'columns',                        '{stage}'::text[], true,  'table',    NULL,    'PP041',      true),
        ('not null',          'NOT NULL',                       '{stage,swap}',    true,  'same',     'PP028', 'PP041',      false),
        ('check',             'CHECK constraints',              '{stage,swap}',    true,  'all',      'PP028', 'PP041',      false),
        ('persistence',       'UNLOGGED',                       '{stage}',         false, 'all',      NULL,    'PP041',      false),
        ('place',             'tablespace, access method',      '{stage}',         true,  'template', NULL,    'rewritten',  true),
        ('storage',           'storage parameters',             '{stage}',         false, 'template', NULL,    'taken over', true),
        ('owner',             'owner',                          '{build}',         true,  'same',     'PP027', 'taken over', true),
        ('unique index',      'unique and exclusion indexes',   '{build}',         true,  'same',     'PP028', 'rebuilt',    true),
        ('index',             'indexes',                        '{build}',         true,  'united',   NULL,    'rebuilt',    true),
        ('statistics target', 'statistics targets of columns',  '{build}',         true,  'greatest', NULL,    'taken over', false),
        ('column option',     'n_distinct, STORAGE, COMPRESSION', '{build}',       true,  'template', NULL,    'taken over', false),
        ('default',           'column defaults',                '{build}',         true,  'same',     'PP027', 'taken over', false),
        ('statistics',        'statistics',                     '{build}',         false, 'united',   NULL,    'taken over', false),
        ('cluster',           'CLUSTER mark',                   '{build}',         false, 'template', NULL,    'taken over', false),
        ('replica identity',  'replica identity',               '{build,swap}',    true,  'same',     'PP027', 'taken over', false),
        ('comment',           'comments',                       '{build}',         true,  'first',    NULL,    'taken over', true),
        ('foreign key',       'foreign keys',                   '{keys}',          false, 'same',     'PP028', 'PP041',      false),
        ('grant',             'privileges',                     '{swap}',          true,  'same',     'PP027', 'read',       true),
        ('row security',      'row security',                   '{swap}',          false, 'united',   NULL,    'read',       false),
        ('policy',            'policies',                       '{swap}',          false, 'united',   'PP027', 'read',       false),
        ('trigger',           'triggers of its own',            '{swap}',          false, 'same',     'PP027', 'read',       false),
        ('publication',       'publications of the partition itself', '{swap}',    false, 'same',     'PP027', 'read',       false),
        ('trigger state',     'states of inherited triggers',   '{attached}',      false, 'same',     'PP027', 'read',       false),
        ('sequence',          'sequences that it owns',         '{clean up}',      false, 'moved',    NULL,    'read',       false),
        ('bond',              'rules, security labels, extensions', '{}',          false, 'refused',  'PP021', 'PP021',      false))
        AS k(kind, words, given, of_table, several, conflict, changed, archived)
$$;
COMMENT ON FUNCTION partition_tools_internal.leaf_kinds() IS
    $c$The one list of what a partition has beside rows. Of each kind: when a target is given it; of_table: whether a new partition takes it from its table; several: how the properties of several sources become one; conflict: the SQLSTATE where they cannot; changed: what it means that it changes while a job works; archived: whether a restored partition gets what its archive has. doc/architecture.md, Properties, has the words for these.

A kind has a function leaf_<kind>(oid[]) that describes it, and where something has to be done to give it, leaf_<kind>_give(oid, text, leaf_property[], leaf_property[]) that says by which statements.$c$;
