namespace Drover.OpenId;

/// <summary>A provider of OpenID Connect, and who of its users may come in.</summary>
public sealed record OpenIdOptions
{
    /// <summary>What the provider calls itself: its address, below which <c>/.well-known/openid-configuration</c> is.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>What the daemon is called there.</summary>
    public required string ClientId { get; init; }

    /// <summary>By what the daemon proves there who it is; null where it need not.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Who gets which role; who gets none does not come in.</summary>
    public required IReadOnlyList<RoleRule> Roles { get; init; }

    /// <summary>The claim that names users. Default <c>preferred_username</c>.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>How long the provider may take for an answer. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the provider is asked for its addresses and keys. Default 5 minutes.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a browser may be at the provider. Default 10 minutes.</summary>
    public TimeSpan Visit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Sign-ins that ask the provider at once. Default 16.</summary>
    public int AtOnce { get; init; } = 16;
}
