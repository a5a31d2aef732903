using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>The type of an opcode parameter: tells which JSON values are valid, and says in words what it expects. Immutable.</summary>
public abstract class ParameterType
{
    private protected ParameterType() { }

    /// <summary>Any JSON.</summary>
    public static ParameterType Anything { get; } = new AnythingType();

    /// <summary>Null alone.</summary>
    public static ParameterType Null { get; } = new NullType();

    /// <summary>True or false.</summary>
    public static ParameterType Boolean { get; } = new BooleanType();

    /// <summary>A whole number of 64 bits.</summary>
    public static ParameterType Integer { get; } = new IntegerType(long.MinValue, long.MaxValue);

    /// <summary>A finite number; integers are accepted.</summary>
    public static ParameterType Float { get; } = new FloatType();

    /// <summary>A text, which may be empty.</summary>
    public static ParameterType String { get; } = new StringType(allowsEmpty: true);

    /// <summary>A text with at least one character.</summary>
    public static ParameterType NonEmptyString { get; } = new StringType(allowsEmpty: false);

    /// <summary>A text by the rule of names (<see cref="NameRule"/>).</summary>
    public static ParameterType Name { get; } = new NameType(allowsEmpty: false);

    /// <summary>The same, or an empty text.</summary>
    public static ParameterType NameOrEmpty { get; } = new NameType(allowsEmpty: true);

    /// <summary>A list of anything.</summary>
    public static ParameterType AnyList { get; } = new ListType(Anything);

    /// <summary>The number of a job, or its decimal string.</summary>
    public static ParameterType JobId { get; } = new JobIdType();

    /// <summary>A negative number: so many jobs before this one in the same submit.</summary>
    public static ParameterType RelativeJobId { get; } = new IntegerType(long.MinValue, -1);

    /// <summary>An IPv4 address.</summary>
    public static ParameterType IPv4Address { get; } = new AddressType(isV6: false, isNetwork: false);

    /// <summary>An IPv4 network with its prefix length.</summary>
    public static ParameterType IPv4Network { get; } = new AddressType(isV6: false, isNetwork: true);

    /// <summary>An IPv6 address.</summary>
    public static ParameterType IPv6Address { get; } = new AddressType(isV6: true, isNetwork: false);

    /// <summary>An IPv6 network with its prefix length.</summary>
    public static ParameterType IPv6Network { get; } = new AddressType(isV6: true, isNetwork: true);

    /// <summary>What kind of type it is.</summary>
    public abstract ParameterKind Kind { get; }

    /// <summary>A whole number in a range, both ends included.</summary>
    public static ParameterType IntegerBetween(long least, long most) => new IntegerType(least, most);

    /// <summary>One of these texts; a text that reads as an integer stands for that integer.</summary>
    public static ParameterType OneOf(params IReadOnlyList<string> values) => new ChoiceType(values);

    /// <summary>Null or the other type.</summary>
    public static ParameterType Optional(ParameterType other) => new NullableType(other);

    /// <summary>A list of such items.</summary>
    public static ParameterType ListOf(ParameterType item) => new ListType(item);

    /// <summary>A list in which order and repetition carry no meaning.</summary>
    public static ParameterType SetOf(ParameterType item) => new ListType(item, isSet: true);

    /// <summary>A list of exactly these items.</summary>
    public static ParameterType TupleOf(params IReadOnlyList<ParameterType> items) => new TupleType(items);

    /// <summary>A list of exactly this length.</summary>
    public static ParameterType Length(int length) => new LengthType(length);

    /// <summary>A list whose first items are of these types.</summary>
    public static ParameterType Items(params IReadOnlyList<ParameterType> items) => new ItemsType(items);

    /// <summary>An object with such keys and values.</summary>
    public static ParameterType DictionaryOf(ParameterType key, ParameterType value) => new DictionaryType(key, value);

    /// <summary>An object with exactly these keys.</summary>
    public static ParameterType DictionaryWith(params IReadOnlyList<KeyValuePair<string, ParameterType>> entries) => new ExactDictionaryType(entries);

    /// <summary>What is of all these types.</summary>
    public static ParameterType AllOf(params IReadOnlyList<ParameterType> types) => new AllOfType(types);

    /// <summary>What is of one of these types.</summary>
    public static ParameterType AnyOf(params IReadOnlyList<ParameterType> types) => new AnyOfType(types);

    /// <summary>The other type, whose content never appears in an error.</summary>
    public static ParameterType Private(ParameterType other) => new PrivateType(other);

    /// <summary>Reads a type written in Ganeti's notation, such as <c>None or (List of NonEmptyString)</c>.</summary>
    /// <exception cref="FormatException">The text is not such a type; the message names the position.</exception>
    public static ParameterType Parse(string text) => ParameterTypeParser.Parse(text);

    /// <summary>True when the value is of this type; otherwise the first problem.</summary>
    public bool Accepts(JsonElement value, [NotNullWhen(false)] out ParameterProblem? problem)
    {
        problem = Check(value);
        return problem is null;
    }

    /// <summary>The type in words: <c>a non-empty string</c>, <c>null or a list, each item one of add, remove</c>.</summary>
    public abstract string Describe();

    /// <summary>A small JSON text that this type accepts, for error messages.</summary>
    public abstract string Example();

    /// <inheritdoc/>
    public override string ToString() => Describe();

    /// <summary>Null when the value is of this type.</summary>
    internal abstract ParameterProblem? Check(JsonElement value);

    /// <summary>Whether this type accepts the key of an object.</summary>
    internal virtual bool AcceptsKey(string key)
    {
        using var document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(key)}\"");
        return Check(document.RootElement) is null;
    }

    private protected ParameterProblem? Unless(bool accepted, JsonElement value) => accepted ? null : ParameterProblem.At(value, this);
}
