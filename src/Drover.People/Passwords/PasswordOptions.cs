namespace Drover.People.Passwords;

/// <summary>What passwords cost, and how they must be.</summary>
public sealed record PasswordOptions
{
    /// <summary>Fewest characters of a new password. Default 12.</summary>
    public int Shortest { get; init; } = 12;

    /// <summary>Passwords that are hashed at once; each takes <see cref="Memory"/>. Default 2.</summary>
    public int AtOnce { get; init; } = 2;

    /// <summary>Others that wait for that; more are turned away. Default 32.</summary>
    public int Waiting { get; init; } = 32;

    /// <summary>Memory that a hash takes, in bytes. Default 64 MiB.</summary>
    public long Memory { get; init; } = 64 << 20;

    /// <summary>How often a hash goes over that memory.</summary>
    internal ulong Rounds { get; init; } = 2;
}
