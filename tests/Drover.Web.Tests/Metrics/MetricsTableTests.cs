using System.Collections;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Drover.Agent.Addresses;
using Drover.Daemon;
using Drover.Daemon.Process;
using Drover.Daemon.Doors;
using Drover.Daemon.Settings;
using Drover.Doors.Listening;
using Drover.Kernel;
using Drover.Services.Nodes;
using Drover.Web.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Tests.Metrics;

/// <summary>The whole daemon, composed as it is and not opened: its instruments are those of docs/metrics.md.</summary>
public sealed partial class MetricsTableTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drm").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_table_lists_every_instrument_and_no_other()
    {
        using var export = new MetricsExport();
        await using var daemon = await ComposeAsync(export);
        var found = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == export.Meters)
                found.Add($"{NameOf(instrument)} {TypeOf(instrument)} {instrument.Description}");
        };
        listener.Start();
        Assert.Equal(MetricsTable.Read().Select(row => $"{row.Name} {row.Type} {row.Meaning}").Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_shown_has_the_names_types_units_and_labels_of_the_table()
    {
        using var export = new MetricsExport();
        await using var daemon = await ComposeAsync(export);
        var text = await ShowAsync(export);
        var table = MetricsTable.Read().ToDictionary(row => row.Name);
        var names = TypeLine().Matches(text).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(names.Distinct(), names);
        // A histogram is there after its first measurement, what is measured of an entry when there is one.
        Assert.InRange(names.Count, table.Values.Count(row => row.Type != "histogram" && !row.Name.StartsWith("drover_service_", StringComparison.Ordinal)), table.Count);
        foreach (Match match in TypeLine().Matches(text))
            Assert.Equal((match.Groups[1].Value, table[match.Groups[1].Value].Type), (match.Groups[1].Value, match.Groups[2].Value));
        foreach (Match match in Series().Matches(text))
        {
            var row = table[match.Groups[1].Value];
            var labels = LabelName().Matches(match.Groups[2].Value).Select(label => label.Groups[1].Value).Where(label => label != "le");
            Assert.Equal((row.Name, row.Labels), (row.Name, string.Join(' ', labels)));
        }
        foreach (var row in table.Values)
            Assert.Equal((row.Name, row.Unit), (row.Name, Unit().Match(row.Name).Groups[1].Value));
    }

    [Fact]
    public async Task Instruments_of_others_in_the_process_are_not_shown()
    {
        using var export = new MetricsExport();
        using var other = new MetricsExport();
        other.Meters.Create("Drover.Kernel").CreateCounter<long>("drover.other").Add(1);
        using var meter = new Meter("Drover.Kernel");
        meter.CreateCounter<long>("drover.foreign").Add(1);
        export.Meters.Create("Drover.Kernel").CreateCounter<long>("drover.own").Add(1);
        var text = await ShowAsync(export);
        Assert.Contains("drover_own_total{} 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("drover_other", text, StringComparison.Ordinal);
        Assert.DoesNotContain("drover_foreign", text, StringComparison.Ordinal);
        Assert.DoesNotContain("target_info", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buckets_are_those_that_the_instrument_advises()
    {
        using var export = new MetricsExport();
        export.Meters.Create("Drover.Jobs").CreateHistogram("drover.own", "s", "", null, Drover.Kernel.Metrics.Buckets.Waits).Record(20_000);
        var text = await ShowAsync(export);
        Assert.Contains("drover_own_seconds_bucket{le=\"7200\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("drover_own_seconds_bucket{le=\"43200\"} 1\n", text, StringComparison.Ordinal);
    }

    private async Task<AsyncDisposables> ComposeAsync(MetricsExport export)
    {
        var settings = DaemonSettings.Load(
            CommandLine.Parse(["--node", "n1", "--state", Path.Combine(_directory, "s"), "--run", Path.Combine(_directory, "r"), "--clinit-socket", Path.Combine(_directory, "c")]),
            new Hashtable(), new DefaultPlaces("", "", "", ""));
        var meters = export.Meters;
        using var levels = new Drover.Daemon.Logging.LogLevels("information");
        ProcessInstruments.Add(meters, "1.2.3");
        var store = Composition.Store(settings, null, meters);
        var addresses = new LinuxAddresses(RoomOptions.Addresses(settings));
        var leases = Composition.Leases(settings);
        var ownLeases = Composition.OwnLeases(settings, leases);
        var services = Composition.Services(settings, NullLoggerFactory.Instance, meters, ownLeases);
        var output = Composition.Output(services);
        var commands = Composition.Commands(settings, services, NullLoggerFactory.Instance);
        var nodes = Composition.Nodes(settings, services, commands, [output], addresses, NullLoggerFactory.Instance, meters);
        var master = Composition.Master(settings);
        var reports = new NodeReports(nodes, services, NullLoggerFactory.Instance);
        var lab = Composition.Lab(settings, Composition.Logs(settings), NullLoggerFactory.Instance, meters);
        var model = Composition.Model(settings, store, nodes, master, reports, services, lab, NullLoggerFactory.Instance, leases: leases, meters: meters);
        var kernel = await KernelHost.StartAsync(model, store, TimeProvider.System, new GuidSource(), TestDoor.Stop, meters: meters);
        using var gate = Composition.Gate(settings);
        using var tracing = new Drover.Daemon.Logging.Tracing(levels, TimeProvider.System);
        var doors = Composition.Doors(settings, new DoorLimits(settings, int.MaxValue), gate, kernel, store, nodes, master, leases, reports, services, lab, Composition.AllLogs(output, Composition.Logs(settings), nodes), () => { }, levels, tracing, NullLoggerFactory.Instance, export, PassedSockets.OfThisProcess());
        return new AsyncDisposables(doors, kernel, reports, master, nodes, commands, output, services, ownLeases, addresses);
    }

    private static async Task<string> ShowAsync(MetricsExport export)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Response.Body = body;
        await export.AnswerAsync(http);
        return System.Text.Encoding.UTF8.GetString(body.ToArray());
    }

    /// <summary>The name that the exporter gives: docs/metrics.md says the rule.</summary>
    private static string NameOf(Instrument instrument) =>
        instrument.Name.Replace('.', '_')
        + instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" }
        + (TypeOf(instrument) == "counter" ? "_total" : "");

    private static string TypeOf(Instrument instrument) =>
        instrument.GetType().Name is var name && name.Contains("Counter", StringComparison.Ordinal) ? "counter"
        : name.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : "gauge";

    [GeneratedRegex(@"^# TYPE (\S+) (\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^([a-z_]+?)(?:_bucket|_sum|_count)?\{(.*)\} \S+$", RegexOptions.Multiline)]
    private static partial Regex Series();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();

    [GeneratedRegex("_(seconds|bytes)(_total)?$")]
    private static partial Regex Unit();

    private sealed class AsyncDisposables(params object[] things) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var thing in things)
                if (thing is IAsyncDisposable later)
                    await later.DisposeAsync();
                else
                    ((IDisposable)thing).Dispose();
        }
    }
}
