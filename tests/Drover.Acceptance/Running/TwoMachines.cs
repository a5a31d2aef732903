using System.Globalization;

namespace Drover.Acceptance.Running;

/// <summary>Two network namespaces with a cable between them: this machine, 192.0.2.1 on <c>eth0</c>, and another one, 192.0.2.2.</summary>
internal sealed class TwoMachines : IDisposable
{
    internal const string Device = "eth0";

    private static int s_number;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"drover{Environment.ProcessId}x{Interlocked.Increment(ref s_number)}");

    internal TwoMachines()
    {
        foreach (var space in (string[])[Own, Other])
            Ip("netns", "add", space);
        Ip("link", "add", "name", Device, "netns", Own, "type", "veth", "peer", "name", Device, "netns", Other);
        foreach (var (space, address) in ((string, string)[])[(Own, "192.0.2.1/24"), (Other, "192.0.2.2/24")])
        {
            Ip("-n", space, "link", "set", "lo", "up");
            Ip("-n", space, "link", "set", Device, "up");
            Ip("-n", space, "address", "add", address, "dev", Device);
        }
    }

    /// <summary>Why there can be none here; null if there can.</summary>
    internal static string? Problem { get; } = Look();

    internal string Own => _name + "a";

    internal string Other => _name + "b";

    /// <summary>What a program stands behind to run on this machine.</summary>
    internal string[] OnOwn => ["ip", "netns", "exec", Own];

    /// <summary>The addresses of this machine.</summary>
    internal string Addresses => Ip("-n", Own, "-o", "address", "show").Output;

    internal static Finished Ip(params string[] arguments) => Command.Run("ip", arguments).Expect(0);

    /// <summary>Whether the other machine reaches a port.</summary>
    internal bool IsReached(string address, int port) => Command.Run("ip",
        ["netns", "exec", Other, "timeout", "5", "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/{address}/{port}")]).ExitCode == 0;

    public void Dispose()
    {
        foreach (var space in (string[])[Own, Other])
            Ip("netns", "delete", space);
    }

    private static string? Look()
    {
        try
        {
            using var tried = new TwoMachines();
            return null;
        }
        catch (Exception e)
        {
            return $"No network namespaces can be made here: {e.Message}";
        }
    }
}
