using System.Globalization;

namespace Drover.Acceptance.Running;

/// <summary>Machines on one network: a namespace each, with <c>eth0</c>, and a switch between them in a further one. The first has 192.0.2.1, the next 192.0.2.2, and so on.</summary>
internal sealed class MachineNetwork : IDisposable
{
    private const string Device = "eth0";
    private const string Bridge = "br0";

    private static int s_number;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"drover{Environment.ProcessId}n{Interlocked.Increment(ref s_number)}");
    private readonly string[] _machines;

    internal MachineNetwork(params string[] machines)
    {
        _machines = machines;
        TwoMachines.Ip("netns", "add", Switch);
        TwoMachines.Ip("-n", Switch, "link", "add", "name", Bridge, "type", "bridge");
        TwoMachines.Ip("-n", Switch, "link", "set", Bridge, "up");
        foreach (var machine in machines)
        {
            var space = Space(machine);
            TwoMachines.Ip("netns", "add", space);
            TwoMachines.Ip("link", "add", "name", machine, "netns", Switch, "type", "veth", "peer", "name", Device, "netns", space);
            TwoMachines.Ip("-n", Switch, "link", "set", machine, "up", "master", Bridge);
            TwoMachines.Ip("-n", space, "link", "set", "lo", "up");
            TwoMachines.Ip("-n", space, "link", "set", Device, "up");
            TwoMachines.Ip("-n", space, "address", "add", $"{AddressOf(machine)}/24", "dev", Device);
        }
    }

    private string Switch => _name + "s";

    /// <summary>Its address.</summary>
    internal string AddressOf(string machine) => string.Create(CultureInfo.InvariantCulture, $"192.0.2.{Array.IndexOf(_machines, machine) + 1}");

    /// <summary>What a program stands behind to run on a machine.</summary>
    internal string[] On(string machine) => ["ip", "netns", "exec", Space(machine)];

    /// <summary>Makes it a bad one: what each machine sends is late, in another order, and partly lost. Where the kernel has no netem, lines are so narrow that packets wait for each other, and are lost
    /// where too many wait.</summary>
    /// <returns>How.</returns>
    internal string Spoil()
    {
        string[] netem = ["netem", "delay", "40ms", "15ms", "loss", "4%"];
        var isThere = Add(_machines[0], netem).ExitCode == 0;
        string[] how = isThere ? netem : ["tbf", "rate", "256kbit", "burst", "1600", "limit", "5000"];
        foreach (var machine in isThere ? _machines[1..] : _machines)
            Add(machine, how).Expect(0);
        return string.Join(' ', how);
    }

    /// <summary>What each machine has sent and lost, in the words of <c>tc</c>.</summary>
    internal string Losses => string.Join('\n', _machines.Select(machine => $"{machine}: {Qdisc(machine, ["-s", "qdisc", "show"]).Expect(0).Lines[1]}"));

    /// <summary>Nothing comes from a machine any more, and nothing to it. None of them is told.</summary>
    internal void Cut(string machine) => TwoMachines.Ip("-n", Switch, "link", "set", machine, "nomaster");

    /// <summary>Ends that.</summary>
    internal void Heal(string machine) => TwoMachines.Ip("-n", Switch, "link", "set", machine, "master", Bridge);

    public void Dispose()
    {
        foreach (var space in _machines.Select(Space).Append(Switch))
            TwoMachines.Ip("netns", "delete", space);
    }

    private string Space(string machine) => $"{_name}-{machine}";

    private Finished Add(string machine, string[] how) => Qdisc(machine, ["qdisc", "add"], ["root", .. how]);

    private Finished Qdisc(string machine, string[] what, params string[] more) => Command.Run("ip", ["netns", "exec", Space(machine), "tc", .. what, "dev", Device, .. more]);
}
