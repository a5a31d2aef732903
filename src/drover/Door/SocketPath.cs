using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Door;

/// <summary>Which socket to use, and which were thought of: the error of a missing daemon names them.</summary>
internal sealed record SocketPath(string Path, IReadOnlyList<string> Tried)
{
    public const string SystemPath = "/run/drover/drover.sock";

    /// <summary><c>--socket</c>, else DROVER_SOCKET, else the first that exists of the system's and the user's own.</summary>
    public static SocketPath Choose(string? option, Func<string, string?> environment)
    {
        if (option is not null)
            return new(option, [option]);
        if (environment("DROVER_SOCKET") is { Length: > 0 } set)
            return new(set, [set]);

        string[] candidates = UserPath(environment) is { } own ? [SystemPath, own] : [SystemPath];
        return new(Array.Find(candidates, File.Exists) ?? candidates[0], candidates);
    }

    /// <summary>Where a daemon that this user starts has its socket: the one that is named or left over, else that of the system for root and the user's own for others.</summary>
    public static string Own(string? option, Func<string, string?> environment)
    {
        var choice = Choose(option, environment);
        return File.Exists(choice.Path) || Libc.EffectiveUser() == 0 ? choice.Path : choice.Tried[^1];
    }

    /// <summary>What stands at a path where a socket is meant; null for a socket, for nothing, and for what this user may not see.</summary>
    public static string? OtherThing(string path)
    {
        if (Directory.Exists(path))
            return "a directory";
        // Only a socket cannot be opened at all (ENXIO of open(2)).
        var descriptor = Libc.Open(path, Libc.CloseOnExec | Libc.NonBlocking);
        if (descriptor < 0)
            return null;
        _ = Libc.Close(descriptor);
        return Language.Say("socket.file");
    }

    private static string? UserPath(Func<string, string?> environment)
    {
        if (environment("XDG_RUNTIME_DIR") is { Length: > 0 } directory)
            return $"{directory}/drover/drover.sock";
        var user = Libc.EffectiveUser();
        return user == 0 ? null : $"/run/user/{user}/drover/drover.sock";
    }
}
