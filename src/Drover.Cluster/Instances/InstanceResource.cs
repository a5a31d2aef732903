using Drover.Kernel.Queries;

namespace Drover.Cluster.Instances;

/// <summary>The table of instances.</summary>
internal static class InstanceResource
{
    public static Resource Build() => Fields().AddTo(Resource.Of<InstanceRow>("instance", "Virtual machines")
        .KeyedBy("name", row => row.Instance.Name)
        .Uuid("uuid")
        .Rows(context => context.State.Instances().Select(i => new InstanceRow(context.State, i)))
        .Find((context, name) => context.State.FindInstance(name) is { } instance ? new InstanceRow(context.State, instance) : null, "Instance name {0} not found")
        // Nothing runs instances yet; a probe is what makes live fields live.
        .Probe((_, _, _) => ValueTask.CompletedTask))
        .Build();

    private static FieldTable<InstanceRow> Fields()
    {
        var table = new FieldTable<InstanceRow>("instance", "name", "hypervisor", "os", "pnode", "status", "oper_ram")
            .AddCommon(r => r.Instance)
            .Add("hypervisor", r => r.Instance.Hypervisor)
            .Add("os", r => r.Instance.Os)
            .Add("admin_state", r => r.Instance.AdminState)
            .Add("admin_state_source", r => r.Instance.AdminStateSource)
            .Add("admin_up", r => r.Instance.AdminState == "up")
            .Add("disks_active", r => r.Instance.DisksActive)
            .Add("forthcoming", r => r.Instance.Forthcoming)
            .Add("disk_template", r => r.Instance.DiskTemplate)
            .Add("network_port", r => r.Instance.NetworkPort is { } port ? port : FieldValue.Null)
            .Add("pnode", r => r.Primary?.Name is { } name ? name : FieldValue.NoData)
            .Add("pnode.group", r => r.GroupOf(r.Primary)?.Name is { } name ? name : FieldValue.NoData)
            .Add("pnode.group.uuid", r => r.GroupOf(r.Primary)?.Uuid is { } uuid ? uuid : FieldValue.NoData)
            .Add("snodes", r => CellValues.TextsOrNulls(r.Secondaries.Select(n => n?.Name)))
            .Add("snodes.group", r => CellValues.TextsOrNulls(r.Secondaries.Select(n => r.GroupOf(n)?.Name)))
            .Add("snodes.group.uuid", r => CellValues.TextsOrNulls(r.Secondaries.Select(n => r.GroupOf(n)?.Uuid)))
            .Add("hvparams", r => r.HypervisorParameters.Cell())
            .Add("custom_hvparams", r => r.Instance.Hvparams.Cell())
            .Add("beparams", r => r.BackendParameters.Cell())
            .Add("custom_beparams", r => r.Instance.Beparams.Cell())
            .Add("osparams", r => r.OsParameters.Cell())
            .Add("custom_osparams", r => r.Instance.Osparams.Cell())
            .Add("vcpus", r => CellValues.Parameter(r.BackendParameters, "vcpus"))
            .Add("be/memory", r => CellValues.Parameter(r.BackendParameters, "maxmem"))
            .Family("be/", key => r => CellValues.Parameter(r.BackendParameters, key))
            .Family("hv/", key => r => CellValues.Parameter(r.HypervisorParameters, key));
        InstanceDiskFields.AddTo(table);
        InstanceNicFields.AddTo(table);
        return Live(table);
    }

    private static FieldTable<InstanceRow> Live(FieldTable<InstanceRow> table) => table
        .Add("status", r => r.Status)
        .Add("oper_state", r => r.Primary is { Offline: true } ? FieldValue.Offline : FieldValue.NoData)
        .Add("oper_ram", r => r.Primary is { Offline: true } ? FieldValue.Offline : FieldValue.NoData)
        .Add("oper_vcpus", r => r.Primary is { Offline: true } ? FieldValue.Offline : FieldValue.NoData)
        .Add("console", _ => FieldValue.Unavailable);
}
