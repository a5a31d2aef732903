using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Drover.Agent.Native;

namespace Drover.Agent.Addresses;

/// <summary>Gives a network device an address, or takes it away, by the kernel's own interface (rtnetlink(7)): no program is started.</summary>
internal static class AddressChange
{
    private const ushort NewAddress = 20; // RTM_NEWADDR
    private const ushort DeleteAddress = 21; // RTM_DELADDR
    private const ushort Error = 2; // NLMSG_ERROR
    private const ushort Request = 0x1;
    private const ushort Acknowledge = 0x4;
    private const ushort Exclusive = 0x200;
    private const ushort Create = 0x400;
    private const ushort AttributeAddress = 1; // IFA_ADDRESS
    private const ushort AttributeLocal = 2; // IFA_LOCAL
    private const int HeaderBytes = 16;
    private const int FamilyBytes = 8; // struct ifaddrmsg

    /// <summary>Adds it. 0, or the number of the error: <see cref="Errno.Exists"/> when the device has it already.</summary>
    public static int Add(IPAddress address, int prefix, int device) => Send(NewAddress, Create | Exclusive, address, prefix, device);

    /// <summary>Takes it away. 0, or the number of the error.</summary>
    public static int Remove(IPAddress address, int prefix, int device) => Send(DeleteAddress, 0, address, prefix, device);

    private static int Send(ushort kind, ushort flags, IPAddress address, int prefix, int device)
    {
        var descriptor = Libc.Socket(Libc.RouteNetlink, Libc.RawSocket, 0);
        if (descriptor < 0)
            return Errno.Last;
        using var handle = new SafeSocketHandle(descriptor, ownsHandle: true);
        using var socket = new Socket(handle);
        try
        {
            socket.Send(Message(kind, flags, address, prefix, device));
            var answer = new byte[4096];
            var length = socket.Receive(answer);
            return length >= HeaderBytes + sizeof(int) && MemoryMarshal.Read<ushort>(answer.AsSpan(4)) == Error ? -MemoryMarshal.Read<int>(answer.AsSpan(HeaderBytes)) : Errno.Invalid;
        }
        catch (SocketException e)
        {
            return e.NativeErrorCode;
        }
    }

    /// <summary>All numbers are in the order of this machine; addresses in that of the network.</summary>
    private static byte[] Message(ushort kind, ushort flags, IPAddress address, int prefix, int device)
    {
        var bytes = address.GetAddressBytes();
        var attribute = sizeof(int) + bytes.Length;
        var message = new byte[HeaderBytes + FamilyBytes + (2 * attribute)];
        MemoryMarshal.Write(message.AsSpan(0), message.Length);
        MemoryMarshal.Write(message.AsSpan(4), kind);
        MemoryMarshal.Write(message.AsSpan(6), (ushort)(flags | Request | Acknowledge));
        var family = message.AsSpan(HeaderBytes);
        family[0] = (byte)(address.AddressFamily == AddressFamily.InterNetworkV6 ? 10 : 2);
        family[1] = (byte)prefix;
        MemoryMarshal.Write(family[4..], device);
        var at = HeaderBytes + FamilyBytes;
        foreach (var name in (ReadOnlySpan<ushort>)[AttributeLocal, AttributeAddress])
        {
            MemoryMarshal.Write(message.AsSpan(at), (ushort)attribute);
            MemoryMarshal.Write(message.AsSpan(at + 2), name);
            bytes.CopyTo(message, at + 4);
            at += attribute;
        }
        return message;
    }
}
