using System.Net;
using Drover.Doors.Certificates;
using Drover.Fleet.Door;
using Drover.Fleet.Telling;
using Drover.NodeWire.Protocol;
using Microsoft.Extensions.Logging;

namespace Drover.Fleet.Election;

/// <summary>Asks the other nodes of the cluster who the master is, before this one serves anything (<c>docs/adr/0038-votes-of-agents.md</c>). Agents connect to masters, so the votes are those of
/// agents that come: one that is at another master does not.</summary>
/// <param name="electorate">Who votes.</param>
/// <param name="options">Where agents connect, and how long they are waited for.</param>
/// <param name="master">How they know the master.</param>
/// <param name="certificate">How the certificate of the door is made.</param>
/// <param name="clock">Times the vote.</param>
/// <param name="logging">Makes the log.</param>
public sealed class MasterElection(Electorate electorate, FleetOptions options, MasterIdentity master, OwnCertificateOptions certificate, TimeProvider clock, ILoggerFactory logging)
{
    private readonly ILogger _log = logging.CreateLogger(FleetLog.Category);
    private readonly Lock _gate = new();
    private readonly VoteCount _count = new(electorate.Own, electorate.Voters);
    private readonly TaskCompletionSource<IPEndPoint> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Verdict> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where agents are waited for; done once they are.</summary>
    internal Task<IPEndPoint> Address => _address.Task;

    /// <summary>How long it may take.</summary>
    public TimeSpan Longest => _count.Verdict == Verdict.Won ? TimeSpan.Zero : options.VotePause * options.VoteTries;

    /// <summary>Holds the vote, unless nobody else has one.</summary>
    /// <param name="cancellationToken">Ends it without an outcome.</param>
    /// <exception cref="DroverException"><c>MASTER_NOT_ELECTED</c>: who was voted for by whom. <c>WEB_CA</c>.</exception>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        if (electorate.WithoutVote.Count > 0)
            FleetLog.WithoutVote(_log, string.Join(", ", electorate.WithoutVote));
        if (_count.Verdict == Verdict.Won)
            return;
        if (options.Listen is null)
            throw new DroverException("MASTER_NOT_ELECTED", $"Node {electorate.Own} is not elected master: the nodes {string.Join(", ", electorate.Voters)} have a vote, and their agents cannot connect. {Advice}");
        FleetLog.VoteBegun(_log, electorate.Own, string.Join(", ", electorate.Voters), _count.All);
        using var own = new OwnCertificate(certificate, options.Node, options.Listen.Address, clock, logging);
        using var service = new VoteService(electorate, master, clock, Take);
        await using var server = new AgentServer<VoteService>(options, service, own);
        _address.SetResult(await server.StartAsync());
        try
        {
            await DecideAsync(cancellationToken);
        }
        finally
        {
            service.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
            await server.StopAsync(patience.Token);
        }
    }

    private async Task DecideAsync(CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                var verdict = await _decided.Task.WaitAsync(options.VotePause, clock, cancellationToken);
                if (verdict == Verdict.Lost)
                    throw Lost("lost the vote");
                FleetLog.Elected(_log, electorate.Own, Tally());
                return;
            }
            catch (TimeoutException)
            {
                if (turn == options.VoteTries)
                    throw Lost($"has no majority after {turn} times {options.VotePause.TotalSeconds:0.#} s");
                FleetLog.NoMajority(_log, turn, options.VoteTries, Tally());
            }
        }
    }

    /// <summary>An agent has said whom it takes for the master; null for one that cannot say. Who has heard of a later term than this state knows takes a later master for it, by whatever name.</summary>
    private void Take(string voter, Hello hello, Vote? vote)
    {
        lock (_gate)
        {
            if (!_count.Has(voter) || _decided.Task.IsCompleted)
                return;
            if (vote is not { Master.Length: > 0 })
            {
                _count.Strike(voter);
                FleetLog.HasNoVote(_log, voter, vote is null ? $"its agent (version {hello.Version}) cannot vote yet" : "no master has told it who leads");
            }
            else
            {
                var choice = hello.NewestTerm > electorate.Term ? $"a later master than this state knows ({vote.Master}, term {hello.NewestTerm} after {electorate.Term})" : vote.Master;
                _count.Take(voter, choice);
                FleetLog.Voted(_log, voter, choice);
            }
            if (_count.Verdict is not Verdict.Open and var verdict)
                _decided.TrySetResult(verdict);
        }
    }

    private string Tally()
    {
        lock (_gate)
            return _count.ToString();
    }

    private DroverException Lost(string how) => new("MASTER_NOT_ELECTED", $"Node {electorate.Own} {how}, and more than half of {_count.All} nodes must name it the master: {Tally()}. {Advice}");

    private const string Advice = "If another master runs, let it. If that one is gone, or the nodes that did not answer are, start with --no-voting --yes-do-it. Nothing was changed.";
}
