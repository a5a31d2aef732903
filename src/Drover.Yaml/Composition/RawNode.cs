using YamlDotNet.Core;

namespace Drover.Yaml.Composition;

/// <summary>A node as it is written, before tags and plain scalars are given their meaning. An alias is the node of its anchor.</summary>
internal abstract class RawNode(TagName tag, Mark start)
{
    /// <summary>The full tag, <c>!</c>, or null when there is none.</summary>
    public string? Tag { get; } = tag.IsEmpty ? null : tag.Value;

    public int Line { get; } = (int)start.Line;

    public int Column { get; } = (int)start.Column;

    /// <summary>How many levels there are, this one counted, with aliases written out; 0 while the node is still open.</summary>
    public int Height { get; set; }

    /// <summary>How many nodes there are, this one counted, with aliases written out.</summary>
    public int Weight { get; set; }

    /// <summary>What it stands for, once that is known.</summary>
    public YamlNode? Meaning { get; set; }
}

/// <summary>A scalar. <paramref name="plain"/>: without quotes, and not a block of text.</summary>
internal sealed class RawScalar(TagName tag, Mark start, string text, bool plain) : RawNode(tag, start)
{
    public string Text => text;

    /// <summary>Whether the rules for plain scalars say what it stands for: a lone exclamation mark asks for them whatever the quotes, but with nothing behind it stands for the empty text.</summary>
    public bool IsImplicit => Tag is null ? plain : Tag == "!" && !(plain && text.Length == 0);

    public bool IsPlain => plain;
}

internal sealed class RawSequence(TagName tag, Mark start) : RawNode(tag, start)
{
    public List<RawNode> Items { get; } = [];
}

internal sealed class RawMapping(TagName tag, Mark start) : RawNode(tag, start)
{
    public List<(RawNode Key, RawNode Value)> Entries { get; } = [];

    /// <summary>The entries with those of merge keys before them, once somebody has asked.</summary>
    public List<(RawNode Key, RawNode Value)>? Merged { get; set; }
}
