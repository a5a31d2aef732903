using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Drover.Cluster.MasterAddress;
using Drover.Nodes;

namespace Drover.Cluster;

/// <summary>Settings of the cluster. The first three only matter when a state directory is new.</summary>
public sealed class ClusterOptions
{
    /// <summary>Name of a new cluster. Default <c>cluster</c>.</summary>
    public string ClusterName { get; init; } = "cluster";

    /// <summary>Name of the first node, this machine. Default: the host name.</summary>
    public string NodeName { get; init; } = Environment.MachineName;

    /// <summary>Address of the first node. Default: the first IPv4 address that is not a loopback one, else 127.0.0.1.</summary>
    public string NodeAddress { get; init; } = OwnAddress();

    /// <summary>The address at which clients find the master, set on its machine besides its own; null: what the cluster has on record. Default null.</summary>
    public MasterAddressOptions? MasterAddress { get; init; }

    /// <summary>Root below which the <c>ssconf_*</c> files are written; null writes none. Default null.</summary>
    public string? GanetiRoot { get; init; }

    /// <summary>Directory for the sockets of test opcodes; clients must be able to enter it. Default: the directory for temporary files.</summary>
    public string RunDirectory { get; init; } = Path.GetTempPath();

    /// <summary>Directory for what OP_TEST_STEPS leaves behind, made when it is needed; null runs no such opcode, since each of them makes the daemon write
    /// files. Default null.</summary>
    public string? EvidenceDirectory { get; init; }

    /// <summary>The machines that can be looked at; null: none. Default null.</summary>
    public INodes? Nodes { get; init; }

    /// <summary>How long figures of a node are waited for; it has none then. Default 1 second.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the address of a new node is looked for. Default 10 seconds.</summary>
    public TimeSpan ResolveTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Looks for the addresses of a name. Default: the name service of this machine.</summary>
    public Func<string, AddressFamily, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Compares the journal with the rows and names each difference; null leaves that part of the verification out. Default null.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>>? JournalCheck { get; init; }

    private static string OwnAddress()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(i => i.GetIPProperties().UnicastAddresses)
                .Select(a => a.Address)
                .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a))?.ToString() ?? "127.0.0.1";
        }
        catch (NetworkInformationException)
        {
            return "127.0.0.1";
        }
    }
}
