namespace Drover.Cli.Listing;

/// <summary>How people see a resource when they name no columns.</summary>
/// <param name="Usual">Columns of a table; null for those that the daemon has.</param>
/// <param name="Wide">Columns of <c>-o wide</c>.</param>
/// <param name="Derived">Columns that follow from fields; they go before fields of the same name.</param>
/// <param name="Counter">The field that counts up with time, of a resource that grows: its newest rows are shown; null for others.</param>
internal sealed record Layout(IReadOnlyList<string>? Usual, IReadOnlyList<string> Wide, IReadOnlyList<DerivedColumn> Derived, string? Counter = null)
{
    private static readonly Dictionary<string, Layout> s_layouts = new(StringComparer.Ordinal)
    {
        ["job"] = new(
            ["id", "status", "age", "duration", "owner", "summary"],
            ["id", "status", "priority", "age", "duration", "owner", "received_ts", "start_ts", "end_ts", "waits_for", "summary"],
            [DerivedColumn.Age("received_ts"), DerivedColumn.Duration("start_ts", "end_ts"), DerivedColumn.Owner("principal")],
            Counter: "id"),
        ["event"] = new(
            ["seq", "time", "actor", "kind"],
            ["seq", "time", "age", "actor", "kind", "payload"],
            [DerivedColumn.Age("time")],
            Counter: "seq"),
        ["process"] = new(
            ["name", "state", "pid", "age", "restarts", "mode", "last_exit"],
            ["name", "node", "state", "level", "pid", "age", "restarts", "cpu", "memory", "mode", "last_exit", "command"],
            [DerivedColumn.Age("since")]),
        ["service-group"] = new(
            ["name", "level", "state", "age", "running", "reason"],
            ["name", "node", "level", "target", "state", "age", "entries", "running", "restarts", "reason"],
            [DerivedColumn.Age("since")]),
        ["placement"] = new(
            ["group", "node", "level", "state", "age", "moves", "reason"],
            ["group", "node", "level", "state", "age", "moves", "lease", "job", "last_node", "failed", "reason"],
            [DerivedColumn.Age("since")]),
        ["process-history"] = new(
            ["name", "started", "ended", "duration", "exit", "signal"],
            ["id", "name", "node", "level", "run", "started", "ended", "duration", "exit", "signal", "out_of_memory", "missed"],
            [DerivedColumn.Duration("started", "ended")]),
        ["test-job"] = new(
            ["id", "state", "health", "age", "duration", "device_type", "device", "owner", "name"],
            ["id", "state", "health", "priority", "age", "duration", "submitted", "started", "ended", "device_type", "device", "worker", "health_check", "owner", "error_type", "name"],
            [DerivedColumn.Age("submitted"), DerivedColumn.Duration("started", "ended"), DerivedColumn.Owner("submitter")],
            Counter: "id"),
        ["result"] = new(
            ["job", "suite", "case", "result", "measurement", "units"],
            ["job", "suite", "set", "case", "result", "measurement", "units", "logged", "line", "level"],
            [],
            Counter: "id"),
        ["device"] = new(
            ["name", "type", "state", "health", "worker", "job", "closed"],
            ["name", "type", "state", "health", "age", "worker", "job", "tags", "public", "check_due", "last_check", "description", "closed"],
            [DerivedColumn.Age("health_since")]),
        ["worker"] = new(
            ["name", "state", "age", "health", "devices", "version"],
            ["name", "state", "age", "silence", "health", "devices", "job_limit", "version", "description"],
            [DerivedColumn.Age("since")]),
        ["node"] = new(
            null,
            ["name", "state", "since", "member", "role", "address", "version", "load", "load5", "ctotal", "mtotal", "mfree", "dtotal", "dfree", "kernel", "system", "told", "reason"],
            []),
        ["device-type"] = new(
            ["name", "devices", "health_frequency", "health_denominator"],
            ["name", "devices", "health_frequency", "health_denominator", "disable_health_check", "display", "description"],
            []),
    };

    /// <summary>Of a resource; null where the daemon's usual columns are enough.</summary>
    public static Layout? Of(string resource) => s_layouts.GetValueOrDefault(resource);
}
