using System.Text;
using Drover.Agent.Native;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Rules;

/// <summary>The rule file of a tree itself. Its owner writes it, so it is opened as all in the tree is: by descriptors, without following links.</summary>
internal static unsafe class OwnRules
{
    private const int MostBytes = 64 << 10;

    /// <summary>Reads it; null when there is none.</summary>
    /// <param name="share">The tree.</param>
    /// <param name="root">Its root, open.</param>
    internal static ShareRules? Read(ShareSpec share, int root)
    {
        if (!share.OwnRules)
            return null;
        return share.Kind switch
        {
            ShareKind.Home when ReadAt(root, [".licorn\0"u8.ToArray()], "check.conf\0"u8) is { } text => new ShareRules("~/.licorn/check.conf", text),
            ShareKind.SharedDirectory when ReadAt(root, ["..\0"u8.ToArray()], Encoding.UTF8.GetBytes($"{share.Name}.check.conf\0")) is { } text =>
                new ShareRules($"{Path.GetDirectoryName(share.Path)}/{share.Name}.check.conf", text),
            _ => null,
        };
    }

    private static string? ReadAt(int root, byte[][] directories, ReadOnlySpan<byte> name)
    {
        var directory = TreePath.Open(root, directories);
        if (directory < 0)
            return null;
        fixed (byte* start = name)
        {
            var file = Libc.OpenAt(directory, start, Libc.OpenReadOnly | Libc.OpenNoFollow | Libc.OpenNonBlocking | Libc.OpenCloseOnExec, 0);
            _ = Libc.Close(directory);
            if (file < 0)
                return null;
            var text = FileStatus.Of(file) is { IsRegular: true } ? ReadText(file) : null;
            _ = Libc.Close(file);
            return text;
        }
    }

    private static string ReadText(int file)
    {
        var buffer = new byte[MostBytes];
        fixed (byte* to = buffer)
        {
            var length = Libc.ReadAt(file, to, MostBytes, 0);
            return Encoding.UTF8.GetString(buffer, 0, (int)Math.Max(0, length));
        }
    }
}
