using Drover.Nodes.Leases;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Leases, as the wire has them.</summary>
public static class LeaseTranslation
{
    /// <summary>A grant as a message.</summary>
    public static P.LeaseGrant ToMessage(this LeaseGrant grant) => new() { Group = grant.Group, Number = grant.Number, Time = grant.Time.Ticks / TimeSpan.TicksPerMicrosecond };

    /// <summary>The grant of a message.</summary>
    public static LeaseGrant ToGrant(this P.LeaseGrant grant) => new(grant.Group, grant.Number, TimeSpan.FromMicroseconds(grant.Time));
}
