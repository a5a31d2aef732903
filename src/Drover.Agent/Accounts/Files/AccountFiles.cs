using Drover.Agent.Native;
using Drover.Nodes.Accounts;

namespace Drover.Agent.Accounts.Files;

/// <summary>Where the account files are, and their reading.</summary>
internal sealed class AccountFiles(AccountOptions options)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AccountFile> All { get; } = Enum.GetValues<AccountFile>();

    /// <summary>The folder of those of the system.</summary>
    public string Directory => options.Directory;

    /// <summary>The lock that all tools take.</summary>
    public string LockPath => Path.Combine(options.Directory, ".pwd.lock");

    /// <summary>Path of one.</summary>
    public string PathOf(AccountFile file) => file == AccountFile.Descriptions ? options.GroupsFile : Path.Combine(options.Directory, NameOf(file));

    /// <summary>What one is called.</summary>
    public static string NameOf(AccountFile file) => file switch
    {
        AccountFile.Passwd => "passwd",
        AccountFile.Shadow => "shadow",
        AccountFile.Group => "group",
        AccountFile.GroupShadow => "gshadow",
        _ => "groups",
    };

    /// <summary>Reads all of them.</summary>
    /// <exception cref="AccountException">One that must be there cannot be read.</exception>
    public FileContents Read()
    {
        var contents = new FileContents();
        foreach (var file in All)
            if (Read(file) is { } content)
                contents.Set(file, content);
        return contents;
    }

    /// <summary>Whether the files are still those that were read.</summary>
    public bool Are(FileContents contents) => All.All(file => FileStamp.Of(PathOf(file)) == contents.Find(file)?.Stamp);

    private FileContent? Read(AccountFile file)
    {
        var path = PathOf(file);
        try
        {
            // Others must not be kept from renaming it.
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (FileStatus.Of((int)handle.DangerousGetHandle()) is not { IsRegular: true } status)
                throw new AccountException(AccountRefusalKind.Failed, $"'{path}' is no plain file");
            var bytes = new byte[status.Size];
            var filled = 0;
            for (int got; filled < bytes.Length && (got = RandomAccess.Read(handle, bytes.AsSpan(filled), filled)) > 0;)
                filled += got;
            return new FileContent(filled == bytes.Length ? bytes : bytes[..filled], FileStamp.Of(status), status);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && file is not (AccountFile.Passwd or AccountFile.Group))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccountException(AccountRefusalKind.Failed, $"'{path}' cannot be read: {e.Message.TrimEnd('.')}");
        }
    }
}
