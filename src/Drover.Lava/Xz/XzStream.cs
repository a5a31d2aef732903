using System.Buffers;

namespace Drover.Lava.Xz;

/// <summary>Packs and unpacks whole xz streams with the machine's liblzma. What workers send is untrusted: its faults are outcomes, not exceptions.</summary>
public static unsafe class XzStream
{
    private const int Fine = 0, Ended = 1, Limited = 6, Format = 7, Options = 8;
    private const int Finish = 3;
    private const int Crc64 = 4;
    private const int LeastRoom = 16 << 10;

    private static ReadOnlySpan<byte> Magic => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    /// <summary>Unpacks one stream.</summary>
    /// <param name="packed">The stream, from its first to its last byte.</param>
    /// <param name="options">What it may cost.</param>
    /// <exception cref="DroverException"><c>LAVA_LIBRARY</c>: liblzma is not installed.</exception>
    public static XzResult Unpack(ReadOnlySpan<byte> packed, XzOptions options)
    {
        SystemLibrary.Require(NativeMethods.Library, NativeMethods.Package);
        if (!packed.StartsWith(Magic))
            return new XzResult(XzOutcome.NotXz, default);
        var stream = default(LzmaStream);
        var started = NativeMethods.NewDecoder(&stream, (ulong)options.MaximumMemory, 0);
        if (started != Fine)
            return new XzResult(OutcomeOf(started), default);
        // A tenth is what descriptions shrink to.
        var room = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(packed.Length * 10L, LeastRoom, Math.Max(LeastRoom, options.MaximumContent)));
        try
        {
            fixed (byte* from = packed)
            {
                stream.NextIn = from;
                stream.AvailableIn = (nuint)packed.Length;
                return Unpack(ref stream, ref room, options.MaximumContent);
            }
        }
        finally
        {
            NativeMethods.End(&stream);
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Packs bytes into one stream, with the check sum that Python's lzma module uses.</summary>
    /// <param name="content">What is packed.</param>
    /// <param name="preset">0 (quick) to 9 (small). Default 6.</param>
    /// <exception cref="DroverException"><c>LAVA_LIBRARY</c>: liblzma is not installed. <c>LAVA_XZ</c>: liblzma refuses, for want of memory.</exception>
    public static byte[] Pack(ReadOnlySpan<byte> content, int preset = 6)
    {
        SystemLibrary.Require(NativeMethods.Library, NativeMethods.Package);
        var packed = new byte[checked((int)NativeMethods.Bound((nuint)content.Length))];
        nuint size = 0;
        fixed (byte* from = content, to = packed)
        {
            var code = NativeMethods.Encode((uint)preset, Crc64, 0, from, (nuint)content.Length, to, ref size, (nuint)packed.Length);
            if (code != Fine)
                throw new DroverException("LAVA_XZ", $"liblzma cannot pack {content.Length} bytes (error {code}).");
        }
        return packed[..(int)size];
    }

    private static XzResult Unpack(ref LzmaStream stream, ref byte[] room, int most)
    {
        var used = 0;
        while (true)
        {
            var code = Step(ref stream, room, ref used);
            if (used > most)
                return new XzResult(XzOutcome.TooLong, default);
            if (code == Ended)
                return stream.AvailableIn == 0 ? new XzResult(XzOutcome.Unpacked, room.AsSpan(0, used).ToArray()) : new XzResult(XzOutcome.Damaged, default);
            // With room left and no end the stream is cut off.
            if (code != Fine || used < room.Length)
                return new XzResult(OutcomeOf(code), default);
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(room.Length * 2L, Math.Max(most + 1L, room.Length + 1L)));
            room.AsSpan(0, used).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(room);
            room = larger;
        }
    }

    private static int Step(ref LzmaStream stream, byte[] room, ref int used)
    {
        fixed (byte* into = room)
        fixed (LzmaStream* pinned = &stream)
        {
            pinned->NextOut = into + used;
            pinned->AvailableOut = (nuint)(room.Length - used);
            var code = NativeMethods.Code(pinned, Finish);
            used = room.Length - (int)pinned->AvailableOut;
            return code;
        }
    }

    private static XzOutcome OutcomeOf(int code) => code switch
    {
        Format => XzOutcome.NotXz,
        Limited => XzOutcome.TooMuchMemory,
        Options => XzOutcome.Unsupported,
        _ => XzOutcome.Damaged,
    };
}
