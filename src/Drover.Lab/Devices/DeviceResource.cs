using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Locks;

namespace Drover.Lab.Devices;

/// <summary>Devices, with what their locks say of their use.</summary>
internal static class DeviceResource
{
    public static Resource Build() => Resource.Of<Device>("device", "Devices of the lab")
        .KeyedBy("name", device => device.Name)
        .Rows(context => context.State.Devices())
        .Find((context, name) => context.State.Objects.Find(Device.Kind, name), "Device {0} not found")
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Device", FieldKind.Text, "Its name", device => device.Name, isDefault: true)
        .Field("type", "Type", FieldKind.Text, "Its device type", device => device.Type, isDefault: true)
        .Field(new FieldDefinition("state", "State", FieldKind.Text, "Idle, Reserved, or Running when a worker runs a job on it", Default: true), (context, device) => DeviceUse.Word(context.State, device.Name))
        .Field("health", "Health", FieldKind.Text, "Good, Unknown, Looping, Bad, Maintenance or Retired", device => device.Health.ToString(), isDefault: true)
        .Field("worker", "Worker", FieldKind.Text, "The worker that it hangs on", device => device.Worker.OrUnavailable(), isDefault: true)
        .Field(new FieldDefinition("job", "Job", FieldKind.Number, "The test job that has it", Default: true), (context, device) => DeviceUse.Holder(context.State, device.Name).OrUnavailable())
        .Field(new FieldDefinition("closed", "Closed", FieldKind.Text, "Why no job gets it", Default: true),
            (context, device) => context.State.Locks.WhyClosed(new LockName(LabDomain.DeviceLevel, device.Name)).OrUnavailable())
        .Field("tags", "Tags", FieldKind.Other, "What it offers", device => FieldValue.Of([.. device.Tags]))
        .Field("public", "Public", FieldKind.Bool, "Whether anybody may use it", device => device.Public)
        .Field("description", "Description", FieldKind.Text, "Words for people", device => device.Description)
        .Field("health_since", "HealthSince", FieldKind.Timestamp, "When it came to its health", device => FieldValue.Seconds(device.HealthSince))
        .Field("check_due", "CheckDue", FieldKind.Bool, "Whether a health check has to run before the next job", device => device.CheckDue)
        .Field("last_check", "LastCheck", FieldKind.Number, "The last health check that reported", device => (device.LastCheck?.Job).OrUnavailable())
        .Field("jobs_since_check", "JobsSinceCheck", FieldKind.Number, "Jobs that it has begun since that was submitted", device => (long)device.JobsSinceCheck)
        .VisibleTo(Visibility.Operators)
        .Field("health_reason", "HealthReason", FieldKind.Text, "Why it has its health", device => device.HealthReason)
        .Field("owner", "Owner", FieldKind.Text, "Who may use it where it is not public", device => (device.Owner?.ToString()).OrUnavailable())
        .Field("group", "Group", FieldKind.Text, "The group whose members may use it where it is not public", device => device.Group.OrUnavailable())
        .Field("dictionary", "Dictionary", FieldKind.Text, "Its device dictionary", device => device.Dictionary.OrUnavailable())
        .Build();
}
