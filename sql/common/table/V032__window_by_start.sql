-- Which partitions a window takes.
ALTER TYPE partition_tools_internal.operation ADD ATTRIBUTE by_start boolean;
COMMENT ON TYPE partition_tools_internal.operation IS
    'One operation of a policy; a NULL lower_bound reaches back without limit. whole: the length of a partition, where the bounds count partitions from the start of the current one, as those of the short form do. name_pattern: NULL where the granularity decides. left_out: it belongs to the policy, and is not planned this time. by_start: the window takes the partitions that begin in it, and not those alone that lie wholly inside.';
