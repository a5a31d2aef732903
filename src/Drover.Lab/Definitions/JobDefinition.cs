using System.Collections.Immutable;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>
/// A job as a user writes it for LAVA, checked: the rules of LAVA 2023.01. What only the lab knows (types, tags, users and groups that exist) is not looked at.
/// </summary>
public sealed record JobDefinition
{
    private const int LongestName = 200;
    private const string Keys = "job_name, device_type, visibility, timeouts, actions, priority, context, metadata, tags, protocols, notify, secrets, environment, reboot_to_fastboot";

    /// <summary>What the job is called, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The type of device that it needs; null for a multinode job.</summary>
    public required string? DeviceType { get; init; }

    /// <summary>The roles of a multinode job in the order of the text; empty for others.</summary>
    public required ImmutableArray<MultinodeRole> Roles { get; init; }

    /// <summary>Who may see it.</summary>
    public required JobVisibility Visibility { get; init; }

    /// <summary>0 to 100; low is 0, medium (the default) 50, high 100.</summary>
    public required int Priority { get; init; }

    /// <summary>Tags that the device must have.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>How long the job may run; null when the text leaves that to whoever runs it.</summary>
    public required TimeSpan? JobTimeout { get; init; }

    /// <summary>How long it may wait for a device; null for any time. 0 and less have run out at once.</summary>
    public required TimeSpan? QueueTimeout { get; init; }

    /// <summary>What the template of the device gets; null when there is none.</summary>
    public required YamlMap? Context { get; init; }

    /// <summary>What the submitter says about the job; null when there is nothing.</summary>
    public required YamlMap? Metadata { get; init; }

    /// <summary>Who hears about it; null when the text does not say.</summary>
    public required Notification? Notify { get; init; }

    /// <summary>Values for the tests that nobody else is to see; null when there are none.</summary>
    public required YamlMap? Secrets { get; init; }

    /// <summary>Protocols and their parameters; null when there are none.</summary>
    public required YamlMap? Protocols { get; init; }

    /// <summary>What the job does, in this order.</summary>
    public required YamlList Actions { get; init; }

    /// <summary>The whole definition.</summary>
    public required YamlMap Root { get; init; }

    /// <summary>The text as it was submitted, comments and all.</summary>
    public required string Text { get; init; }

    /// <summary>Whether the job is a group of jobs that run at the same time.</summary>
    public bool IsMultinode => !Roles.IsEmpty;

    /// <summary>Reads and checks a definition.</summary>
    /// <exception cref="DefinitionException">The text is not YAML or breaks a rule.</exception>
    public static JobDefinition Read(string text, DefinitionRules rules)
    {
        var root = new Part(Parse(text, rules), "");
        var map = root.Node is YamlMap { Count: > 0 } ? root.Map("a job definition")
            : throw root.Error($"a job definition is a map with job_name, timeouts, visibility, actions and device_type, and this text holds {root.Found}");
        foreach (var (key, value) in map)
        {
            if (key.Text == "include")
                throw root.At(key.Text, value).Error("include is not fetched here: put what it names into the definition itself");
            if (!rules.TakesUnknownKeys && !Keys.Split(", ").Contains(key.Text))
                throw new DefinitionException(root.At(key.Text, value).Path, key.Line, $"a job definition has no key {key.Text}: it has {Keys}");
        }

        var roles = ReadProtocols(root, rules);
        var (job, queue) = TimeoutRules.Read(root.Required("timeouts", "say how long the job may take, as in timeouts: {job: {minutes: 30}}"), rules);
        if (root.Find("reboot_to_fastboot") is { } reboot)
            reboot.Bool("reboot_to_fastboot");
        root.Find("environment")?.Map("environment");
        return new JobDefinition
        {
            Name = ReadName(root),
            DeviceType = ReadDeviceType(root, roles, rules),
            Roles = roles,
            Visibility = JobVisibility.Read(root.Required("visibility", "say who may see the job: public, personal or {group: [name]}")),
            Priority = ReadPriority(root.Find("priority")),
            Tags = ReadTags(root, roles, rules),
            JobTimeout = job,
            QueueTimeout = queue,
            Context = root.Find("context") is { } context ? ContextRules.Read(context, rules) : null,
            Metadata = root.Find("metadata") is { } metadata ? ContextRules.Metadata(metadata) : null,
            Notify = root.Find("notify") is { } notify ? Notification.Read(notify) : null,
            Secrets = root.Find("secrets")?.Map("secrets"),
            Protocols = root.Find("protocols")?.Map("protocols"),
            Actions = ActionRules.Read(root.Required("actions", "list what the job does; actions: [] is a job that does nothing"), job, !roles.IsEmpty, rules),
            Root = map,
            Text = text,
        };
    }

