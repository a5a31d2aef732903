using System.Buffers;

namespace Drover.Lava.Xz;

/// <summary>Packs and unpacks whole xz streams with the machine's liblzma. What workers send is untrusted: its faults are outcomes, not exceptions.</summary>
public static unsafe class XzStream
{
    private const int Finished = 0, Limited = 6, Format = 7, Options = 8, Full = 10;
    private const int Crc64 = 4;
    private const int LeastRoom = 16 << 10;

    /// <summary>Unpacks one stream.</summary>
    /// <param name="packed">The stream, from its first to its last byte.</param>
    /// <param name="options">What it may cost.</param>
    /// <exception cref="DroverException"><c>LAVA_LIBRARY</c>: liblzma is not installed.</exception>
    public static XzResult Unpack(ReadOnlySpan<byte> packed, XzOptions options)
    {
        SystemLibrary.Require(NativeMethods.Library, NativeMethods.Package);
        // A tenth is what descriptions shrink to. Where it is not enough, the next room is four times as large, so at most a third of the work is done twice.
        for (var room = (long)Math.Max(LeastRoom, packed.Length * 10L); ; room *= 4)
        {
            var size = (int)Math.Min(room, options.MaximumContent);
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                var code = Decode(packed, buffer.AsSpan(0, size), options.MaximumMemory, out var taken, out var given);
                switch (code)
                {
                    case Finished:
                        return taken == packed.Length ? new XzResult(XzOutcome.Unpacked, buffer.AsSpan(0, given).ToArray()) : new XzResult(XzOutcome.Damaged, default);
                    case Full when size < options.MaximumContent:
                        continue;
                    default:
                        return new XzResult(OutcomeOf(code), default);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
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
            if (code != Finished)
                throw new DroverException("LAVA_XZ", $"liblzma cannot pack {content.Length} bytes (error {code}).");
        }
        return packed[..(int)size];
    }

    private static int Decode(ReadOnlySpan<byte> packed, Span<byte> into, long memory, out int taken, out int given)
    {
        var limit = (ulong)memory;
        nuint inputAt = 0, outputAt = 0;
        int code;
        fixed (byte* from = packed, to = into)
            code = NativeMethods.Decode(ref limit, 0, 0, from, ref inputAt, (nuint)packed.Length, to, ref outputAt, (nuint)into.Length);
        (taken, given) = ((int)inputAt, (int)outputAt);
        return code;
    }

    private static XzOutcome OutcomeOf(int code) => code switch
    {
        Full => XzOutcome.TooLong,
        Format => XzOutcome.NotXz,
        Limited => XzOutcome.TooMuchMemory,
        Options => XzOutcome.Unsupported,
        _ => XzOutcome.Damaged,
    };
}
