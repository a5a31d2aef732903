using System.Buffers;
using System.Globalization;

namespace Drover.Storable;

/// <summary>The framing of IPC::LDT 2.03 in object mode: the length of the body in eight decimal digits, then the body, nothing between and after.</summary>
public static class Frame
{
    /// <summary>Bytes before the body.</summary>
    public const int HeaderLength = 8;

    /// <summary>Takes a whole frame off the front of what was received; false when more must come.</summary>
    /// <exception cref="InvalidDataException">This is no frame, or its body is longer than allowed.</exception>
    public static bool TryTake(in ReadOnlySequence<byte> received, int longestBody, out ReadOnlySequence<byte> body)
    {
        body = default;
        Span<byte> header = stackalloc byte[HeaderLength];
        var have = (int)Math.Min(HeaderLength, received.Length);
        received.Slice(0, have).CopyTo(header);
        // What cannot become a length is refused at once: nobody who speaks something else should wait for us.
        if (header[..have].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            throw new InvalidDataException("a frame begins with the length of its body in eight decimal digits, and this one does not");
        if (have < HeaderLength)
            return false;
        var length = int.Parse(header, NumberStyles.None, CultureInfo.InvariantCulture);
        if (length > longestBody)
            throw new InvalidDataException($"a body of {length} bytes is announced, {longestBody} are allowed");
        if (received.Length < HeaderLength + length)
            return false;
        body = received.Slice(HeaderLength, length);
        return true;
    }

    /// <summary>A frame of one message.</summary>
    public static ReadOnlyMemory<byte> Of(StorableArray root)
    {
        var body = new ArrayBufferWriter<byte>(256);
        StorableWriter.Write(body, root);
        var frame = new byte[HeaderLength + body.WrittenCount];
        if (!body.WrittenCount.TryFormat(frame.AsSpan(0, HeaderLength), out _, "D8", CultureInfo.InvariantCulture))
            throw new ArgumentException($"A body of {body.WrittenCount} bytes does not fit into a frame.", nameof(root));
        body.WrittenSpan.CopyTo(frame.AsSpan(HeaderLength));
        return frame;
    }
}
