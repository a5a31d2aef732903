using Drover.Daemon.Settings;
using Drover.Doors.Places;

namespace Drover.Daemon.Doors;

/// <summary>How many places the doors have: what the settings say, fitted to the descriptors that the process may have.</summary>
internal sealed class DoorLimits
{
    private static readonly string[] s_settings = ["http-connections", "luxi-connections", "clinit-connections"];

    private readonly IReadOnlyList<PlaceLimits> _fitted;

    /// <param name="settings">What is wanted.</param>
    /// <param name="descriptors">Descriptors that the process may have.</param>
    public DoorLimits(DaemonSettings settings, int descriptors)
    {
        var wanted = s_settings.Select(name => Wanted(settings, name)).ToList();
        var budget = new DescriptorBudget(descriptors);
        _fitted = budget.Fit(wanted);
        Followers = Wanted(settings, "event-followers") with { PerCaller = settings.Number("followers-per-caller") };
        if (!budget.Suffices(wanted))
            Notice = $"The daemon may have {descriptors} file descriptors, too few for what the settings allow its clients, so now "
                + string.Join(", ", s_settings.Zip(_fitted, (name, door) => $"{name} is {door.Most}"))
                + $". Raise the limit to {DescriptorBudget.Needed(wanted)} (ulimit -n, LimitNOFILE= of systemd), or set these lower.";
    }

    /// <summary>Connections over all HTTP doors.</summary>
    public PlaceLimits Http => _fitted[0];

    /// <summary>Connections of Ganeti's clients.</summary>
    public PlaceLimits Luxi => _fitted[1];

    /// <summary>Connections of Cluster::Init's clients.</summary>
    public PlaceLimits ClusterInit => _fitted[2];

    /// <summary>Followers of events and logs.</summary>
    public PlaceLimits Followers { get; }

    /// <summary>What does not fit, and what to do; null when all does.</summary>
    public string? Notice { get; }

    private static PlaceLimits Wanted(DaemonSettings settings, string name) => new()
    {
        Most = settings.Number(name),
        PerCaller = settings.Number("connections-per-caller"),
        Reserve = settings.Number("operator-reserve"),
    };
}
