using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Drover.Agent.Addresses;

/// <summary>Asks on the network of a device who has an address, and tells who has it (RFC 826, RFC 5227).</summary>
internal sealed class ArpSocket : IDisposable
{
    private const ushort ProtocolArp = 0x0806;
    private const int MessageBytes = 28;

    private readonly Socket _socket;
    private readonly PacketAddress _everybody;
    private readonly byte[] _hardware;

    /// <param name="device">Index of the device.</param>
    /// <param name="hardware">Its hardware address, of six bytes.</param>
    /// <exception cref="SocketException">It may not be opened; that takes root.</exception>
    public ArpSocket(int device, PhysicalAddress hardware)
    {
        _hardware = hardware.GetAddressBytes();
        _everybody = new PacketAddress(device, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        _socket = new Socket(AddressFamily.Packet, SocketType.Dgram, (ProtocolType)BinaryPrimitives.ReverseEndianness(ProtocolArp));
        _socket.Bind(new PacketAddress(device, []));
    }

    /// <summary>Who answers for an address, or asks for it as we do; null if nobody does within the time.</summary>
    /// <param name="address">The address, of version 4.</param>
    /// <param name="probes">How often it is asked.</param>
    /// <param name="pause">How long after each.</param>
    /// <param name="cancellationToken">Set to give it up.</param>
    public async Task<PhysicalAddress?> ProbeAsync(IPAddress address, int probes, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hearing = HearAsync(address.GetAddressBytes(), end.Token);
        for (var i = 0; i < probes && !hearing.IsCompleted; i++)
        {
            // A sender without an address: nobody is to take it for an owner.
            await SendAsync(IPAddress.Any, address);
            await Task.WhenAny(hearing, Task.Delay(pause, cancellationToken));
        }
        if (!hearing.IsCompleted)
            await end.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return await hearing;
    }

    /// <summary>Tells all that the address is here, so that what they remember of an earlier machine is replaced.</summary>
    public Task<int> AnnounceAsync(IPAddress address) => SendAsync(address, address);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private Task<int> SendAsync(IPAddress sender, IPAddress target)
    {
        var message = new byte[MessageBytes];
        BinaryPrimitives.WriteUInt16BigEndian(message, 1); // Ethernet
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), 0x0800); // IPv4
        (message[4], message[5]) = (6, 4);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), 1); // request
        _hardware.CopyTo(message, 8);
        sender.TryWriteBytes(message.AsSpan(14), out _);
        target.TryWriteBytes(message.AsSpan(24), out _);
        return _socket.SendToAsync(message, _everybody);
    }

    private async Task<PhysicalAddress?> HearAsync(byte[] address, CancellationToken cancellationToken)
    {
        var message = new byte[1_500];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(message, cancellationToken);
                if (length < MessageBytes || message.AsSpan(8, 6).SequenceEqual(_hardware))
                    continue;
                // It has the address, or is about to take it.
                if (message.AsSpan(14, 4).SequenceEqual(address) || (message.AsSpan(14, 4).IndexOfAnyExcept((byte)0) < 0 && message.AsSpan(24, 4).SequenceEqual(address)))
                    return new PhysicalAddress(message[8..14]);
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary><c>struct sockaddr_ll</c>.</summary>
    private sealed class PacketAddress(int device, byte[] hardware) : EndPoint
    {
        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, 20);
            var bytes = address.Buffer.Span;
            BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], ProtocolArp);
            BitConverter.TryWriteBytes(bytes[4..], device);
            bytes[11] = (byte)hardware.Length;
            hardware.CopyTo(bytes[12..]);
            return address;
        }
    }
}
