using System.Runtime.InteropServices;
using System.Text.Unicode;
using Drover.Agent.Native;

namespace Drover.Agent.Shares.Acls;

/// <summary>Which of the two ACLs of a directory; a file has the first only.</summary>
internal enum AclKind
{
    Access,
    Default,
}

/// <summary>ACLs of what is open. Calls that take no descriptor opened as a path get <c>/proc/self/fd/N</c>, which no rename and no link can lead astray.</summary>
internal static unsafe class AclAttribute
{
    /// <summary>Room for an ACL of 500 entries; an ext4 file holds no more.</summary>
    internal const int MostBytes = 4096;

    private const int SpecialBits = 0b111_000_000_000; // set-user-ID, set-group-ID, sticky
    private const int PathBytes = 32 + 256; // "/proc/self/fd/N/" and NAME_MAX

    // A call that the kernel does not have is tried once.
    private static bool s_isOldKernel;

    private static ReadOnlySpan<byte> AccessName => "system.posix_acl_access\0"u8;

    private static ReadOnlySpan<byte> DefaultName => "system.posix_acl_default\0"u8;

    /// <summary>Reads an ACL of what is open. Returns its length, or an errno below zero: <see cref="Errno.NoData"/> when there is none.</summary>
    internal static int Read(int descriptor, AclKind kind, Span<byte> value)
    {
        Span<byte> path = stackalloc byte[PathBytes];
        Utf8.TryWrite(path, $"/proc/self/fd/{descriptor}\0", out _);
        fixed (byte* start = path, name = Name(kind), to = value)
            return Result(Libc.GetAttribute(start, name, to, (nuint)value.Length));
    }

    /// <summary>Reads the access ACL of an entry of an open directory without opening it. Good for looking only: the entry may be another a moment later.</summary>
    internal static int ReadEntry(int directory, byte* entry, Span<byte> value)
    {
        if (!s_isOldKernel)
        {
            fixed (byte* name = AccessName, to = value)
            {
                var result = Result(Libc.GetAttributeAt(directory, entry, name, to, (uint)value.Length));
                if (result != -Errno.NoCall)
                    return result;
            }
            s_isOldKernel = true;
        }
        return ReadByPath(directory, entry, value);
    }

    private static int ReadByPath(int directory, byte* entry, Span<byte> value)
    {
        Span<byte> path = stackalloc byte[PathBytes];
        Utf8.TryWrite(path, $"/proc/self/fd/{directory}/", out var length);
        var rest = path[length..];
        if (!MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry).TryCopyTo(rest[..^1]))
            return -Errno.OutOfRange;
        fixed (byte* start = path, name = AccessName, to = value)
            return Result(Libc.GetAttributeOfEntry(start, name, to, (nuint)value.Length));
    }

    /// <summary>Gives what is open an ACL; <see cref="PosixAcl.Empty"/> as the default ACL takes it away. One that says no more than a mode becomes the mode, also where there are no ACLs. Returns 0 or an errno.</summary>
    internal static int Write(int descriptor, AclKind kind, PosixAcl acl)
    {
        Span<byte> path = stackalloc byte[PathBytes];
        Utf8.TryWrite(path, $"/proc/self/fd/{descriptor}\0", out _);
        fixed (byte* start = path, name = Name(kind), from = acl.Bytes)
        {
            if (Libc.SetAttribute(start, name, from, (nuint)acl.Bytes.Length, 0) == 0)
                return 0;
            var error = Errno.Last;
            if (error != Errno.NotSupported || !acl.IsMode || FileStatus.Of(descriptor) is not { } status)
                return error;
            return Libc.ChangeMode(start, (status.Mode & SpecialBits) | acl.Mode) == 0 ? 0 : Errno.Last;
        }
    }

    private static ReadOnlySpan<byte> Name(AclKind kind) => kind == AclKind.Access ? AccessName : DefaultName;

    private static int Result(nint length) => length < 0 ? -Errno.Last : (int)length;
}
