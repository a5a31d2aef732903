using Drover.Agent.Systemd;
using Drover.Cluster;
using Drover.Daemon.Settings;
using Drover.Fleet;
using Drover.Fleet.Agents;
using Drover.Fleet.Election;
using Drover.Storage;

namespace Drover.Daemon.Mastership;

/// <summary>The other nodes have their say on who is the master, before anything is served.</summary>
internal static class MasterVote
{
    /// <summary>Time that the rest of the start may take after a vote, until systemd gives it up.</summary>
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(90);

    /// <summary>Holds the vote.</summary>
    /// <param name="settings">The settings, with the names of the state directory.</param>
    /// <param name="store">Has the nodes and their agents.</param>
    /// <param name="master">How agents know the master.</param>
    /// <param name="stop">Ends with the first signal to stop.</param>
    /// <param name="logging">Makes the log.</param>
    /// <returns>Whether it is elected; else it was told to stop meanwhile.</returns>
    /// <exception cref="DroverException"><c>MASTER_NOT_ELECTED</c>.</exception>
    public static async Task<bool> HoldAsync(DaemonSettings settings, SqliteStore store, MasterIdentity master, Task stop, ILoggerFactory logging)
    {
        if (settings.SkipsVoting)
            return true;
        var election = new MasterElection(Electorate(settings, store), RoomOptions.Fleet(settings), master, RoomOptions.AgentsCertificate(settings), TimeProvider.System, logging);
        if (election.Longest > TimeSpan.Zero)
            SystemdNotice.Send(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(election.Longest + s_start).TotalMicroseconds:0}"));
        using var stopping = new CancellationTokenSource();
        var vote = election.HoldAsync(stopping.Token);
        if (await Task.WhenAny(vote, stop) == stop)
            await stopping.CancelAsync();
        try
        {
            await vote;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Electorate Electorate(DaemonSettings settings, SqliteStore store)
    {
        using var reader = store.Read();
        return Fleet.Election.Electorate.Of(settings.Text("node"), store.Head.Term, ClusterNodes.Stored(reader), FleetAgent.Stored(reader));
    }
}
