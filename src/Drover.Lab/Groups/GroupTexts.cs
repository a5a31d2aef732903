using System.Globalization;
using Drover.Kernel.State;
using Drover.Lab.Definitions;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Yaml;

namespace Drover.Lab.Groups;

/// <summary>What the worker of a member gets.</summary>
internal static class GroupTexts
{
    /// <param name="state">Knows the templates.</param>
    /// <param name="group">The group.</param>
    /// <param name="job">The member.</param>
    /// <param name="device">Its device, or the one that it connects to.</param>
    /// <param name="text">Its definition, in which the ids of the group were not known yet.</param>
    /// <exception cref="DeviceConfigurationException">The configuration of the device cannot be made.</exception>
    /// <returns>The definition and the configuration of the device.</returns>
    public static (string Definition, string Device) Of(KernelState state, TestGroup group, TestJob job, Device? device, string text)
    {
        var roles = group.Jobs.Zip(group.Members).Where(pair => pair.Second.DeviceType is not null)
            .ToDictionary(pair => pair.First.ToString(CultureInfo.InvariantCulture), pair => pair.Second.Role, StringComparer.Ordinal);
        var definition = MemberDefinition.WithRoles(MemberDefinition.Read(text), roles);
        var configuration = device is null ? "" : DeviceConfiguration.Render(state, device, definition.Find("context") as YamlMap);
        return (MemberDefinition.WithKey(definition, "compatibility", YamlScalar.Of(0)), job.HostDevice is { } host ? ConnectionConfiguration.Trim(host, configuration) : configuration);
    }
}
