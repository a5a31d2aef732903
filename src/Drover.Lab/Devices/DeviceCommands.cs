using Drover.Kernel.Commands;

namespace Drover.Lab.Devices;

/// <summary>Looks again at what follows from a device: time has passed.</summary>
internal sealed class LookAtDevice(string name) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        DeviceChange.LookAgain(decision, name);
        return true;
    }
}

/// <summary>The lab itself has found something out about a device.</summary>
internal sealed class SetDeviceHealth(string name, DeviceHealth health, string reason) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        if (decision.State.Objects.Find(Device.Kind, name) is { } device)
            DeviceChange.SetHealth(decision, device, health, reason);
        return true;
    }
}
