using Drover.Agent;
using Drover.Agent.TestDaemon;
using Drover.Nodes.Services;

if (args[0] == "accounts")
    return await AccountChanges.RunAsync(args[1..]);

// A daemon in small, for tests to kill: DIRECTORY COUNT KEEP-STATUS WORD... . Adopts, starts COUNT processes, says how many it has, waits for ever.
var count = int.Parse(args[1]);
using var agent = new ProcessAgent(new AgentOptions { RunDirectory = Path.Combine(args[0], "run"), UseCgroups = Environment.GetEnvironmentVariable("DROVER_TEST_CGROUPS") != "no" }, TimeProvider.System);
await agent.AdoptAsync(CancellationToken.None);
for (var i = 0; i < count; i++)
{
    agent.Start(new ProcessSpec
    {
        Key = new ProcessKey("node", "group", $"tag{i}"),
        Command = CommandLine.Of(args[3..]),
        Level = "1",
        Mode = "respawn",
        LogPath = Path.Combine(args[0], "log", $"tag{i}.log"),
        KeepStatus = bool.Parse(args[2]),
    });
}
Console.WriteLine($"ready {agent.List().Count(p => p.IsRunning)}");
await Task.Delay(Timeout.Infinite);
return 0;
