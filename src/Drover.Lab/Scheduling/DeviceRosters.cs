using Drover.Kernel.State;
using Drover.Lab.Devices;

namespace Drover.Lab.Scheduling;

/// <summary>The rosters of one lab: each follows from a state alone, and the last one is remembered, since jobs ask of the same state many times.</summary>
internal sealed class DeviceRosters
{
    private Remembered? _last;

    /// <summary>The roster of a state.</summary>
    public DeviceRoster Of(KernelState state)
    {
        var (last, version) = (Volatile.Read(ref _last), state.Objects.Version(Device.Kind));
        if (ReferenceEquals(last?.Version, version))
            return last.Roster;
        var roster = new DeviceRoster(state, last?.Roster);
        Volatile.Write(ref _last, new Remembered(version, roster));
        return roster;
    }

    private sealed record Remembered(object Version, DeviceRoster Roster);
}
