using System.Diagnostics;
using System.Globalization;

namespace Drover.Acceptance.Running;

/// <summary>Machines on a bad network: a namespace each, with <c>eth0</c>, and a switch between them in a further one. The first has 192.0.2.1, the next 192.0.2.2, and so on. What they send is late, in another order and partly lost:
/// by the kernel's netem where it has that, else by the switch.</summary>
internal sealed class MachineNetwork : IDisposable
{
    private const string Device = "eth0";

    private static readonly string[] s_netem = ["netem", "delay", "40ms", "15ms", "loss", "4%"];
    private static readonly string[] s_bad = ["0.040", "0.015", "0.04"];
    private static readonly string[] s_good = ["0", "0", "0"];

    private static int s_number;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"drover{Environment.ProcessId}n{Interlocked.Increment(ref s_number)}");
    private readonly string _cuts = Directory.CreateTempSubdirectory("drover-network-").FullName;
    private readonly string[] _machines;
    private readonly bool _hasNetem;
    private readonly Process _switch;

    internal MachineNetwork(params string[] machines)
    {
        _machines = machines;
        TwoMachines.Ip("netns", "add", Switch);
        foreach (var machine in machines)
        {
            var space = Space(machine);
            TwoMachines.Ip("netns", "add", space);
            TwoMachines.Ip("link", "add", "name", machine, "netns", Switch, "type", "veth", "peer", "name", Device, "netns", space);
            TwoMachines.Ip("-n", Switch, "link", "set", "dev", machine, "up");
            TwoMachines.Ip("-n", space, "link", "set", "lo", "up");
            TwoMachines.Ip("-n", space, "link", "set", Device, "up");
            TwoMachines.Ip("-n", space, "address", "add", $"{AddressOf(machine)}/24", "dev", Device);
        }
        _hasNetem = Array.TrueForAll(machines, machine => Tc(machine, ["qdisc", "add"], ["root", .. s_netem]).ExitCode == 0);
        _switch = Command.Begin("ip", ["netns", "exec", Switch, "python3", Path.Combine(AppContext.BaseDirectory, "python", "switch.py"), .. _hasNetem ? s_good : s_bad, _cuts, .. machines]);
        if (_switch.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException(_switch.StandardError.ReadToEnd());
    }

    private string Switch => _name + "s";

    /// <summary>How much of what was sent was lost.</summary>
    internal string Losses => _hasNetem
        ? string.Join('\n', _machines.Select(machine => $"{machine}: {Tc(machine, ["-s", "qdisc", "show"]).Expect(0).Lines[1]}"))
        : $"frames lost by the switch: {new FileInfo(Path.Combine(_cuts, "lost")).Length}";

    /// <summary>Its address.</summary>
    internal string AddressOf(string machine) => string.Create(CultureInfo.InvariantCulture, $"192.0.2.{Array.IndexOf(_machines, machine) + 1}");

    /// <summary>What a program stands behind to run on a machine.</summary>
    internal string[] On(string machine) => ["ip", "netns", "exec", Space(machine)];

    /// <summary>Nothing comes from a machine any more, and nothing to it. None of them is told.</summary>
    internal void Cut(string machine) => File.WriteAllText(Path.Combine(_cuts, machine), "");

    /// <summary>Ends that.</summary>
    internal void Heal(string machine) => File.Delete(Path.Combine(_cuts, machine));

    public void Dispose()
    {
        _switch.Kill();
        _switch.Dispose();
        foreach (var space in _machines.Select(Space).Append(Switch))
            TwoMachines.Ip("netns", "delete", space);
        Directory.Delete(_cuts, recursive: true);
    }

    private string Space(string machine) => $"{_name}-{machine}";

    private Finished Tc(string machine, string[] what, params string[] more) => Command.Run("ip", [.. On(machine)[1..], "tc", .. what, "dev", Device, .. more]);
}
