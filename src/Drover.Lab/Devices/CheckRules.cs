using System.Text.RegularExpressions;
using Drover.Kernel.State;
using Drover.Lab.DeviceTypes;

namespace Drover.Lab.Devices;

/// <summary>When a device has to pass a health check before it takes jobs.</summary>
public static partial class CheckRules
{
    /// <summary>The template whose health check is that of the device: what its dictionary extends, once; its type where it has no dictionary. Null when the dictionary
    /// extends nothing, or more than one.</summary>
    public static string? TemplateOf(Device device)
    {
        if (device.Dictionary is not { } dictionary)
            return device.Type;
        var extends = Extends().Matches(dictionary);
        return extends.Count == 1 ? extends[0].Groups["name"].Value : null;
    }

    /// <summary>The health check of a device; null when it has none.</summary>
    public static CheckDefinition? Of(KernelState state, Device device) =>
        TemplateOf(device) is { } template ? state.Objects.Find(CheckDefinition.Kind, template) : null;

    /// <summary>Whether a device that is trusted so far has to pass a check first.</summary>
    public static bool IsDue(KernelState state, Device device, Timestamp now)
    {
        if (state.Objects.Find(DeviceType.Kind, device.Type) is not { DisableHealthCheck: false } type || Of(state, device) is null)
            return false;
        if (device.Health is DeviceHealth.Unknown or DeviceHealth.Looping || device.LastCheck is not { } last)
            return device.Health is DeviceHealth.Good or DeviceHealth.Unknown or DeviceHealth.Looping;
        return device.Health == DeviceHealth.Good && (type.HealthDenominator == HealthDenominator.Jobs
            ? device.JobsSinceCheck >= type.HealthFrequency
            : last.Submitted + TimeSpan.FromHours(type.HealthFrequency) < now);
    }

    [GeneratedRegex("""\{%-?\s*extends\s+['"](?<name>[^'"]+)\.jinja2['"]\s*-?%\}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Extends();
}
