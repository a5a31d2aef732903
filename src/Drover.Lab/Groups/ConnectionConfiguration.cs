using Drover.Lab.Devices;
using Drover.Yaml;

namespace Drover.Lab.Groups;

/// <summary>The configuration that a worker gets for a member that connects to the device of another: what of that device concerns it.</summary>
internal static class ConnectionConfiguration
{
    /// <param name="device">Name of the host's device.</param>
    /// <param name="configuration">Its configuration as YAML; empty for none.</param>
    /// <exception cref="DeviceConfigurationException">It has not what a connection needs.</exception>
    public static string Trim(string device, string configuration)
    {
        if (configuration.Length == 0)
            return "";
        var all = (YamlMap)YamlReader.Read(configuration, YamlRules.Safe);
        return YamlWriter.Block(new YamlMap([
            ("hostname", YamlScalar.Of(device)),
            ("constants", new YamlMap([("kernel-start-message", YamlScalar.Of(""))])),
            .. all.Find("timeouts") is { } timeouts ? [("timeouts", timeouts)] : Array.Empty<(string, YamlNode)>(),
            ("actions", new YamlMap([("deploy", Methods(all, "deploy", device)), ("boot", Methods(all, "boot", device))])),
        ]));
    }

    private static YamlMap Methods(YamlMap all, string action, string device) =>
        all.Find("actions") is YamlMap actions && actions.Find(action) is YamlMap one && one.Find("methods") is { } methods
            ? new YamlMap([("methods", methods)])
            : throw new DeviceConfigurationException($"device {device} has no actions.{action}.methods, which a connection to it needs");
}
