using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Drover.Lava.Curve;

/// <summary>Z85, the way in which keys are written: 5 printable characters for 4 bytes (rfc.zeromq.org/spec/32).</summary>
internal static class Z85
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private const uint Base = 85;

    /// <param name="bytes">A multiple of 4.</param>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % 4 != 0)
            throw new ArgumentException("Z85 takes groups of 4 bytes.", nameof(bytes));
        Span<char> text = stackalloc char[bytes.Length / 4 * 5];
        for (var group = 0; group < bytes.Length / 4; group++)
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(bytes[(group * 4)..]);
            for (var digit = 4; digit >= 0; digit--, value /= Base)
                text[(group * 5) + digit] = Digits[(int)(value % Base)];
        }
        return new string(text);
    }

    /// <returns>False when the text is no Z85.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 5 != 0)
            return false;
        var decoded = new byte[text.Length / 5 * 4];
        for (var group = 0; group < text.Length / 5; group++)
        {
            ulong value = 0;
            foreach (var character in text.Slice(group * 5, 5))
            {
                var digit = Digits.IndexOf(character, StringComparison.Ordinal);
                if (digit < 0)
                    return false;
                value = (value * Base) + (uint)digit;
            }
            // Five digits can say more than four bytes hold.
            if (value > uint.MaxValue)
                return false;
            BinaryPrimitives.WriteUInt32BigEndian(decoded.AsSpan(group * 4), (uint)value);
        }
        bytes = decoded;
        return true;
    }
}
