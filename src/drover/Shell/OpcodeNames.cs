namespace Drover.Cli.Shell;

/// <summary>Short names of the opcodes, for completion only: the daemon decides what it takes.</summary>
internal static class OpcodeNames
{
    public static readonly string[] Short =
    [
        "backup-export", "backup-prepare", "backup-remove", "cluster-activate-master-ip", "cluster-config-query", "cluster-deactivate-master-ip",
        "cluster-destroy", "cluster-post-init", "cluster-query", "cluster-redist-conf", "cluster-rename", "cluster-renew-crypto",
        "cluster-repair-disk-sizes", "cluster-set-params", "cluster-verify", "cluster-verify-config", "cluster-verify-disks", "cluster-verify-group",
        "ext-storage-diagnose", "group-add", "group-assign-nodes", "group-evacuate", "group-remove", "group-rename", "group-set-params",
        "group-verify-disks", "instance-activate-disks", "instance-change-group", "instance-console", "instance-create", "instance-deactivate-disks",
        "instance-failover", "instance-grow-disk", "instance-migrate", "instance-move", "instance-multi-alloc", "instance-query-data",
        "instance-reboot", "instance-recreate-disks", "instance-reinstall", "instance-remove", "instance-rename", "instance-replace-disks",
        "instance-set-params", "instance-shutdown", "instance-startup", "network-add", "network-connect", "network-disconnect", "network-remove",
        "network-set-params", "node-add", "node-evacuate", "node-migrate", "node-modify-storage", "node-powercycle", "node-queryvols",
        "node-query-storage", "node-remove", "node-set-params", "oob-command", "os-diagnose", "query", "query-fields", "repair-node-storage",
        "restricted-command", "service-clear-backoff", "service-group-set-level", "service-reload", "service-restart", "service-signal", "service-start", "service-stop", "services-check", "services-reread", "tags-del", "tags-get", "tags-search", "tags-set", "test-allocator", "test-delay", "test-dummy", "test-jqueue",
        "test-os-params",
    ];
}
