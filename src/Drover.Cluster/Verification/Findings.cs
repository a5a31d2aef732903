using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Verification;

/// <summary>Takes what a verification finds, writes it into the job's log, and remembers whether it was bad.</summary>
internal sealed class Findings(OperationContext context)
{
    private readonly IReadOnlyList<string> _ignored = context["ignore_errors"].Texts();
    private readonly bool _withCodes = context["error_codes"].IsTrue();
    private readonly bool _simulates = context["debug_simulate_errors"].IsTrue();

    /// <summary>Whether no error was found.</summary>
    public bool AllWell { get; private set; } = true;

    public bool Verbose { get; } = context["verbose"].IsTrue();

    /// <summary>Begins a part of the verification.</summary>
    public void Begin(string what)
    {
        context.WaitsFor = what;
        context.Log("* " + what);
        if (_simulates)
            Error("ESIMULATED", "cluster", "", "simulated, because debug_simulate_errors was asked for");
    }

    /// <summary>Something is as it should not be. An ignored code makes a warning of it.</summary>
    /// <param name="code">Error code of Ganeti's list, such as <c>ECLUSTERCFG</c>.</param>
    /// <param name="kind">Kind of the object: cluster, node, group, instance, network.</param>
    /// <param name="name">Its name; empty for the cluster.</param>
    /// <param name="text">What is wrong.</param>
    public void Error(string code, string kind, string name, string text)
    {
        var ignored = _ignored.Contains(code);
        AllWell &= ignored;
        Tell(ignored ? "WARNING" : "ERROR", code, kind, name, text);
    }

    /// <summary>Something should be looked at, and is no error.</summary>
    public void Warning(string code, string kind, string name, string text) => Tell("WARNING", code, kind, name, text);

    private void Tell(string level, string code, string kind, string name, string text) => context.Log(_withCodes
        ? $"  - {level}:{code}:{kind}:{name}:{text}"
        : $"  - {level}: {kind}{(name.Length > 0 ? " " + name : "")}: {text}");

    public void Note(string text) => context.Log("  - NOTICE: " + text);
}
