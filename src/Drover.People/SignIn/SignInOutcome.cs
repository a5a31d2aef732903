using Drover.Kernel;

namespace Drover.People.SignIn;

/// <summary>What has become of an attempt to sign in.</summary>
public sealed record SignInOutcome
{
    private SignInOutcome()
    {
    }

    /// <summary>Who has signed in; null for nobody.</summary>
    public Principal? Principal { get; private init; }

    /// <summary>When password or second factor of the account were set last.</summary>
    public Timestamp CredentialsSet { get; private init; }

    /// <summary>The account that was named, where there is one: what was typed in its place may be a password, which no log gets.</summary>
    public string? Known { get; private init; }

    /// <summary>How long to wait before another attempt is looked at; null when it would be now.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>Something that was shown is not right, and who has shown it is not told what.</summary>
    public static SignInOutcome Refused(string? known) => new() { Known = known };

    internal static SignInOutcome Of(Accounts.Account account) => new() { Principal = account.Principal, CredentialsSet = account.CredentialsSet, Known = account.Name };

    internal static SignInOutcome After(TimeSpan wait, string? known) => new() { Wait = wait, Known = known };
}
