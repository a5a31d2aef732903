using System.Diagnostics;
using System.Globalization;
using Drover.Acceptance.Running;
using Drover.Tests.Shared;

namespace Drover.Acceptance.Fleet;

/// <summary>One master with a hundred played agents, and a thousand in <c>make soak</c>.</summary>
public sealed class ManyAgentsTests : IDisposable
{
    private const int Tells = 5;

    private static readonly int s_agents = TestScale.Of(100);

    private readonly SmallFleet _fleet = new("--agent-patience", "5m");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task All_are_told_each_level_once_also_while_the_master_is_killed()
    {
        using var load = Command.Begin(Path.Combine(AppContext.BaseDirectory, "Drover.FleetLoad"),
            ["agents", "--socket", _fleet.Sandbox.HttpSocket, "--master", _fleet.Listens, "--agents", s_agents.ToString(CultureInfo.InvariantCulture)]);
        try
        {
            Assert.Equal($"{s_agents} agents are connected", await LineAsync(load));
            for (var tell = 1; tell <= Tells; tell++)
            {
                var job = _fleet.Master.Http.Submit($$"""{"OP_ID":"OP_SERVICE_NODES_SET_LEVEL","group":"web","level":"{{1 + (tell % 2)}}","nodes":[{{Names()}}]}""");
                if (tell == 3)
                {
                    _fleet.KillMaster();
                    _fleet.StartMaster();
                }
                Assert.Equal("success", _fleet.Master.Http.WaitForEnd(job));
            }
            load.StandardInput.Close();
            Assert.StartsWith($"{Tells * s_agents} orders carried out", await LineAsync(load), StringComparison.Ordinal);
        }
        finally
        {
            load.Kill();
            load.WaitForExit(Command.Longest);
        }
    }

    private static Task<string?> LineAsync(Process process) => process.StandardOutput.ReadLineAsync().WaitAsync(Command.Longest);

    private static string Names() => string.Join(',', Enumerable.Range(0, s_agents).Select(number => string.Create(CultureInfo.InvariantCulture, $"\"load{number:0000}\"")));
}
