using System.Globalization;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Operating;

namespace Drover.Cli.Overview;

/// <summary>The daemon from within, in words. A figure that it does not have is left out.</summary>
internal sealed class InnerLines(InnerStatus inner, TimeZoneInfo zone, DateTimeOffset now)
{
    /// <summary>Of each kind of thing so many are named.</summary>
    private const int MostNamed = 20;

    private static readonly string[] s_refused = ["drover_http_connections_refused_total", "drover_luxi_connections_refused_total", "drover_clinit_connections_refused_total"];

    private readonly Figures _figures = inner.Figures;

    public IEnumerable<ScreenLine> All() =>
    [
        Line("process", Started(), Part("process_cpu_seconds_total", "{0} of processor time", Seconds), Part("drover_threads", "{0} threads of the pool"), Files()),
        Line("memory", Part("process_resident_memory_bytes", "{0} resident", Size), Part("drover_managed_memory_bytes", "{0} of managed objects", Size), Collections()),
        Line("versions", $"drover {VersionVerb.OwnVersion}", _figures.By("drover_info", "version").Select(v => $"droverd {v.Label}").FirstOrDefault()),
        Line("jobs", Listed(), Part("drover_jobs_last_id", "last id {0}"), Part("drover_queue_held", "{0} held back in the queue")),
        .. Named("tasks", inner.Running.Select(job => $"job {job.Id} ({job.Summary}) runs for {ElapsedText.Of(job.For(now))}{(job.WaitsFor is { } what ? $", waits for {what}" : "")}"), "no job runs"),
        Line("locks", Part("drover_locks_owners", "{0} jobs own some"), Part("drover_locks_waiting", "{0} requests wait")),
        .. inner.Locks is { Count: > 0 } locks ? StatusLines.Several("", locks.Select(Lock), MostNamed) : [],
        Line("journal", Part("drover_journal_sequence", "record {0}"), Written(), Part("drover_journal_commit_failures_total", "{0} commits failed"), Stored()),
        Line("kernel", Part("drover_kernel_commands_total", "{0} commands"), Part("drover_kernel_inbox", "{0} wait for the writer"), Part("drover_kernel_faults_total", "{0} faults"), Part("drover_kernel_problems", "{0} problems now")),
        Line("followers", Part("drover_event_followers", "{0} subscriptions of events"), Part("drover_http_followers", "{0} HTTP clients that follow"), Part("drover_http_followers_refused_total", "{0} refused")),
        Line("clients", Part("drover_http_connections", "{0} by HTTP"), Part("drover_luxi_connections", "{0} by LUXI"), Part("drover_clinit_connections", "{0} of Cluster::Init"), Refused()),
        .. Named("nodes", (inner.Nodes ?? []).Select(node => $"{Text(node, "name")} {Role(Text(node, "role"))}"), inner.Nodes is null ? "not for this user to see" : "none"),
        .. inner.Workers is null ? [] : Named("workers", inner.Workers.Select(worker => $"{Text(worker, "name")} {Text(worker, "state")} {Text(worker, "version")}".TrimEnd(' ', '-')), "none"),
    ];

    private string? Started() => _figures["process_start_time_seconds"] is { } start && DateTimeOffset.UnixEpoch.AddSeconds(start) is var moment
        ? $"up {ElapsedText.Of(now - moment)}, since {new ValueText(zone).Time(moment)}" : null;

    private string? Files() => _figures["process_open_fds"] is { } open
        ? _figures["process_max_fds"] is { } most ? $"{Whole(open)} of at most {Whole(most)} files open" : $"{Whole(open)} files open" : null;

    private string? Collections()
    {
        var generations = _figures.By("drover_gc_collections_total", "generation").OrderBy(g => g.Label, StringComparer.Ordinal).ToList();
        return generations.Count == 0 ? null
            : $"{string.Join(", ", generations.Select(g => Whole(g.Value)))} collections of generations {string.Join(", ", generations.Select(g => g.Label))}{Part("drover_gc_pause_seconds_total", " held up {0}", Seconds)}";
    }

    private string? Listed() => _figures.By("drover_jobs", "status").Where(s => s.Value > 0).ToList() is { Count: > 0 } some
        ? $"{string.Join(", ", some.Select(s => $"{Whole(s.Value)} {s.Label}"))} listed" : "none listed";

    private string? Written() => _figures["drover_journal_records_total"] is { } records
        ? $"{Whole(records)} records written{Part("drover_kernel_batches_total", " in {0} commits")} since the start" : null;

    private string? Stored() => _figures.By("drover_store_size_bytes", "file").Select(f => $"{f.Label} {Size(f.Value)}").ToList() is { Count: > 0 } files ? string.Join(", ", files) : null;

    private string Refused() => $"{Whole(s_refused.Sum(name => _figures[name] ?? 0))} refused";

    private static string Lock(JsonElement row)
    {
        var owners = row.GetProperty("owner") is { ValueKind: JsonValueKind.Array } list ? string.Join(", ", list.EnumerateArray().Select(o => $"job {ValueText.Plain(o)}")) : "";
        // Each waits as [mode, [job]].
        var pending = row.GetProperty("pending") is { ValueKind: JsonValueKind.Array } queue
            ? string.Join(", ", queue.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Array && p.GetArrayLength() == 2).Select(p => $"job {ValueText.Plain(p[1])} {ValueText.Plain(p[0])}")) : "";
        return $"{Text(row, "name")}{(owners.Length > 0 ? $" {Text(row, "mode")} by {owners}" : "")}{(pending.Length > 0 ? $"; wanted by {pending}" : "")}";
    }

    /// <summary>Ganeti's letters.</summary>
    private static string Role(string letter) => letter switch { "M" => "master", "C" => "master candidate", "R" => "regular", "D" => "drained", "O" => "offline", _ => letter };

    private static IEnumerable<ScreenLine> Named(string label, IEnumerable<string> texts, string none) => StatusLines.Several(label, texts.DefaultIfEmpty(none), MostNamed);

    private static ScreenLine Line(string label, params IEnumerable<string?> parts) =>
        StatusLines.Labelled(label, string.Join("; ", parts.Where(part => part is not null)) is { Length: > 0 } text ? text : "not told by this daemon");

    private string? Part(string name, string text, Func<double, string>? form = null) => _figures[name] is { } value ? text.Replace("{0}", (form ?? Whole)(value), StringComparison.Ordinal) : null;

    private static string Text(JsonElement owner, string name) => ValueText.Plain(owner.GetProperty(name));

    private static string Size(double bytes) => StatusLines.Size((long)bytes);

    private static string Seconds(double seconds) => Elapsed.Text(TimeSpan.FromSeconds(seconds));

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
