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
        Line("process", Started(), Part("process_cpu_seconds_total", "{0} of processor time", Seconds), Count("drover_threads", "thread of the pool", "threads of the pool"), Files()),
        Line("memory", Part("process_resident_memory_bytes", "{0} resident", Size), Part("drover_managed_memory_bytes", "{0} of managed objects", Size), Collections()),
        Line("versions", $"drover {VersionVerb.OwnVersion}", _figures.By("drover_info", "version").Select(v => $"droverd {v.Label}").FirstOrDefault()),
        Line("jobs", Listed(), Part("drover_jobs_last_id", "last id {0}"), Part("drover_queue_held", "{0} held back in the queue")),
        .. Named("tasks", inner.Running.Select(Running), "no job runs"),
        Line("locks", Count("drover_locks_owners", "job owns some", "jobs own some"), Count("drover_locks_waiting", "request waits", "requests wait")),
        .. StatusLines.Several("", (inner.Locks ?? []).Where(IsTaken).Select(Lock), MostNamed),
        Line("journal", Part("drover_journal_sequence", "record {0}"), Written(), Count("drover_journal_commit_failures_total", "commit failed", "commits failed"), Stored()),
        Line("kernel", Count("drover_kernel_commands_total", "command", "commands"), Count("drover_kernel_inbox", "waits for the writer", "wait for the writer"),
            Count("drover_kernel_faults_total", "fault", "faults"), Count("drover_kernel_problems", "problem now", "problems now")),
        Line("followers", Count("drover_event_followers", "subscription of events", "subscriptions of events"), Count("drover_http_followers", "HTTP client that follows", "HTTP clients that follow"),
            Part("drover_http_followers_refused_total", "{0} refused")),
        Line("clients", Part("drover_http_connections", "{0} by HTTP"), Part("drover_luxi_connections", "{0} by LUXI"),
            Part("drover_clinit_connections", "{0} of Cluster::Init"), Refused()),
        .. Named("nodes", (inner.Nodes ?? []).Select(node => $"{Text(node, "name")} {Role(Text(node, "role"))}"), inner.Nodes is null ? "not for this user to see" : "none"),
        .. inner.Workers is null ? [] : Named("workers", inner.Workers.Select(Worker), "none"),
    ];

    private string? Started() => _figures["process_start_time_seconds"] is { } start && DateTimeOffset.UnixEpoch.AddSeconds(start) is var moment
        ? $"up {ElapsedText.Of(now - moment)}, since {new ValueText(zone).Time(moment)}" : null;

    private string? Files() => _figures["process_open_fds"] is { } open
        ? _figures["process_max_fds"] is { } most ? $"{Whole(open)} of at most {Whole(most)} files open" : $"{Whole(open)} files open" : null;

    private string? Collections()
    {
        var generations = _figures.By("drover_gc_collections_total", "generation").OrderBy(g => g.Label, StringComparer.Ordinal).ToList();
        return generations.Count == 0 ? null
            : $"{string.Join(", ", generations.Select(g => Whole(g.Value)))} collections of generations {string.Join(", ", generations.Select(g => g.Label))}"
                + Part("drover_gc_pause_seconds_total", " held up {0}", Seconds);
    }

    private string? Listed() => _figures.By("drover_jobs", "status").Where(s => s.Value > 0).ToList() is { Count: > 0 } some
        ? $"{string.Join(", ", some.Select(s => $"{Whole(s.Value)} {s.Label}"))} listed" : "none listed";

    private string? Written() => _figures["drover_journal_records_total"] is { } records
        ? $"{Whole(records)} records written{Part("drover_kernel_batches_total", " in {0} commits")} since the start" : null;

    private string? Stored() => _figures.By("drover_store_size_bytes", "file").Select(f => $"{f.Label} {Size(f.Value)}").ToList() is { Count: > 0 } files ? string.Join(", ", files) : null;

    private string Refused() => $"{Whole(s_refused.Sum(name => _figures[name] ?? 0))} refused";

    private string Running(JobRow job) => $"job {job.Id} ({job.Summary}) runs for {ElapsedText.Of(job.For(now))}{(job.WaitsFor is { } what ? $", waits for {what}" : "")}";

    private static string Worker(JsonElement row) => $"{Text(row, "name")} {Text(row, "state")} {Text(row, "version")}".TrimEnd(' ', '-');

    /// <summary>A level as a whole is a row too, also where nobody has it or wants it.</summary>
    private static bool IsTaken(JsonElement row) => Items(row, "owner").Any() || Items(row, "pending").Any();

    private static string Lock(JsonElement row)
    {
        var owners = string.Join(", ", Items(row, "owner").Select(o => $"job {ValueText.Plain(o)}"));
        // Each waits as [mode, [job]].
        var pending = string.Join(", ", Items(row, "pending").Where(p => p.ValueKind == JsonValueKind.Array && p.GetArrayLength() == 2).Select(p => $"job {ValueText.Plain(p[1])} {ValueText.Plain(p[0])}"));
        return $"{Text(row, "name")}{(owners.Length > 0 ? $" {Text(row, "mode")} by {owners}" : "")}{(pending.Length > 0 ? $"; wanted by {pending}" : "")}";
    }

    /// <summary>Ganeti's letters.</summary>
    private static string Role(string letter) => letter switch { "M" => "master", "C" => "master candidate", "R" => "regular", "D" => "drained", "O" => "offline", _ => letter };

    private static IEnumerable<ScreenLine> Named(string label, IEnumerable<string> texts, string none) => StatusLines.Several(label, texts.DefaultIfEmpty(none), MostNamed);

    private static ScreenLine Line(string label, params IEnumerable<string?> parts) =>
        StatusLines.Labelled(label, string.Join("; ", parts.Where(part => part is not null)) is { Length: > 0 } text ? text : "not told by this daemon");

    private string? Part(string name, string text, Func<double, string>? form = null) => _figures[name] is { } value ? text.Replace("{0}", (form ?? Whole)(value), StringComparison.Ordinal) : null;

    private string? Count(string name, string one, string many) => _figures[name] is { } value ? $"{Whole(value)} {(Whole(value) == "1" ? one : many)}" : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name) => owner.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string Text(JsonElement owner, string name) => ValueText.Plain(owner.GetProperty(name));

    private static string Size(double bytes) => StatusLines.Size((long)bytes);

    private static string Seconds(double seconds) => Elapsed.Text(TimeSpan.FromSeconds(seconds));

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
