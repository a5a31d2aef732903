using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Drover.Lab.Assignments;
using Drover.Lab.Definitions;
using Drover.Yaml;

namespace Drover.ShellWorker.Plans;

/// <summary>Reads what a worker gets, and refuses what a shell cannot do, by name.</summary>
internal static partial class PlanReader
{
    private const string ShellAction = "lava-test-shell";
    private static readonly string[] s_unitNames = ["days", "hours", "minutes", "seconds"];
    private static readonly double[] s_unitSeconds = [86_400, 3_600, 60, 1];

    // What LAVA's dispatcher gives a timeout that names no unit.
    private static readonly TimeSpan s_unnamed = TimeSpan.FromSeconds(30);

    /// <param name="texts">What the worker gets.</param>
    /// <param name="longest">Longest time that a job may have.</param>
    /// <exception cref="DefinitionException">The definition asks for what is not run here.</exception>
    public static ShellPlan Read(WorkerTexts texts, TimeSpan longest)
    {
        var definition = JobDefinition.Read(texts.Definition, new DefinitionRules { TakesUnknownKeys = true });
        var timeout = Least(definition.JobTimeout ?? s_unnamed, longest);
        var timeouts = definition.Root.Find("timeouts");
        var usual = Timeout((timeouts?.Map("actions"))?.Find(ShellAction)) ?? Timeout(timeouts?.Map()?.Find("action")) ?? timeout;
        if (definition.Protocols is { Count: > 0 })
            throw Refused("protocols", definition.Protocols, "protocols are not run on a shell device: take them away");
        if (definition.Secrets is { Count: > 0 })
            throw Refused("secrets", definition.Secrets, "secrets are not kept from anybody on a shell device: take them away");
        List<PlannedTest> tests = [];
        var number = 0;
        foreach (var action in definition.Actions.Cast<YamlMap>())
        {
            var (kind, body) = (action[0].Key.Written, (YamlMap)action[0].Value);
            var path = $"actions[{number++}].{kind}";
            if (kind != "test")
                throw Refused(path, body, $"a shell device has nothing to {kind}: it runs actions of kind test alone");
            tests.AddRange(ReadAction(body, path, number, tests.Count, Least(Timeout(body.Find("timeout")) ?? usual, timeout)));
        }
        return new ShellPlan(timeout, [.. DeviceEnvironment(texts.Device), .. Variables(definition.Root.Find("environment"), "environment")], [.. tests]);
    }

    private static IEnumerable<PlannedTest> ReadAction(YamlMap test, string path, int action, int first, TimeSpan timeout)
    {
        foreach (var (key, value) in test)
            if (key.Written is not ("definitions" or "timeout" or "name" or "namespace" or "connection-namespace"))
                throw Refused($"{path}.{key.Written}", value, $"{key.Written} is not run on a shell device: a test action has definitions, timeout, name and namespace there");
        var definitions = (YamlList)test.Find("definitions")!;
        for (var i = 0; i < definitions.Count; i++)
            yield return ReadTest((YamlMap)definitions[i], $"{path}.definitions[{i}]", action, first + i, i == definitions.Count - 1, timeout);
    }

    private static PlannedTest ReadTest(YamlMap definition, string path, int action, int number, bool isLast, TimeSpan timeout)
    {
        foreach (var (key, value) in definition)
            if (key.Written is not ("repository" or "from" or "name" or "path" or "parameters" or "timeout" or "tap" or "junit"))
                throw Refused($"{path}.{key.Written}", value, $"{key.Written} is not run on a shell device: a definition has repository, from, name, path, parameters, timeout, tap and junit there");
        if (definition.Find("from")!.AsText() != "inline" || definition.Find("repository") is not YamlMap repository)
            throw Refused($"{path}.from", definition.Find("from")!, "a shell device fetches nothing: write the definition inline, as from: inline with a repository of metadata and run");
        foreach (var (key, value) in repository)
            if (key.Written is not ("metadata" or "run" or "install"))
                throw Refused($"{path}.repository.{key.Written}", value, $"{key.Written} is not run on a shell device: report cases by lava-test-case, tap or junit");
        if (repository.Find("install") is YamlMap install)
            foreach (var (key, value) in install)
                if (key.Written != "steps")
                    throw Refused($"{path}.repository.install.{key.Written}", value, $"a shell device installs nothing by itself: write what {key.Written} means as steps");
        var name = definition.Find("name")!;
        if (name.AsText() is not { } text || !TestName().IsMatch(text))
            throw Refused($"{path}.name", name, "the name of a test definition has letters, digits, '.', '-' and '_' alone");
        return new PlannedTest(
            $"{number}_{text}", definition.Find("path")!.AsText() ?? "", action, isLast,
            [.. Steps(repository, "install", path), .. Steps(repository, "run", path)], Variables(definition.Find("parameters"), $"{path}.parameters"),
            Timeout(definition.Find("timeout")), timeout, definition.Find("tap") is { } tap && Switch(tap, $"{path}.tap"), Patterns(definition.Find("junit"), $"{path}.junit"));
    }