    /// <summary>Who hears about the job of a definition that was accepted, also about a member of a group; null when the text does not say.</summary>
    /// <exception cref="DefinitionException">The text is no definition.</exception>
    public static Notification? ReadNotification(string text) =>
        new Part(Parse(text, DefinitionRules.Submission), "").Find("notify") is { } notify ? Notification.Read(notify) : null;

    /// <summary>The definition that a worker gets: written anew, with the version of the pipeline that it must have at least.</summary>
    public string WithCompatibility(int version) => MemberDefinition.WithKey(Root, "compatibility", YamlScalar.Of(version));

    /// <summary>The definitions of the members of a multinode job, in the order of their numbers.</summary>
    /// <param name="targetGroup">The name of the group, which each member has in its definition.</param>
    /// <exception cref="InvalidOperationException">The job is not a multinode job.</exception>
    public ImmutableArray<MemberDefinition> Split(string targetGroup) =>
        IsMultinode ? MultinodeSplit.Of(this, targetGroup) : throw new InvalidOperationException("Only a multinode job is split.");

    private static YamlNode Parse(string text, DefinitionRules rules)
    {
        try
        {
            return YamlReader.Read(text, rules.Yaml);
        }
        catch (YamlException e)
        {
            throw new DefinitionException("", e.Line, $"column {e.Column}: {e.Reason}", e);
        }
    }

    private static string ReadName(Part root)
    {
        var name = root.Required("job_name", "give the job a name");
        return name.Text("job_name") is { Length: > 0 and <= LongestName } text ? text : throw name.Error($"job_name has 1 to {LongestName} characters: write a {(name.Text("job_name").Length == 0 ? "longer" : "shorter")} one");
    }

    private static string? ReadDeviceType(Part root, ImmutableArray<MultinodeRole> roles, DefinitionRules rules)
    {
        var type = root.Find("device_type");
        if (!roles.IsEmpty)
            return rules.IsValidation && type is { } both ? throw both.Error("the roles of a multinode job have device types: take this one away") : null;
        if (type is not { } single)
            throw root.Error("device_type is missing: name the type of device that the job needs, or the roles of a multinode job in protocols");
        return single.Text("device_type") is { Length: > 0 } name ? name : throw single.Error("device_type is empty: name the type of device that the job needs");
    }

    private static ImmutableArray<string> ReadTags(Part root, ImmutableArray<MultinodeRole> roles, DefinitionRules rules)
    {
        if (root.Find("tags") is not { } tags)
            return [];
        return rules.IsValidation && !roles.IsEmpty ? throw tags.Error("the roles of a multinode job have tags: move them there") : [.. tags.Texts("tags", "a tag").Distinct()];
    }

    private static int ReadPriority(Part? priority)
    {
        if (priority is not { } part)
            return 50;
        if (part.Whole() is { } number)
            return number >= 0 && number <= 100 ? (int)number : throw part.Error($"a priority is low, medium, high or a number from 0 to 100, not {number}");
        return part.Node.AsText()?.ToLowerInvariant() switch
        {
            "low" => 0,
            "medium" => 50,
            "high" => 100,
            _ => throw part.Error($"a priority is low, medium, high or a number from 0 to 100, not {part.Found}"),
        };
    }

    private static ImmutableArray<MultinodeRole> ReadProtocols(Part root, DefinitionRules rules)
    {
        if (root.Find("protocols") is not { } protocols)
            return [];
        protocols.OnlyKeys("protocols", "lava-multinode", "lava-vland", "lava-lxc", "lava-xnbd");
        foreach (var (key, value) in protocols.Map("protocols"))
            protocols.At(key.Text, value).Map(key.Text);
        return protocols.Find("lava-multinode") is { } multinode ? MultinodeRole.ReadAll(multinode, rules) : [];
    }
}
