using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Drover.Agent.Native;
using Drover.Nodes.Addresses;

namespace Drover.Agent.Addresses;

/// <summary>Sets an address on a device of this machine once no other machine answers for it.</summary>
/// <param name="options">How.</param>
public sealed class LinuxAddresses(AddressOptions options) : INodeAddresses, IDisposable
{
    private const int Announcements = 2;
    private const int DuplicateFound = 0x08; // IFA_F_DADFAILED
    private const int Tentative = 0x40; // IFA_F_TENTATIVE

    private static readonly TimeSpan s_longestTentative = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_tentativePause = TimeSpan.FromMilliseconds(100);

    private readonly AddressNote _note = new(options.NoteFile);
    private readonly AddressScript _script = new(options.Script, options.ScriptTime);
    private readonly SemaphoreSlim _gate = new(1);

    /// <inheritdoc/>
    public NodeAddress? Present => _note.Read();

    /// <inheritdoc/>
    public Task<string?> SetAsync(NodeAddress address, CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (Find(address.Device) is not { } device)
            return $"there is no network device '{address.Device}'";
        if (OwnerOf(address.Address) is { } owner)
            return owner == address.Device ? null : $"the device {owner} has the address already";
        if (await DuplicateAsync(address.Address, device, cancellationToken) is { } other)
            return other;
        _note.Write(address);
        var problem = address.ByScript ? await _script.RunAsync("start", address, cancellationToken) : await AddAsync(address, device, cancellationToken);
        if (problem is not null)
            _note.Write(null);
        return problem;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TakeDownAsync(CancellationToken cancellationToken) => InTurnAsync(async () =>
    {
        if (Present is not { } address)
            return null;
        var problem = address.ByScript ? await _script.RunAsync("stop", address, cancellationToken) : Remove(address);
        if (problem is null)
            _note.Write(null);
        return problem;
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<string?> InTurnAsync(Func<Task<string?>> act, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetworkInformationException)
        {
            return e.Message;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static NetworkInterface? Find(string device) => NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(each => each.Name == device);

    private static string? OwnerOf(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .FirstOrDefault(device => device.GetIPProperties().UnicastAddresses.Any(each => each.Address.Equals(address)))?.Name;

    private static int IndexOf(NetworkInterface device) => (int)Libc.DeviceIndex(device.Name);

    /// <summary>Who else has the address, in words. The kernel looks itself for those of version 6; nobody is asked where there is no network behind the device.</summary>
    private async Task<string?> DuplicateAsync(IPAddress address, NetworkInterface device, CancellationToken cancellationToken)
    {
        if (!Asks(address, device))
            return null;
        if (device.OperationalStatus == OperationalStatus.Down)
            return $"the device {device.Name} is down, so that it cannot be asked whether another machine has the address";
        try
        {
            using var arp = new ArpSocket(IndexOf(device), device.GetPhysicalAddress());
            return await arp.ProbeAsync(address, options.Probes, options.ProbePause, cancellationToken) is { } owner ? $"another machine has it ({Text(owner)} on {device.Name})" : null;
        }
        catch (SocketException e)
        {
            return $"it cannot be asked whether another machine has the address: {e.Message}";
        }
    }

    private static async Task<string?> AddAsync(NodeAddress address, NetworkInterface device, CancellationToken cancellationToken)
    {
        if (AddressChange.Add(address.Address, address.Prefix, IndexOf(device)) is not 0 and var error)
            return Errno.Text(error);
        if (address.Address.AddressFamily == AddressFamily.InterNetworkV6)
            return await WaitWhileTentativeAsync(address, device, cancellationToken);
        if (!Asks(address.Address, device))
            return null;
        try
        {
            using var arp = new ArpSocket(IndexOf(device), device.GetPhysicalAddress());
            for (var i = 0; i < Announcements; i++)
                await arp.AnnounceAsync(address.Address);
        }
        catch (SocketException)
        {
            // It is set; others learn of it when they ask.
        }
        return null;
    }

    private static string? Remove(NodeAddress address) =>
        OwnerOf(address.Address) == address.Device && Find(address.Device) is { } device && AddressChange.Remove(address.Address, address.Prefix, IndexOf(device)) is not 0 and var error
            ? Errno.Text(error) : null;

    private static async Task<string?> WaitWhileTentativeAsync(NodeAddress address, NetworkInterface device, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < s_longestTentative; waited += s_tentativePause)
        {
            var flags = Flags(address.Address);
            if ((flags & DuplicateFound) != 0)
            {
                AddressChange.Remove(address.Address, address.Prefix, IndexOf(device));
                return $"another machine has it on {device.Name}";
            }
            if ((flags & Tentative) == 0)
                return null;
            await Task.Delay(s_tentativePause, cancellationToken);
        }
        return $"the kernel still looks whether another machine has it after {s_longestTentative.TotalSeconds:0} s";
    }

    /// <summary>Flags of an address of version 6, as <c>/proc/net/if_inet6</c> has them; 0 when it is not there.</summary>
    private static int Flags(IPAddress address)
    {
        var digits = Convert.ToHexStringLower(address.GetAddressBytes());
        return File.ReadLines("/proc/net/if_inet6").FirstOrDefault(line => line.StartsWith(digits, StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, _, var flags, ..]
            ? Convert.ToInt32(flags, 16) : 0;
    }

    private static bool Asks(IPAddress address, NetworkInterface device) =>
        address.AddressFamily == AddressFamily.InterNetwork && device.NetworkInterfaceType != NetworkInterfaceType.Loopback && device.GetPhysicalAddress().GetAddressBytes().Length == 6;

    private static string Text(PhysicalAddress address) => string.Join(':', address.GetAddressBytes().Select(each => $"{each:x2}"));
}
