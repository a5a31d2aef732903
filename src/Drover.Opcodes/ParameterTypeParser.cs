namespace Drover.Opcodes;

/// <summary>Reads the notation in which Ganeti describes its parameter types. Notes in square brackets are passed over.</summary>
internal ref struct ParameterTypeParser
{
    private readonly string _text;
    private int _at;

    private ParameterTypeParser(string text) => _text = text;

    internal static ParameterType Parse(string text)
    {
        var parser = new ParameterTypeParser(text);
        var type = parser.Expression();
        if (parser._at != text.Length)
            throw parser.Unreadable("the end");
        return type;
    }

    private ParameterType Expression()
    {
        var first = Primary();
        SkipNotes();
        if (Looking(" or "))
        {
            var types = Chain(first, " or ");
            return types[0] is not NullType ? ParameterType.AnyOf(types)
                : ParameterType.Optional(types.Count == 2 ? types[1] : ParameterType.AnyOf(types[1..]));
        }

        return Looking(" and ") ? ParameterType.AllOf(Chain(first, " and ")) : first;
    }

    private List<ParameterType> Chain(ParameterType first, string joint)
    {
        var types = new List<ParameterType> { first };
        while (Take(joint))
        {
            types.Add(Primary());
            SkipNotes();
        }

        return types;
    }

    private ParameterType Primary()
    {
        if (Take("("))
        {
            var inner = Expression();
            Expect(")");
            return inner;
        }

        if (Take("List of "))
            return ParameterType.ListOf(Primary());
        if (Take("Set of "))
            return ParameterType.SetOf(Primary());
        if (Take("Tuple of ("))
            return Tuple();
        if (Take("List") || Take("Tuple"))
            return ParameterType.AnyList;
        if (Take("Length "))
            return ParameterType.Length(Number());
        if (Take("Less than "))
            return ParameterType.IntegerBetween(long.MinValue, Number() - 1);
        if (Take("OneOf "))
            return Choice();
        if (Take("Item 0 is "))
            return Items();
        if (Take("Private "))
            return ParameterType.Private(Primary());
        if (Take("Dictionary with keys of "))
        {
            var key = Primary();
            Expect(" and values of ");
            return ParameterType.DictionaryOf(key, Primary());
        }

        return Named();
    }

    private ParameterType Tuple()
    {
        var items = new List<ParameterType>();
        do
            items.Add(Expression());
        while (Take(", "));
        Expect(")");
        return ParameterType.TupleOf(items);
    }

    private ParameterType Items()
    {
        var items = new List<ParameterType> { Primary() };
        while (Take($", item {items.Count} is "))
            items.Add(Primary());
        return ParameterType.Items(items);
    }

    private ParameterType Choice()
    {
        var end = _text.AsSpan(_at).IndexOfAny(')', '[');
        var words = (end < 0 ? _text[_at..] : _text.Substring(_at, end)).TrimEnd();
        if (words.Length == 0)
            throw Unreadable("the values of OneOf");
        _at += words.Length;
        return ParameterType.OneOf(words.Split(", "));
    }

    private ParameterType Named()
    {
        if (Take("IPv4 address")) return ParameterType.IPv4Address;
        if (Take("IPv4 network")) return ParameterType.IPv4Network;
        if (Take("IPv6 address")) return ParameterType.IPv6Address;
        if (Take("IPv6 network")) return ParameterType.IPv6Network;
        var start = _at;
        while (_at < _text.Length && char.IsAsciiLetterOrDigit(_text[_at]))
            _at++;
        var type = _text[start.._at] switch
        {
            "Anything" => ParameterType.Anything,
            "None" => ParameterType.Null,
            "Boolean" => ParameterType.Boolean,
            "Integer" => ParameterType.Integer,
            "Float" => ParameterType.Float,
            "String" => ParameterType.String,
            "NonEmptyString" => ParameterType.NonEmptyString,
            "EqualOrGreaterThanZero" => ParameterType.IntegerBetween(0, long.MaxValue),
            "GreaterThanZero" or "EqualGreaterThanOne" => ParameterType.IntegerBetween(1, long.MaxValue),
            "Dictionary" => ParameterType.DictionaryOf(ParameterType.Anything, ParameterType.Anything),
            "JobId" => ParameterType.JobId,
            "RelativeJobId" => ParameterType.RelativeJobId,
            _ => null,
        };
        if (type is not null)
            return type;
        _at = start;
        throw Unreadable("a type");
    }

    private int Number()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        return int.TryParse(_text.AsSpan(start, _at - start), out var number) ? number : throw Unreadable("a number");
    }

    private void SkipNotes()
    {
        while (Looking(" ["))
        {
            var end = _text.IndexOf(']', _at);
            if (end < 0)
                throw Unreadable("a note that ends with ]");
            _at = end + 1;
        }
    }

    private readonly bool Looking(string word) => string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0;

    private bool Take(string word)
    {
        if (!Looking(word))
            return false;
        _at += word.Length;
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
            throw Unreadable($"\"{word}\"");
    }

    private readonly FormatException Unreadable(string expected) =>
        new($"The parameter type \"{_text}\" cannot be read: expected {expected} at position {_at}.");
}
