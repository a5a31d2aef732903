using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.People.Roles;

namespace Drover.People.Accounts;

/// <summary>A user of the network who may sign in with a browser.</summary>
internal sealed record Account
{
    /// <summary>The kind; the key is the name. Who is no admin sees nothing of it.</summary>
    public static ObjectKind<Account> Kind { get; } = new("account", 1, PeopleJson.Default.Account);

    /// <summary>The user.</summary>
    public required string Name { get; init; }

    /// <summary>How journal and jobs name the user.</summary>
    [JsonIgnore]
    public Principal Principal => PeopleNames.PrincipalOf(Name);

    /// <summary>What the user may do; no token of theirs may more.</summary>
    public PersonRole Role { get; init; }

    /// <summary>Hash of the password, with the parameters that it was made with; null when nobody can sign in by one.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>The secret of the second factor, sealed; null when there is none.</summary>
    public string? SecondFactor { get; init; }

    /// <summary>Hashes of the codes that are good once in place of the second factor.</summary>
    public ImmutableArray<string> RecoveryCodes { get; init; } = [];

    /// <summary>When password or second factor were set last: sessions from before have ended.</summary>
    public Timestamp CredentialsSet { get; init; }

    /// <summary>Who added it.</summary>
    public Principal CreatedBy { get; init; }

    /// <summary>When it was added.</summary>
    public Timestamp Created { get; init; }
}
