using System.Diagnostics.Metrics;
using Drover.Agent;
using Drover.Kernel.Metrics;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services;

/// <summary>What is measured of the services of this node. Labels are words of the program: names of groups and entries are in none of them,
/// because <c>/metrics</c> is for strangers too. <c>docs/metrics.md</c> has the table.</summary>
internal sealed class ServicesInstruments : IDisposable
{
    private const string OutOfMemory = "out_of_memory", Signal = "signal", Exit = "exit", Unknown = "unknown";

    private static readonly string[] s_causes = [OutOfMemory, Signal, Exit, Unknown];

    private readonly Meter _meter;
    private readonly Counter<long> _restarts;
    private readonly Counter<long> _startFailures;
    private readonly Counter<long> _adopted;
    private readonly Histogram<double> _adoption;

    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    /// <param name="groups">The groups as readers see them.</param>
    /// <param name="refused">How many groups of the cltab have errors and never had a form without.</param>
    public ServicesInstruments(IMeterFactory? meters, Func<IEnumerable<GroupState>> groups, Func<int> refused)
    {
        _meter = meters?.Create("Drover.Services") ?? new Meter("Drover.Services");
        _restarts = _meter.CreateCounter<long>("drover.services.restarts", "{start}", "Processes that were started again after a death, by how they had died.");
        _startFailures = _meter.CreateCounter<long>("drover.services.start_failures", "{start}", "Processes that could not be started.");
        _adopted = _meter.CreateCounter<long>("drover.services.adopted", "{process}", "Processes of an earlier daemon that this one took up at its start, by what had become of them.");
        _adoption = _meter.CreateHistogram("drover.services.adoption", "s", "Time that taking up what an earlier daemon had left took at the start.", tags: null, Buckets.Steps);
        foreach (var cause in s_causes)
            _restarts.Add(0, new KeyValuePair<string, object?>("cause", cause));
        _startFailures.Add(0);
        foreach (var outcome in Enum.GetValues<AdoptionOutcome>())
            _adopted.Add(0, new KeyValuePair<string, object?>("outcome", Word(outcome)));
        _meter.CreateObservableGauge("drover.services.groups", () => ByState(groups(), refused()), "{group}", "Groups of services, by state.");
        _meter.CreateObservableGauge("drover.services.processes", () => ByPhase(groups()), "{process}", "Entries of services, by the state of their process.");
    }

    /// <summary>A process was started; counts when it had died before.</summary>
    public void Started(ProcessAccount account)
    {
        if (account.Restarts > 0)
            _restarts.Add(1, new KeyValuePair<string, object?>("cause", Cause(account.LastExit)));
    }

    /// <summary>A process could not be started.</summary>
    public void StartFailed() => _startFailures.Add(1);

    /// <summary>What an earlier daemon left has been taken up.</summary>
    public void Adopted(TimeSpan took, IEnumerable<AdoptionOutcome> found)
    {
        _adoption.Record(took.TotalSeconds);
        foreach (var outcome in found)
            _adopted.Add(1, new KeyValuePair<string, object?>("outcome", Word(outcome)));
    }

    public void Dispose() => _meter.Dispose();

    private static string Cause(Processes.ExitStatus? exit) => exit switch
    {
        { IsOutOfMemory: true } => OutOfMemory,
        { Signal: not null } => Signal,
        { Code: not null } => Exit,
        _ => Unknown,
    };

    private static string Word(AdoptionOutcome outcome) => outcome switch
    {
        AdoptionOutcome.Running => "running",
        AdoptionOutcome.Exited => "exited",
        AdoptionOutcome.NeverStarted => "never_started",
        AdoptionOutcome.Rebooted => "rebooted",
        _ => "unreadable",
    };

    private static IEnumerable<Measurement<long>> ByState(IEnumerable<GroupState> groups, int refused)
    {
        var counts = groups.CountBy(GroupView.Word).ToDictionary(StringComparer.Ordinal);
        foreach (var word in Enum.GetValues<GroupPhase>().Select(GroupView.Word).Append("DEGRADED"))
            yield return new(counts.GetValueOrDefault(word), new KeyValuePair<string, object?>("state", word));
        yield return new(refused, new KeyValuePair<string, object?>("state", "REFUSED"));
    }

    private static IEnumerable<Measurement<long>> ByPhase(IEnumerable<GroupState> groups)
    {
        var counts = groups.SelectMany(group => group.Processes.Values).CountBy(process => process.Phase).ToDictionary();
        foreach (var phase in Enum.GetValues<ProcessPhase>())
            yield return new(counts.GetValueOrDefault(phase), new KeyValuePair<string, object?>("state", phase.Word()));
    }
}
