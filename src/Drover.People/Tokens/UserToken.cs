using System.Collections.Immutable;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.People.Roles;

namespace Drover.People.Tokens;

/// <summary>A token by which a user is known over the network. The secret itself is nowhere: whoever draws it submits its hash.</summary>
internal sealed record UserToken : INamedObject
{
    /// <summary>The kind; the key is the id. Who is no operator sees nothing of it.</summary>
    public static ObjectKind<UserToken> Kind { get; } = new("token", 1, PeopleJson.Default.UserToken);

    /// <summary>Eight hexadecimal digits, which say nothing of the secret.</summary>
    public required string Id { get; init; }

    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>The groups that the user is in when this token is shown.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Whether the holder may operate the lab.</summary>
    public bool Superuser { get; init; }

    /// <summary>What its holder may do outside LAVA's paths.</summary>
    public PersonRole Role { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Hash of the secret (<see cref="SecretHash"/>).</summary>
    public required string Hash { get; init; }

    /// <summary>Who added it.</summary>
    public Principal CreatedBy { get; init; }

    /// <summary>When it was added.</summary>
    public Timestamp Created { get; init; }

    /// <summary>Tokens are looked for by their hashes, whatever their number.</summary>
    string INamedObject.Name => Hash;
}
