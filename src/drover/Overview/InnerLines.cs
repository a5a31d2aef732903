using System.Globalization;
using System.Text.Json;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Operating;
using Drover.Cli.Words;

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
        Line(Language.Say("label.process"), Started(), Part("process_cpu_seconds_total", "inner.cpu", Seconds), Count("drover_threads", "inner.threads"), Files()),
        Line(Language.Say("label.memory"), Part("process_resident_memory_bytes", "inner.resident", Size), Part("drover_managed_memory_bytes", "inner.managed", Size), Collections()),
        Line(Language.Say("label.versions"), $"drover {VersionVerb.OwnVersion}", _figures.By("drover_info", "version").Select(v => $"droverd {v.Label}").FirstOrDefault()),
        Line(Language.Say("label.jobs"), Listed(), Part("drover_jobs_last_id", "inner.last-id", Id), Part("drover_queue_held", "inner.held")),
        .. Named(Language.Say("label.tasks"), inner.Running.Select(Running), Language.Say("inner.no-job")),
        Line(Language.Say("label.locks"), Count("drover_locks_owners", "inner.owners"), Count("drover_locks_waiting", "inner.waiting")),
        .. StatusLines.Several("", (inner.Locks ?? []).Where(IsTaken).Select(Lock), MostNamed),
        Line(Language.Say("label.journal"), Part("drover_journal_sequence", "inner.record", Id), Written(), Count("drover_journal_commit_failures_total", "inner.commit-failures"), Stored()),
        Line(Language.Say("label.kernel"), Count("drover_kernel_commands_total", "inner.commands"), Count("drover_kernel_inbox", "inner.inbox"),
            Count("drover_kernel_faults_total", "inner.faults"), Count("drover_kernel_problems", "inner.problems")),
        Line(Language.Say("label.followers"), Count("drover_event_followers", "inner.subscriptions"), Count("drover_http_followers", "inner.http-followers"),
            Part("drover_http_followers_refused_total", "inner.refused")),
        Line(Language.Say("label.clients"), Part("drover_http_connections", "inner.http"), Part("drover_luxi_connections", "inner.luxi"),
            Part("drover_clinit_connections", "inner.clinit"), Refused()),
        .. Named(Language.Say("label.nodes"), (inner.Nodes ?? []).Select(node => $"{Text(node, "name")} {Role(Text(node, "role"))}"), inner.Nodes is null ? Language.Say("not-for-user") : Language.Say("none")),
        .. inner.Workers is null ? [] : Named(Language.Say("label.workers"), inner.Workers.Select(Worker), Language.Say("none")),
    ];

    private string? Started() => _figures["process_start_time_seconds"] is { } start && DateTimeOffset.UnixEpoch.AddSeconds(start) is var moment
        ? Language.Say("inner.up", ElapsedText.Of(now - moment), new ValueText(zone).Time(moment)) : null;

    private string? Files() => _figures["process_open_fds"] is { } open
        ? _figures["process_max_fds"] is { } most ? Language.Say("inner.files-of", Whole(open), Whole(most)) : Language.Say("inner.files", Whole(open)) : null;

    private string? Collections()
    {
        var generations = _figures.By("drover_gc_collections_total", "generation").OrderBy(g => g.Label, StringComparer.Ordinal).ToList();
        return generations.Count == 0 ? null
            : Language.Say("inner.collections", string.Join(", ", generations.Select(g => Whole(g.Value))), string.Join(", ", generations.Select(g => g.Label)))
                + Part("drover_gc_pause_seconds_total", "inner.pause", Seconds);
    }

    private string? Listed() => _figures.By("drover_jobs", "status").Where(s => s.Value > 0).ToList() is { Count: > 0 } some
        ? Language.Say("inner.listed", string.Join(", ", some.Select(s => $"{Whole(s.Value)} {s.Label}"))) : Language.Say("inner.none-listed");

    private string? Written() => _figures["drover_journal_records_total"] is { } records
        ? Language.Say("inner.written", Whole(records), Part("drover_kernel_batches_total", "inner.commits")) : null;

    private string? Stored() => _figures.By("drover_store_size_bytes", "file").Select(f => $"{f.Label} {Size(f.Value)}").ToList() is { Count: > 0 } files ? string.Join(", ", files) : null;

    private string Refused() => Language.Say("inner.refused", Whole(s_refused.Sum(name => _figures[name] ?? 0)));

    private string Running(JobRow job) => Language.Say("inner.runs", job.Id, job.Summary, ElapsedText.Of(job.For(now))) + (job.WaitsFor is { } what ? Language.Say("inner.runs-waits", what) : "");

    private static string Worker(JsonElement row) => $"{Text(row, "name")} {Text(row, "state")} {Text(row, "version")}".TrimEnd(' ', '-');

    /// <summary>A level as a whole is a row too, also where nobody has it or wants it.</summary>
    private static bool IsTaken(JsonElement row) => Items(row, "owner").Any() || Items(row, "pending").Any();

    private static string Lock(JsonElement row)
    {
        var owners = string.Join(", ", Items(row, "owner").Select(o => Language.Say("inner.job", ValueText.Plain(o))));
        // Each waits as [mode, [job]].
        var pending = string.Join(", ", Items(row, "pending").Where(p => p.ValueKind == JsonValueKind.Array && p.GetArrayLength() == 2).Select(p => $"{Language.Say("inner.job", ValueText.Plain(p[1]))} {ValueText.Plain(p[0])}"));
        return Text(row, "name") + (owners.Length > 0 ? Language.Say("inner.lock-owner", Text(row, "mode"), owners) : "") + (pending.Length > 0 ? Language.Say("inner.lock-wanted", pending) : "");
    }

    /// <summary>Ganeti's letters.</summary>
    private static string Role(string letter) => letter switch { "M" => Language.Say("role.master"), "C" => Language.Say("role.candidate"), "R" => Language.Say("role.regular"), "D" => Language.Say("role.drained"), "O" => Language.Say("role.offline"), _ => letter };

    private static IEnumerable<ScreenLine> Named(string label, IEnumerable<string> texts, string none) => StatusLines.Several(label, texts.DefaultIfEmpty(none), MostNamed);

    private static ScreenLine Line(string label, params IEnumerable<string?> parts) =>
        StatusLines.Labelled(label, string.Join("; ", parts.Where(part => part is not null)) is { Length: > 0 } text ? text : Language.Say("inner.not-told"));

    private string? Part(string name, string word, Func<double, string>? form = null) => _figures[name] is { } value ? Language.Say(word, (form ?? Whole)(value)) : null;

    private string? Count(string name, string word) => _figures[name] is { } value ? Language.Count(word, (long)Math.Round(value)) : null;

    private static JsonElement.ArrayEnumerator Items(JsonElement owner, string name) => owner.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    private static string Text(JsonElement owner, string name) => ValueText.Plain(owner.GetProperty(name));

    private static string Size(double bytes) => StatusLines.Size((long)bytes);

    private static string Seconds(double seconds) => Language.Decimal(Elapsed.Text(TimeSpan.FromSeconds(seconds)));

    private static string Id(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Whole(double value) => Language.Number((long)Math.Round(value));
}
