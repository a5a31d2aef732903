using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Drover.Yaml.Composition;

/// <summary>Makes one tree of nodes of the events of a text, within the limits, and refuses what PyYAML would not read, so that nothing is stored or handed on that only we can read.</summary>
internal sealed class Composer(string text, YamlRules rules)
{
    private readonly Parser _parser = new(new StrictScanner(text));
    private readonly Dictionary<string, RawNode> _anchors = [];
    private int _composed;

    /// <summary>The document's root; null when the text holds no document.</summary>
    /// <exception cref="YamlException">The text is not one YAML document within the limits.</exception>
    public RawNode? Compose()
    {
        try
        {
            Next<StreamStart>();
            if (Next() is StreamEnd)
                return null;
            CheckVersion((DocumentStart)Current);
            Next();
            var root = Node(1);
            Next<DocumentEnd>();
            if (Next() is StreamEnd)
                return root;
            throw At(Current.Start, "a second document begins here: put each document into a text of its own, and write nothing after \"...\"");
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw Syntax(e.Message, e.Start, e.End, e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The parser's own way out of some texts, such as two documents without a line between them.
            throw Syntax(e.Message, Current.End, Current.End, e);
        }
    }

    private ParsingEvent Current => _parser.Current!;

    private RawNode Node(int level)
    {
        if (++_composed > rules.MostNodes)
            throw TooMany(Current.Start);
        switch (Current)
        {
            case AnchorAlias alias:
                return Anchored(alias);
            case Scalar scalar:
                CheckScalar(scalar);
                return Named(scalar, new RawScalar(scalar.Tag, scalar.Start, scalar.Value, scalar.Style == ScalarStyle.Plain) { Height = 1, Weight = 1 });
            case SequenceStart start:
                CheckLevel(level, start.Start);
                var sequence = Named(start, new RawSequence(start.Tag, start.Start));
                var items = new Measure(this, start.Start);
                while (Next() is not SequenceEnd)
                    sequence.Items.Add(items.Add(Node(level + 1)));
                return items.Close(sequence);
            case MappingStart start:
                CheckLevel(level, start.Start);
                var mapping = Named(start, new RawMapping(start.Tag, start.Start));
                var parts = new Measure(this, start.Start);
                while (Next() is not MappingEnd)
                {
                    var key = parts.Add(Node(level + 1));
                    Next();
                    mapping.Entries.Add((key, parts.Add(Node(level + 1))));
                }

                return parts.Close(mapping);
            default:
                throw At(Current.Start, $"a value was expected here, not the {Current.GetType().Name} of a document: check this line and the one before");
        }
    }

    // Sums up what the parts of one node amount to, and stops where it is too much: a text of a few lines can stand for more values than fit into any memory.
    private struct Measure(Composer composer, Mark start)
    {
        private int _height;
        private int _weight = 1;

        public RawNode Add(RawNode part)
        {
            _height = Math.Max(_height, part.Height);
            _weight += part.Weight;
            if (_weight > composer.MostNodes)
                throw composer.TooMany(start);
            return part;
        }

        public readonly RawNode Close(RawNode node)
        {
            composer.CheckLevel(_height + 1, start);
            node.Height = _height + 1;
            node.Weight = _weight;
            return node;
        }
    }

    private int MostNodes => rules.MostNodes;

    private T Named<T>(NodeEvent node, T raw) where T : RawNode
    {
        if (!node.Anchor.IsEmpty && !_anchors.TryAdd(Name(node.Anchor, node.Start), raw))
            throw At(node.Start, $"the anchor &{node.Anchor.Value} is there already, in line {_anchors[node.Anchor.Value].Line}: give one of the two another name");
        return raw;
    }

    private RawNode Anchored(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(Name(alias.Value, alias.Start), out var named))
            throw At(alias.Start, $"no anchor &{alias.Value.Value} stands before the alias *{alias.Value.Value}: write the anchor first, or put quotes around a text that begins with an asterisk");
        return named.Height > 0 ? named : throw At(alias.Start, $"the alias *{alias.Value.Value} stands inside of what it names: a value cannot hold itself");
    }

    private static string Name(AnchorName anchor, Mark start) => anchor.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        ? anchor.Value : throw At(start, $"the name of the anchor \"{anchor.Value}\" has a character that PyYAML refuses: use letters, digits, - and _, or put quotes around a text that begins so");

    private void CheckScalar(Scalar scalar)
    {
        // A pair of escapes for one character is JSON's way; libyaml ends with an error, and so would every client that reads the text.
        if (scalar.Style != ScalarStyle.DoubleQuoted || !scalar.Value.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return;
        var written = text.AsSpan((int)scalar.Start.Index, (int)(scalar.End.Index - scalar.Start.Index));
        for (var at = written.IndexOf('\\'); at >= 0 && at < written.Length - 3; at += 2)
        {
            var next = written[at..].IndexOf('\\');
            if (next < 0)
                return;
            at += next;
            if (at < written.Length - 3 && written[at + 1] == 'u' && written[at + 2] is 'd' or 'D' && written[at + 3] is not (>= '0' and <= '7'))
                throw At(scalar.Start, "the text has half a character as JSON writes it (\\ud800 to \\udfff): write the character itself, or \\U and eight digits");
        }
    }

    private static void CheckVersion(DocumentStart start)
    {
        if (start.Version is { Version: var version } && (version.Major != 1 || version.Minor is not (1 or 2)))
            throw At(start.Start, $"%YAML {version.Major}.{version.Minor} is not known: leave the line out, the text is read as YAML 1.1");
    }

    private void CheckLevel(int level, Mark start)
    {
        if (level > rules.MostLevels)
            throw At(start, $"more than {rules.MostLevels} lists and maps lie in each other: make the text flatter");
    }

    private YamlException TooMany(Mark start) => At(start, $"the text stands for more than {rules.MostNodes} values, aliases written out: make it smaller");

    private YamlException Syntax(string message, Mark place, Mark end, Exception cause)
    {
        var said = message.TrimEnd('.');
        if (IsIndentedByTab(place) || IsIndentedByTab(end))
            return At(end, "a tab cannot indent YAML: write blanks instead", cause);
        return At(place, $"this is not YAML ({char.ToLowerInvariant(said[0])}{said[1..]}): check indentation, colons and quotes of this line and the one before", cause);
    }

    private bool IsIndentedByTab(Mark place)
    {
        var before = text.AsSpan(0, (int)Math.Min(place.Index, text.Length));
        return text.AsSpan(before.LastIndexOf('\n') + 1).TrimStart(' ') is ['\t', ..];
    }

    private static YamlException At(Mark place, string reason, Exception? cause = null) => new(reason, (int)place.Line, (int)place.Column, cause);

    private ParsingEvent Next() => _parser.MoveNext() ? Current : throw new InvalidOperationException("The events of a text ended before its stream.");

    private void Next<T>() where T : ParsingEvent
    {
        if (Next() is not T)
            throw At(Current.Start, $"the {typeof(T).Name} of a document was expected here: check this line and the one before");
    }
}
