using System.Globalization;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Failover;

/// <summary>What happens to a fleet, drawn from a seed: one or two things at once, and then they are over.</summary>
/// <param name="fleet">The fleet.</param>
/// <param name="random">Draws.</param>
/// <param name="lease">How long leases are.</param>
internal sealed class RandomHistory(FailoverFleet fleet, Random random, TimeSpan lease)
{
    /// <summary>Lets time pass, which is what happens to leases.</summary>
    public static Task PassAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    /// <summary>A node runs a command, and its answer is lost.</summary>
    public static async Task LoseAnswerAsync(FailoverFleet fleet)
    {
        var node = fleet.Nodes[0];
        node.Line.HoldAnswers();
        await fleet.RunCommandAsync(node);
        await Soon.HoldsAsync(() => fleet.HasRun);
        node.Line.Cut();
        node.Line.Mend();
        await PassAsync(TimeSpan.FromSeconds(2));
    }

    /// <summary>Does something, and says what.</summary>
    public async Task<string> StepAsync()
    {
        List<(string What, Func<Task> Undo)> done = [await DoAsync()];
        if (random.Next(2) == 0)
        {
            await PassAsync(lease * random.NextDouble());
            done.Add(await DoAsync());
        }
        await PassAsync(lease * (3 * random.NextDouble()));
        foreach (var (_, undo) in done)
            await undo();
        await PassAsync(lease * random.NextDouble());
        return string.Join(" and ", done.Select(one => one.What));
    }

    private async Task<(string What, Func<Task> Undo)> DoAsync()
    {
        // What happens to the others matters less.
        var node = random.Next(3) > 0 ? fleet.Holder : fleet.Nodes[random.Next(fleet.Nodes.Count)];
        switch (random.Next(9))
        {
            case 0 or 1:
                node.Line.Cut();
                return ($"cut {node.Name}", () => Done(node.Line.Mend));
            case 2:
                node.Line.Hold();
                return ($"hold {node.Name}", () => Done(node.Line.Mend));
            case 3 or 4:
                node.Freeze();
                return ($"freeze {node.Name}", () => Done(node.Thaw));
            case 5:
                node.Thaw();
                await node.KillAsync();
                return ($"kill {node.Name}", node.StartAsync);
            case 6:
                await fleet.RestartMasterAsync();
                return ("restart the master", () => Task.CompletedTask);
            case 7:
                if (fleet.Evidence.Last is { } last)
                    using (var kill = TimedProcess.Start("kill", "-KILL", last.Pid.ToString(CultureInfo.InvariantCulture)))
                        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
                return ("the group fails", () => Task.CompletedTask);
            default:
                await fleet.SubmitAsync($$"""{"OP_ID":"OP_SERVICE_GROUP_PLACE","group":"{{FailoverFleet.Group}}"}""");
                await fleet.RunCommandAsync(node);
                return ("move, and a command", () => Task.CompletedTask);
        }
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
