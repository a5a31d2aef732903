using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>The definition of one member of a multinode job.</summary>
/// <param name="SubId">Its number in the group, from 0 on.</param>
/// <param name="Role">Its role.</param>
/// <param name="Root">Its definition.</param>
public sealed record MemberDefinition(int SubId, MultinodeRole Role, YamlMap Root)
{
    /// <summary>Whether it needs no device: it connects to that of its host role.</summary>
    public bool IsDynamicConnection => Role.Connection is not null;

    /// <summary>The definition as text.</summary>
    public string Text => YamlWriter.Block(Root);

    /// <summary>The same with the members of the group that have devices: their ids and roles, known once all of them exist.</summary>
    public MemberDefinition WithRoles(IReadOnlyDictionary<string, string> roles) => this with { Root = WithRoles(Root, roles) };

    /// <summary>The text that a worker gets: with the version of the pipeline that it must have at least.</summary>
    public string WithCompatibility(int version) => WithKey(Root, "compatibility", YamlScalar.Of(version));

    /// <summary>Reads the definition of a member again.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    internal static YamlMap Read(string text) => (YamlMap)YamlReader.Read(text, YamlRules.Safe);

    internal static YamlMap WithRoles(YamlMap root, IReadOnlyDictionary<string, string> roles)
    {
        var protocols = (YamlMap)root.Find("protocols")!;
        var multinode = (YamlMap)protocols.Find(MultinodeSplit.Protocol)!;
        var map = new YamlMap(roles.Select(role => (role.Key, (YamlNode)YamlScalar.Of(role.Value))));
        return With(root, "protocols", With(protocols, MultinodeSplit.Protocol, With(multinode, "roles", map)));
    }

    internal static string WithKey(YamlMap root, string key, YamlNode value) => YamlWriter.Block(With(root, key, value));

    // A later entry of the same key replaces the earlier one.
    internal static YamlMap With(YamlMap map, string key, YamlNode value) => new([.. map, new YamlEntry(YamlScalar.Of(key), value)]);
}
