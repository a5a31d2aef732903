using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Configuration;
using Drover.Kernel.Journal;

namespace Drover.Fleet.Agents;

/// <summary>The agent of a node: how the node is known again, and whether it is there. It is looked for by the hash of its token.</summary>
public sealed record FleetAgent : INamedObject
{
    /// <summary>The kind; the key is the name of the node.</summary>
    public static ObjectKind<FleetAgent> Kind { get; } = new("agent", 1, FleetJson.Default.FleetAgent,
        shown: Disclosure.Everyone("node", "joined", "is_here", "since", "version").Operators("reason", "address", "machine_id", "invited", "certificates"));

    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>When the token was made by which it may join.</summary>
    public Timestamp Invited { get; init; }

    /// <summary>Hash of that token (<see cref="SecretHash"/>).</summary>
    public string TokenHash { get; init; } = "";

    /// <summary>Until when the token is good.</summary>
    public Timestamp TokenEnds { get; init; }

    /// <summary>Whether the token was used.</summary>
    public bool IsTokenSpent { get; init; }

    /// <summary>When it joined; null before.</summary>
    public Timestamp? Joined { get; init; }

    /// <summary>What it is known by, the newest last.</summary>
    public ImmutableArray<AgentCertificate> Certificates { get; init; } = [];

    /// <summary>The machine that joined, as its <c>/etc/machine-id</c> says; empty when it did not tell.</summary>
    public string MachineId { get; init; } = "";

    /// <summary>Whether it was there when this was written.</summary>
    public bool IsHere { get; init; }

    /// <summary>When it came or was lost.</summary>
    public Timestamp Since { get; init; }

    /// <summary>Why it is not there; null while it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Version of its program; null before it came.</summary>
    public string? Version { get; init; }

    /// <summary>Address that it spoke from; null before it came.</summary>
    public string? Address { get; init; }

    /// <summary>All that rows hold, read without the rest of the state.</summary>
    public static IReadOnlyList<FleetAgent> Stored(IRowReader rows) =>
        [.. rows.Objects().Where(o => o.ObjectKind == Kind.Name).Select(o => (FleetAgent)Kind.Decode(o.Body.Span, o.Version))];

    /// <summary>Whether it has one of these certificates.</summary>
    /// <param name="serial">Serial number in hexadecimal digits.</param>
    public bool Has(string serial) => Certificates.Any(certificate => certificate.Serial == serial);

    [JsonIgnore]
    string INamedObject.Name => TokenHash;
}

/// <summary>A certificate of a node.</summary>
/// <param name="Serial">Serial number in hexadecimal digits.</param>
/// <param name="Ends">Until when it is good.</param>
public sealed record AgentCertificate(string Serial, Timestamp Ends);

/// <summary>A certificate of a node that has left: until its end its holder is told so.</summary>
internal sealed record RemovedCertificate
{
    /// <summary>The kind; the key is the serial number.</summary>
    public static ObjectKind<RemovedCertificate> Kind { get; } = new("removed-agent", 1, FleetJson.Default.RemovedCertificate, shown: Disclosure.None.Operators("node", "removed", "ends"));

    /// <summary>Its serial number in hexadecimal digits.</summary>
    public required string Serial { get; init; }

    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>When it left.</summary>
    public Timestamp Removed { get; init; }

    /// <summary>Until when the certificate would have been good.</summary>
    public Timestamp Ends { get; init; }

    /// <summary>A certificate counts no more.</summary>
    public static void Store(Decision decision, string node, AgentCertificate certificate) =>
        decision.Store(Kind, certificate.Serial, new RemovedCertificate { Serial = certificate.Serial, Node = node, Removed = decision.Now, Ends = certificate.Ends });
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FleetAgent))]
[JsonSerializable(typeof(RemovedCertificate))]
internal sealed partial class FleetJson : JsonSerializerContext;
