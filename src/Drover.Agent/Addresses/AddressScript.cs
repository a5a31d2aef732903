using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Drover.Nodes.Addresses;

namespace Drover.Agent.Addresses;

/// <summary>A script that sets an address and takes it down, called as Ganeti calls its <c>master-ip-setup</c>: with <c>start</c> or <c>stop</c>, and the address in its environment.</summary>
/// <param name="path">The script.</param>
/// <param name="time">How long it may run.</param>
internal sealed class AddressScript(string path, TimeSpan time)
{
    private const int MostOutput = 2_000;

    /// <summary>Runs it. What went wrong, or null.</summary>
    public async Task<string?> RunAsync(string action, NodeAddress address, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(time);
        var start = new ProcessStartInfo(path, [action]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = "/" };
        start.Environment["MASTER_NETDEV"] = address.Device;
        start.Environment["MASTER_IP"] = address.Address.ToString();
        start.Environment["MASTER_NETMASK"] = address.Prefix.ToString(CultureInfo.InvariantCulture);
        start.Environment["CLUSTER_IP_VERSION"] = address.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "6" : "4";
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.Close();
            var said = new StringBuilder();
            await Task.WhenAll(ReadAsync(process.StandardOutput, said, patience.Token), ReadAsync(process.StandardError, said, patience.Token), process.WaitForExitAsync(patience.Token));
            return process.ExitCode == 0 ? null : $"{path} {action} ended with {process.ExitCode}{(said.Length > 0 ? $": {said.ToString().Trim()}" : "")}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process?.Kill(entireProcessTree: true);
            return $"{path} {action} had not ended after {time.TotalSeconds:0} s, and was killed";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            return $"{path} cannot be run: {e.Message}";
        }
        finally
        {
            process?.Dispose();
        }
    }

    private static async Task ReadAsync(StreamReader stream, StringBuilder said, CancellationToken cancellationToken)
    {
        while (await stream.ReadLineAsync(cancellationToken) is { } line)
            lock (said)
                if (said.Length < MostOutput)
                    said.Append(line).Append(' ');
    }
}
