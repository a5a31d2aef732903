using System.Text;
using Drover.Agent.Accounts.Files;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Writing;

/// <summary>Which files a change replaces, on the disk before the first is replaced: a line <c>FILE BEFORE AFTER</c> each, with hashes of what it holds.</summary>
/// <param name="path">Where it stands.</param>
internal sealed class WriteRecord(string path)
{
    private const string Nothing = "-";

    /// <summary>Whether something was begun and not completed.</summary>
    public bool IsThere => File.Exists(path);

    /// <summary>Sets down what is begun.</summary>
    /// <exception cref="AccountException">It cannot be written.</exception>
    public void Write(IReadOnlyList<Line> lines)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Replace(path, Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => $"{line.File} {line.Before ?? Nothing} {line.After}\n"))), UnixFileMode.UserRead | UnixFileMode.UserWrite, isSynced: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccountException(AccountRefusalKind.Failed, $"'{path}' cannot be written: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What was begun.</summary>
    public IReadOnlyList<Line> Read()
    {
        List<Line> lines = [];
        foreach (var line in File.ReadAllLines(path))
            if (line.Split(' ') is [var name, var before, var after] && Enum.TryParse<AccountFile>(name, out var file))
                lines.Add(new Line(file, before == Nothing ? null : before, after));
        return lines;
    }

    /// <summary>It is completed.</summary>
    public void Remove() => File.Delete(path);

    /// <summary>A file, the hash of what it held, and of what it is to hold.</summary>
    internal sealed record Line(AccountFile File, string? Before, string After);
}
