using System.Text;

namespace Drover.Agent.Shares.Walking;

/// <summary>Names of files are bytes. As texts for people and for a wire they are UTF-8, with what is no text, control characters and backslashes as <c>\NNN</c> (octal, as getfacl(1)
/// writes them), so that the bytes can be had back.</summary>
internal static class RawName
{
    internal static string Show(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            var valid = Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune) && rune.Value != '\\';
            if (valid)
                text.Append(rune.ToString());
            else
                foreach (var each in name[..length])
                    text.Append('\\').Append(Convert.ToString(each, 8).PadLeft(3, '0'));
            name = name[length..];
        }
        return text.ToString();
    }

    /// <summary>The bytes that <see cref="Show"/> has shown.</summary>
    internal static byte[] Parse(string text)
    {
        var name = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && text.AsSpan(i + 1, 3).ContainsAnyExceptInRange('0', '7') is false)
            {
                name.Add((byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')));
                i += 3;
                continue;
            }
            var end = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? i + 2 : i + 1;
            name.AddRange(Encoding.UTF8.GetBytes(text[i..end]));
            i = end - 1;
        }
        return [.. name];
    }
}
