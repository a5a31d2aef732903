using System.Numerics;
using Drover.Jinja;
using Drover.Kernel.State;
using Drover.Yaml;

namespace Drover.Lab.Devices;

/// <summary>Makes the configuration of a device, as a worker gets it, of its dictionary and the templates that this extends.</summary>
public static class DeviceConfiguration
{
    private const string Suffix = ".jinja2";

    /// <summary>The configuration as plain YAML; empty for a device without a dictionary.</summary>
    /// <param name="state">Knows the templates.</param>
    /// <param name="device">The device.</param>
    /// <param name="context">Variables that the job gives; null for none.</param>
    /// <exception cref="DeviceConfigurationException">It cannot be made; the text names template and line.</exception>
    public static string Render(KernelState state, Device device, YamlMap? context)
    {
        if (device.Dictionary is not { } dictionary)
            return "";
        var own = device.Name + Suffix;
        var templates = new TemplateEnvironment(new TemplateLoader(name => name == own ? dictionary
            : name.EndsWith(Suffix, StringComparison.Ordinal) ? state.Objects.Find(DeviceTemplate.Kind, name[..^Suffix.Length])?.Text : null));
        try
        {
            var text = templates.Render(own, context is null ? new Dictionary<string, object?>() : Variables(context));
            return YamlReader.Read(text, YamlRules.Safe) is YamlMap map
                ? YamlWriter.Block(map)
                : throw new DeviceConfigurationException($"{own} gives no mapping: a device configuration is one, with actions and timeouts");
        }
        catch (TemplateException e)
        {
            throw new DeviceConfigurationException(e.Message.TrimEnd('.'), e);
        }
        catch (YamlException e)
        {
            throw new DeviceConfigurationException($"{own} gives what is no YAML: {e.Message}", e);
        }
    }

    private static Dictionary<string, object?> Variables(YamlMap map) => map.ToDictionary(entry => entry.Key.AsText() ?? YamlWriter.Flow(entry.Key), entry => Value(entry.Value), StringComparer.Ordinal);

    private static object? Value(YamlNode node) => node switch
    {
        YamlMap map => Variables(map),
        YamlList list => list.Select(Value).ToList(),
        YamlScalar { Kind: YamlScalarKind.None } => null,
        YamlScalar { Kind: YamlScalarKind.Bool } scalar => scalar.Bool,
        YamlScalar { Kind: YamlScalarKind.Int } scalar => (BigInteger)scalar.Int,
        YamlScalar { Kind: YamlScalarKind.Float } scalar => scalar.Float,
        YamlScalar scalar => scalar.Written,
        _ => null,
    };
}

/// <summary>The configuration of a device cannot be made.</summary>
public sealed class DeviceConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
