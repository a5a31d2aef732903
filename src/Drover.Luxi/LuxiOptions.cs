using Drover.Doors;
using Drover.Doors.Places;

namespace Drover.Luxi;

/// <summary>Where the LUXI door is, and what it puts up with.</summary>
public sealed class LuxiOptions
{
    /// <summary>Names of the sockets: clients of 2.6 open the first, clients of 3.0.2 the second. Both answer everything.</summary>
    public static IReadOnlyList<string> SocketNames { get; } = ["ganeti-master", "ganeti-query"];

    /// <summary>Folder of the sockets; made when it is missing. There is no default.</summary>
    public required string Directory { get; init; }

    /// <summary>Mode of the socket files. Default 0660.</summary>
    public UnixFileMode SocketMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>User who owns the socket files. Default: the daemon's own.</summary>
    public string? SocketOwner { get; init; }

    /// <summary>Group of the socket files. Default: the daemon's own.</summary>
    public string? SocketGroup { get; init; }

    /// <summary>Places of connections, over both sockets together.</summary>
    public PlaceLimits Places { get; init; } = new();

    /// <summary>Longest request in bytes, its end mark left out. Default 16 MiB.</summary>
    public int MaxFrameBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of unfinished requests over all connections together. One caller who is no operator may have a quarter of it, and a quarter is
    /// kept for operators. Default 256 MiB.</summary>
    public long MaxUnfinishedBytes { get; init; } = 256L << 20;

    /// <summary>How deep a request may nest lists and objects. Default 64.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>How long a request may be under way from its first byte to its end mark. Default 30 seconds.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be open between two requests. A request being answered is not idle. Default 10 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client may take to read an answer before the connection is cut. Default 60 seconds.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest that one WaitForJobChange waits, whatever was asked for. Default 10 minutes.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Full paths of the sockets.</summary>
    public IEnumerable<string> SocketPaths => SocketNames.Select(name => Path.Combine(Directory, name));

    /// <summary>Who may use the sockets.</summary>
    internal SocketAccess Access => new(SocketMode, SocketOwner, SocketGroup);

    /// <exception cref="DroverException"><c>LUXI_OPTIONS</c>: a limit makes no sense; the text names it.</exception>
    internal void Validate()
    {
        Require(Directory.Length > 0, nameof(Directory), "a folder");
        Require(Places.Most > 0, nameof(Places), "1 or more");
        Require(MaxFrameBytes >= 1024, nameof(MaxFrameBytes), "1024 or more");
        Require(MaxUnfinishedBytes >= MaxFrameBytes, nameof(MaxUnfinishedBytes), "as much as one frame may have");
        Require(MaxDepth is >= 8 and <= 1000, nameof(MaxDepth), "8 to 1000");
        Require(FrameTimeout > TimeSpan.Zero, nameof(FrameTimeout), "above zero");
        Require(IdleTimeout > TimeSpan.Zero, nameof(IdleTimeout), "above zero");
        Require(WriteTimeout > TimeSpan.Zero, nameof(WriteTimeout), "above zero");
        Require(LongestWait > TimeSpan.Zero, nameof(LongestWait), "above zero");
    }

    private static void Require(bool holds, string name, string wanted)
    {
        if (!holds)
            throw new DroverException("LUXI_OPTIONS", $"The LUXI setting {name} must be {wanted}.");
    }
}
