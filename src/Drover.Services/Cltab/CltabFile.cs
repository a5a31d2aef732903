namespace Drover.Services.Cltab;

/// <summary>
/// Reads a file of a cltab from disk, if it may be trusted: what is in it is run, mostly as root. It must belong to root or to the daemon's
/// user, and nobody else may write to it (a POSIX ACL that lets others write shows in the bits of the group). The same holds for a directory of such files.
/// </summary>
public static class CltabFile
{
    /// <summary>Longest accepted file, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>A trusted cltab, or a file that one includes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="daemonUser">User id that the daemon runs as.</param>
    /// <param name="files">How files are read.</param>
    /// <exception cref="CltabException">It is missing, cannot be read, or is not trusted; the text says what to do.</exception>
    public static CltabFileFacts Read(string path, uint daemonUser, ICltabFiles files)
    {
        var facts = Try(path, () => files.Read(path, MaxBytes), "Create it, or name another file with --cltab.");
        if (!facts.IsRegular)
            throw new CltabException("CLTAB_NOT_A_FILE", $"{path} is not a plain file. Name the file that holds the entries.");
        CheckTrust(path, facts.Owner, facts.Mode, daemonUser);
        if (facts.Length > MaxBytes)
            throw new CltabException("CLTAB_TOO_LARGE", $"{path} has {facts.Length} bytes; at most {MaxBytes} are read. Is it the right file?");
        return facts;
    }

    /// <summary>A trusted directory that a cltab includes.</summary>
    /// <param name="include">The directory, and the line that names it.</param>
    /// <param name="cltab">The cltab.</param>
    /// <param name="daemonUser">User id that the daemon runs as.</param>
    /// <param name="files">How files are read.</param>
    /// <exception cref="CltabException">It is missing, cannot be read, or is not trusted; the text says what to do.</exception>
    internal static CltabDirectoryFacts List(CltabInclude include, string cltab, uint daemonUser, ICltabFiles files)
    {
        var advice = $"Line {include.Line} of {cltab} includes it: make it, or take out the line.";
        var facts = Try(include.Directory, () => files.List(include.Directory), advice);
        if (!facts.IsDirectory)
            throw new CltabException("CLTAB_NOT_A_FILE", $"{include.Directory} is not a directory. {advice}");
        CheckTrust(include.Directory, facts.Owner, facts.Mode, daemonUser);
        return facts;
    }

    private static void CheckTrust(string path, uint owner, UnixFileMode mode, uint daemonUser)
    {
        if (owner != 0 && owner != daemonUser)
            throw new CltabException("CLTAB_FOREIGN_OWNER",
                $"{path} belongs to user {owner}, and what it says would run as user {daemonUser}. Give it to root: chown root {path}");
        if ((mode & Others) != UnixFileMode.None)
            throw new CltabException("CLTAB_WRITABLE_BY_OTHERS",
                $"{path} can be written by others than its owner (mode {Convert.ToString((int)mode, 8)}), and what it says would run as user {daemonUser}. Close it: chmod go-w {path}");
    }

    private static T Try<T>(string path, Func<T> read, string whenMissing)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CltabException("CLTAB_MISSING", $"{path} does not exist. {whenMissing}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CltabException("CLTAB_UNREADABLE", $"{path} cannot be read: {e.Message} Check its permissions.", e);
        }
    }
}
