namespace Drover.Services.Cltab;

/// <summary>
/// Reads a cltab from disk, if it may be trusted: what is in it is run, mostly as root. It must belong to root or to the daemon's
/// user, and nobody else may write to it (a POSIX ACL that lets others write shows in the bits of the group).
/// </summary>
public static class CltabFile
{
    /// <summary>Longest accepted file, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>A trusted cltab.</summary>
    /// <param name="path">The file.</param>
    /// <param name="daemonUser">User id that the daemon runs as.</param>
    /// <param name="files">How files are read.</param>
    /// <exception cref="CltabException">It is missing, cannot be read, or is not trusted; the text says what to do.</exception>
    public static CltabFileFacts Read(string path, uint daemonUser, ICltabFiles files)
    {
        var facts = Open(path, files);
        if (!facts.IsRegular)
            throw new CltabException("CLTAB_NOT_A_FILE", $"{path} is not a plain file. Name the file that holds the entries.");
        if (facts.Owner != 0 && facts.Owner != daemonUser)
            throw new CltabException("CLTAB_FOREIGN_OWNER",
                $"{path} belongs to user {facts.Owner}, and what it says would run as user {daemonUser}. Give it to root: chown root {path}");
        if ((facts.Mode & Others) != UnixFileMode.None)
            throw new CltabException("CLTAB_WRITABLE_BY_OTHERS",
                $"{path} can be written by others than its owner (mode {Convert.ToString((int)facts.Mode, 8)}), and what it says would run as user {daemonUser}. Close it: chmod go-w {path}");
        if (facts.Length > MaxBytes)
            throw new CltabException("CLTAB_TOO_LARGE", $"{path} has {facts.Length} bytes; at most {MaxBytes} are read. Is it the right file?");
        return facts;
    }

    private static CltabFileFacts Open(string path, ICltabFiles files)
    {
        try
        {
            return files.Read(path, MaxBytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CltabException("CLTAB_MISSING", $"{path} does not exist. Create it, or name another file with --cltab.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CltabException("CLTAB_UNREADABLE", $"{path} cannot be read: {e.Message} Check its permissions.", e);
        }
    }
}
