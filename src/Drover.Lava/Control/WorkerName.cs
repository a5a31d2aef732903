using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Drover.Lava.Control;

/// <summary>Which routing ids are names of workers. A name is shown, logged, and part of paths of files.</summary>
public static class WorkerName
{
    /// <summary>Most bytes: what ZeroMQ allows for a routing id.</summary>
    public const int MaximumBytes = 255;

    /// <summary>The name of LAVA's own log receiver, which may only send PING and is no worker.</summary>
    public const string Logs = "lava-logs";

    /// <summary>Whether it is a worker's: 1 to 255 bytes of UTF-8 without blanks, control characters and slashes, not beginning with a dot or a dash.</summary>
    public static bool IsValid(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaximumBytes || name[0] is (byte)'.' or (byte)'-' || !Utf8.IsValid(name))
            return false;
        while (!name.IsEmpty)
        {
            Rune.DecodeFromUtf8(name, out var rune, out var length);
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || rune.Value is '/' or '\\' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format)
                return false;
            name = name[length..];
        }
        return true;
    }
}
