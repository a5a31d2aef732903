using System.Text;

namespace Drover.Agent.Accounts.Lines;

/// <summary>
/// Bytes of account files as texts of one character a byte, so that what is no UTF-8 comes back as it was. A text that people wrote becomes such a text by <see cref="Of"/>, and is shown by <see cref="Shown"/>.
/// </summary>
internal static class RawText
{
    /// <summary>The bytes of a text that people wrote.</summary>
    public static string Of(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes as people read them.</summary>
    public static string Shown(string raw) => IsAscii(raw) ? raw : Encoding.UTF8.GetString(Bytes(raw));

    /// <summary>Bytes from a file.</summary>
    public static string From(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    /// <summary>Bytes for a file.</summary>
    public static byte[] Bytes(string raw) => Encoding.Latin1.GetBytes(raw);

    private static bool IsAscii(string raw) => System.Text.Ascii.IsValid(raw);
}
