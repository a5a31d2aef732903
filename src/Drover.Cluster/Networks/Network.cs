namespace Drover.Cluster.Networks;

/// <summary>A range of addresses for instances. None can be made yet; the form is fixed so that queries and checks know it.</summary>
internal sealed record Network : ConfigObject
{
    /// <summary>IPv4 range in CIDR form.</summary>
    public required string Range { get; init; }

    public string? Range6 { get; init; }

    public string? Gateway { get; init; }

    public string? Gateway6 { get; init; }

    public string? MacPrefix { get; init; }

    /// <summary>Addresses given to instances: a text of 0 and 1, one a digit.</summary>
    public string? Reservations { get; init; }

    /// <summary>Addresses kept for use outside of the cluster, in the same form.</summary>
    public string? ExtReservations { get; init; }
}
