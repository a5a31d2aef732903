namespace Drover.Daemon.Settings;

/// <summary>All settings, one a row. Help, command line, environment, configuration file and <c>/v1/config</c> read this table.</summary>
internal static class SettingTable
{
    /// <param name="places">Directories that the defaults of this user name.</param>
    public static IReadOnlyList<Setting> Rows(DefaultPlaces places) =>
    [
        new("state", SettingForm.Directory, places.State, "directory of the durable state"),
        new("run", SettingForm.Directory, places.Run, "directory of the sockets"),
        new("cluster", SettingForm.Name, "cluster", "name of the cluster; used when the state directory is empty"),
        new("node", SettingForm.Name, places.Node, "name of this node; used when the state directory is empty"),
        new("ganeti-root", SettingForm.Directory, null, "put LUXI sockets and ssconf files where Ganeti's tools look below this directory"),
        new("listen", SettingForm.Address, null, "also serve health and metrics over TCP"),
        new("admin-group", SettingForm.Name, "drover", "members of this group may change things"),
        new("log-level", SettingForm.Levels, "information", "least severe messages to log, such as information,jobs=debug"),

        new("test-opcodes", SettingForm.OneOf("yes", "no"), "no", "whether opcodes that write test files are run"),

        new("cltab", SettingForm.File, null, "file with the services of this node; without it there are none"),
        new("clinit-socket", SettingForm.File, null, "socket for clients of Cluster::Init; the cltab's own setting wins"),
        new("clstat", SettingForm.File, null, "status file of Cluster::Init; the cltab's own setting wins"),
        new("cgroup", SettingForm.Directory, null, "cgroup (version 2) below which services get theirs; the daemon's own when not set"),
        new("service-metrics", SettingForm.OneOf("local", "yes", "no"), "local", "whether /metrics has each entry of services by name; local: unless it is served over TCP"),
        new("on-term", SettingForm.OneOf("stop", "leave"), "stop", "what SIGTERM and SIGINT do to the services where systemd has no job for the unit"),
        new("levels-at-start", SettingForm.OneOf("restore", "blank"), "restore", "levels of groups after an end that stopped them, or a boot: those of before, or none"),
        new("services-stop-time", SettingForm.Duration, "30s", "how long a stop waits for services"),
        new("cltab-settle-time", SettingForm.Duration, "250ms", "how long the cltab must have stood still to count"),
        new("cltab-settle-limit", SettingForm.Duration, "5s", "how long a cltab that is being written is waited for"),
        new("reread-limit", SettingForm.Number(0, 100), "50", "percent of the running entries that a cltab may stop without --yes"),
        new("reread-limit-entries", SettingForm.Number(0, 1_000_000), "5", "entries that it may stop however few run"),
        new("unit", SettingForm.Unit, null, "systemd's unit of this daemon; that of its cgroup when not set"),
        new("unit-time", SettingForm.Duration, "5s", "how long systemd is waited for when it is asked what it does with the unit"),

        new("inbox-limit", SettingForm.Number(1, 1_000_000), "10000", "commands that wait for the writer at most; later ones wait for a place"),
        new("queue-limit", SettingForm.Number(1, 10_000_000), "200000", "most unfinished jobs at once"),
        new("auto-archive-age", SettingForm.Duration, "6h", "age after which a finished job is archived"),
        new("auto-archive-count", SettingForm.Number(0, 10_000_000), "100000", "finished jobs kept listable at most"),
        new("token-lifetime", SettingForm.Duration, "24h", "how long a submit's token is remembered"),
        new("ageing-step", SettingForm.Duration, "60s", "waiting that raises a lock request by one priority"),
        new("shutdown-grace", SettingForm.Duration, "60s", "how long a stop lets running jobs end"),
        new("shutdown-linger", SettingForm.Duration, "2s", "how long a stop that waited for jobs lets clients fetch results"),
        new("log-entry-limit", SettingForm.Size, "64K", "longest log entry of a job"),
        new("log-entries-per-job", SettingForm.Number(1, 100_000_000), "100000", "most log entries of a job"),
        new("operation-log-backlog", SettingForm.Number(1, 1_000_000), "1000", "log entries of one operation that may wait for the disk; then it waits"),
        new("journal-retention", SettingForm.Duration, "30d", "how long journal records are kept"),
        new("journal-keep", SettingForm.Number(0, 1_000_000_000), "100000", "journal records kept whatever their age"),
        new("log-file-size", SettingForm.Size, "16M", "bytes of one file of a log; the next one begins at the end of a line"),
        new("log-files", SettingForm.Number(1, 10_000), "8", "files of one log that are kept"),
        new("output-space", SettingForm.Size, "1G", "bytes that captured output of services may hold in all; above that the longest logs are cut"),
        new("output-keep-free", SettingForm.Size, "128M", "free space that captured output leaves to others on its disk"),
        new("low-space", SettingForm.Size, "64M", "free space below which new jobs are refused"),
        new("reserve", SettingForm.Size, "16M", "size of the reserve file that is given up when the disk is full"),

        new("connections-per-caller", SettingForm.Number(1, 100_000), "100", "most connections of one user or address at each door; operators are free of it"),
        new("operator-reserve", SettingForm.Number(0, 100_000), "32", "places of each door that only operators get, at most half of all"),
        new("http-connections", SettingForm.Number(1, 100_000), "1000", "most HTTP connections at once"),
        new("event-backlog", SettingForm.Number(10, 1_000_000), "10000", "events that a follower may lag behind"),
        new("signal-backlog", SettingForm.Number(1, 1_000_000), "1000", "signals that wait for a follower; the oldest are dropped"),
        new("event-followers", SettingForm.Number(1, 10_000), "200", "most followers of events and logs"),
        new("followers-per-caller", SettingForm.Number(1, 10_000), "20", "most followers of one user; operators are free of it"),
        new("slow-reader-time", SettingForm.Duration, "30s", "how long a follower of a log may read nothing of what there is"),
        new("luxi-owner", SettingForm.Name, null, "user who owns the LUXI sockets; the daemon's own when not set"),
        new("luxi-group", SettingForm.Name, null, "group of the LUXI sockets (mode 0660); the admin group when not set and there is one"),
        new("luxi-connections", SettingForm.Number(1, 100_000), "1000", "most LUXI connections at once"),
        new("luxi-frame", SettingForm.Size, "16M", "longest LUXI request"),
        new("luxi-unfinished", SettingForm.Size, "256M", "bytes of unfinished LUXI requests together"),
        new("luxi-frame-time", SettingForm.Duration, "30s", "how long a LUXI request may be under way"),
        new("luxi-idle-time", SettingForm.Duration, "10m", "how long a LUXI connection may be idle"),
        new("luxi-write-time", SettingForm.Duration, "60s", "how long a LUXI client may take to read an answer"),
        new("clinit-connections", SettingForm.Number(1, 100_000), "1000", "most connections of Cluster::Init's clients at once"),
        new("clinit-request-time", SettingForm.Duration, "30s", "how long a request of Cluster::Init may be under way"),
    ];
}
