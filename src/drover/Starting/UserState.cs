namespace Drover.Cli.Starting;

/// <summary>Where things of this user are kept that are to outlast a run.</summary>
internal static class UserState
{
    /// <summary><c>$XDG_STATE_HOME/drover</c>, as the XDG Base Directory Specification has it; null where there is no place.</summary>
    public static string? Of(Func<string, string?> environment)
    {
        if (environment("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state))
            return Path.Combine(state, "drover");
        return environment("HOME") is { Length: > 0 } home && Path.IsPathRooted(home) ? Path.Combine(home, ".local", "state", "drover") : null;
    }

    /// <summary>The same; it is made where it is missing, for this user alone.</summary>
    public static string? Directory(Func<string, string?> environment)
    {
        if (Of(environment) is not { } place)
            return null;
        try
        {
            return System.IO.Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
