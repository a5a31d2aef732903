using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>A master that agents may join, and the agents that have.</summary>
internal sealed partial class SmallFleet : IDisposable
{
    private readonly List<AgentProcess> _agents = [];
    private readonly Func<string, string[]> _below;
    private readonly string _name;
    private readonly string[] _more;
    private string? _listen;

    internal SmallFleet(params string[] more)
        : this("", null, _ => [], more)
    {
    }

    /// <param name="name">The machine of the master.</param>
    /// <param name="listen">Where agents connect; null for a port of the own machine.</param>
    /// <param name="below">What programs stand behind to run on a machine: nodes have the names of theirs.</param>
    /// <param name="more">Further options of the master.</param>
    internal SmallFleet(string name, string? listen, Func<string, string[]> below, params string[] more)
    {
        (_name, _listen, _below) = (name, listen, below);
        _more = ["--agent-ping-time", "2s", .. more];
        StartMaster();
    }

    internal Sandbox Sandbox { get; } = new();

    internal Daemon Master { get; private set; } = null!;

    /// <summary>Where agents connect: the same after a restart of the master.</summary>
    internal string Listens => _listen!;

    internal void StartMaster(params string[] once)
    {
        Master = Daemon.StartBelow(Sandbox, _below(_name), [.. Options, .. once]);
        _listen ??= Connect().Match(Master.Log).Groups["address"].Value;
    }

    /// <summary>With what a master is started, and refuses to.</summary>
    internal Finished StartRefused(params string[] once) => Daemon.Refused(Sandbox, [.. Options, .. once]);

    private string[] Options => ["--agents-listen", _listen ?? "127.0.0.1:0", .. _more];

    internal void KillMaster()
    {
        Master.Kill9();
        Master.Dispose();
    }

    /// <summary>A node that has joined by the command that the master printed, and whose agent is here.</summary>
    internal AgentProcess Join(string name, params string[] cltab)
    {
        var agent = Prepare(name, cltab);
        agent.Start();
        UntilHere(name);
        // What has no groups yet is not among all that have a group.
        if (cltab.Length > 0)
            Until(() => Master.Drover("get", "groups", "-c", "name", "-F", $"node == \"{name}\"", "--no-headers").Expect(0).Lines.Length > 0, () => $"{name} has told no groups");
        return agent;
    }

    /// <summary>A node that has joined, and whose agent does not run yet.</summary>
    internal AgentProcess Prepare(string name, params string[] cltab)
    {
        var agent = new AgentProcess(Sandbox, name, cltab) { Below = _below(name) };
        _agents.Add(agent);
        agent.Join(Master.Drover("add", "node", name).Expect(0).Output.Trim()).Expect(0);
        return agent;
    }

    internal void UntilHere(string name) => Until(() => State(name) == "here", () => $"{name} is {State(name)}");

    internal void UntilAway(string name) => Until(() => State(name) == "away", () => $"{name} is {State(name)}");

    internal string State(string name) => Master.Drover("get", "agents", "-o", "csv", "-c", "node,state", "--no-headers").Expect(0).Lines
        .Select(line => line.Split(',')).FirstOrDefault(cells => cells[0] == name)?[1] ?? "";

    /// <summary>Looks again and again, until it is so or the time is over that no command takes.</summary>
    internal void Until(Func<bool> isSo, Func<string> found)
    {
        var end = Environment.TickCount64 + (long)Command.Longest.TotalMilliseconds;
        while (!isSo())
            if (Environment.TickCount64 > end)
                throw new TimeoutException($"{found()}\n{Master.Log}\n{string.Join('\n', _agents.Select(agent => agent.Log))}");
    }

    public void Dispose()
    {
        foreach (var agent in _agents)
            agent.Dispose();
        Master.Dispose();
        Sandbox.Dispose();
    }

    [GeneratedRegex(@"Agents connect to (?<address>127\.\S+);", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Connect();
}
