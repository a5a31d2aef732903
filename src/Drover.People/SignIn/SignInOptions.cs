namespace Drover.People.SignIn;

/// <summary>How often somebody may try to sign in.</summary>
public sealed record SignInOptions
{
    /// <summary>Failures of one user from one address within <see cref="Window"/>. Default 5.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Failures from one address, whoever they name. Default 20.</summary>
    public int TriesPerAddress { get; init; } = 20;

    /// <summary>Failures of one user from anywhere: more than one address has, so that a stranger alone keeps nobody out. Default 100.</summary>
    public int TriesPerUser { get; init; } = 100;

    /// <summary>The time within which failures count. Default 15 minutes.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(15);
}