    private static IEnumerable<string> Steps(YamlMap repository, string part, string path)
    {
        if (repository.Find(part) is not { } section)
            yield break;
        if (section is not YamlMap map || map.Find("steps") is not { } found)
            throw Refused($"{path}.repository.{part}", section, $"{part} has steps, as in {part}: {{steps: [make check]}}");
        if (found is not YamlList steps)
            throw Refused($"{path}.repository.{part}.steps", found, "steps are a list of lines for the shell");
        for (var i = 0; i < steps.Count; i++)
            yield return steps[i] is YamlScalar { Kind: not (YamlScalarKind.None or YamlScalarKind.Bytes) } step && !step.Written.Contains('\0', StringComparison.Ordinal)
                ? step.Written
                : throw Refused($"{path}.repository.{part}.steps[{i}]", steps[i], "a step is a line for the shell: put quotes around it");
    }

    private static ImmutableArray<KeyValuePair<string, string>> Variables(YamlNode? node, string path) => node is not YamlMap map ? [] :
    [
        .. map.Select(entry => VariableName().IsMatch(entry.Key.Written) && entry.Value is YamlScalar { Kind: not YamlScalarKind.Bytes } scalar && !scalar.Written.Contains('\0', StringComparison.Ordinal)
            ? KeyValuePair.Create(entry.Key.Written, scalar.Kind == YamlScalarKind.None ? "" : scalar.Written)
            : throw Refused($"{path}.{entry.Key.Written}", entry.Value, "a variable of the shell has a name of letters, digits and '_', and one value")),
    ];

    /// <summary>What the device gives its jobs; a device without a dictionary gives nothing.</summary>
    private static ImmutableArray<KeyValuePair<string, string>> DeviceEnvironment(string device) =>
        device.Length > 0 && YamlReader.Read(device, YamlRules.Safe) is YamlMap map ? Variables(map.Find("environment"), "device.environment") : [];

    private static bool Switch(YamlNode node, string path) =>
        node is YamlScalar { Kind: YamlScalarKind.Bool } scalar ? scalar.Bool : throw Refused(path, node, "tap is true or false");

    private static ImmutableArray<string> Patterns(YamlNode? node, string path)
    {
        IEnumerable<YamlNode> nodes = node switch { null => [], YamlList list => list, _ => [node] };
        return [.. nodes.Select(item => item.AsText() is { Length: > 0 } text && text[0] != '/' && !text.Split('/').Contains("..") && !text.AsSpan().ContainsAny('\n', '\0')
            ? text : throw Refused(path, item, "junit is a pattern of files below the work directory, such as 'reports/*.xml', or a list of them"))];
    }

    // Its shape was checked with the definition.
    private static TimeSpan? Timeout(YamlNode? node)
    {
        if (node is not YamlMap map)
            return null;
        var seconds = 0.0;
        foreach (var (key, value) in map)
            if (Array.IndexOf(s_unitNames, key.Written) is >= 0 and var unit && value is YamlScalar scalar)
                seconds += s_unitSeconds[unit] * (scalar.Kind switch { YamlScalarKind.Int => (double)scalar.Int, YamlScalarKind.Float => scalar.Float, _ => 1 });
        return seconds > 0 ? TimeSpan.FromSeconds(seconds) : s_unnamed;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static YamlMap? Map(this YamlNode? node, string? key = null) => (key is null ? node : (node as YamlMap)?.Find(key)) as YamlMap;

    private static DefinitionException Refused(string path, YamlNode node, string reason) => new(path, node.Line, reason);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,150}\z", RegexOptions.None, 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,200}\z", RegexOptions.None, 1000)]
    private static partial Regex VariableName();
}
