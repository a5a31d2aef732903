using Drover.Doors.Places;

namespace Drover.ClusterInit;

/// <summary>Where the door for clients of Cluster::Init is, and what it puts up with.</summary>
public sealed class ClusterInitOptions
{
    /// <summary>Path of the socket; its folder is made when it is missing. Cluster::Init's own is <c>/var/run/clinit/clinit.s</c>. There is no default.</summary>
    public required string SocketPath { get; init; }

    /// <summary>Mode of the socket. Default 0660.</summary>
    public UnixFileMode SocketMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>User who owns the socket. Default: the daemon's own.</summary>
    public string? SocketOwner { get; init; }

    /// <summary>Group of the socket. Default: the daemon's own.</summary>
    public string? SocketGroup { get; init; }

    /// <summary>Places of connections.</summary>
    public PlaceLimits Places { get; init; } = new();

    /// <summary>Longest body of a request in bytes. Default 1 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 1 << 20;

    /// <summary>Bytes of unfinished requests over all connections together. One caller who is no operator may have a quarter of it, and a quarter is
    /// kept for operators. Default 64 MiB.</summary>
    public long MaxUnfinishedBytes { get; init; } = 64 << 20;

    /// <summary>Longest name of a group or level in bytes. Default 4,096.</summary>
    public int MaxNameBytes { get; init; } = 4_096;

    /// <summary>How long a client may take, from connecting to the last byte of its request. Default 30 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="DroverException"><c>CLINIT_OPTIONS</c>: a setting makes no sense; the text names it.</exception>
    internal void Validate()
    {
        Require(SocketPath.Length > 0, nameof(SocketPath), "a path");
        Require(Places.Most > 0, nameof(Places), "1 or more");
        Require(MaxBodyBytes is >= 1024 and <= 99_999_999, nameof(MaxBodyBytes), "1024 to 99999999");
        Require(MaxUnfinishedBytes >= MaxBodyBytes + 8L, nameof(MaxUnfinishedBytes), "as much as one request may have");
        // A reply repeats the names: it must fit into the socket whole, so that nobody can hold it by not reading.
        Require(MaxNameBytes is >= 16 and <= 16_384, nameof(MaxNameBytes), "16 to 16384");
        Require(RequestTimeout > TimeSpan.Zero, nameof(RequestTimeout), "above zero");
    }

    private static void Require(bool holds, string name, string wanted)
    {
        if (!holds)
            throw new DroverException("CLINIT_OPTIONS", $"The Cluster::Init setting {name} must be {wanted}.");
    }
}
