using System.Diagnostics;
using System.Security.Cryptography;
using Drover.Bench.Daemon;

namespace Drover.Bench.Fleet;

/// <summary>The real agent as a process of its own, joined to a fleet.</summary>
internal sealed class RealAgent : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private RealAgent(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Joins as a node, and starts.</summary>
    /// <param name="more">Further arguments of <c>drover-agent run</c>.</param>
    public static async Task<RealAgent> StartAsync(BenchRun run, FleetBed fleet, string node, params string[] more)
    {
        var directory = run.NewDirectory();
        var state = Path.Combine(directory, "state");
        var (secret, authority) = Invite(fleet, node);
        using (var joining = Start("join", fleet.Door, $"{secret}.{authority}", "--name", node, "--state", state))
        {
            await joining.WaitForExitAsync();
            if (joining.ExitCode != 0)
                throw new InvalidOperationException($"drover-agent join ended with {joining.ExitCode}.");
        }
        var agent = new RealAgent(Start(["run", "--state", state, "--run", Path.Combine(directory, "run"), "--stop-services", "--log-level", "warning", .. more]));
        using var http = fleet.Daemon.OpenHttp();
        using var patience = new CancellationTokenSource(s_patience);
        while (!(await http.GetStringAsync(new Uri("/v1/query/agent?fields=state", UriKind.Relative), patience.Token)).Contains("[0,\"here\"]", StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
        return agent;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Signals.Terminate(_process.Id);
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
    }

    private static (string Secret, string Authority) Invite(FleetBed fleet, string node)
    {
        var secret = RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var client = new LuxiClient(fleet.Daemon.Luxi);
        var job = client.Submit(LuxiClient.Frame("SubmitJob", $$"""[[{"OP_ID":"OP_AGENT_INVITE","node":"{{node}}","hash":"{{SecretHash.Of(secret)}}","reason":[["bench","",0]]}]]"""));
        client.WaitForSuccess(job);
        var result = client.Call("QueryJobs", $"[[{job}],[\"opresult\"]]");
        return (secret, result[0][0][0].GetProperty("authority").GetString()!);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(DaemonBed.Binary("drover-agent"), arguments) { UseShellExecute = false, RedirectStandardOutput = true })!;
}
