using System.Text;
using System.Text.Json;

namespace Drover.Opcodes;

/// <summary>The parameters of one opcode type, beside those that every opcode has. Immutable and thread safe.</summary>
public sealed class OpcodeSchema
{
    private string[]? _allowedKeys;

    /// <summary>An opcode with its parameters; the summary names the value of one of them, or of none.</summary>
    public OpcodeSchema(string opId, IReadOnlyList<OpcodeParameter> parameters, string? summaryField)
    {
        OpId = opId;
        Parameters = [.. parameters];
        SummaryField = summaryField;
        SummaryIndex = -1;
        Title = opId.StartsWith("OP_", StringComparison.Ordinal) ? opId[3..] : opId;
        EncodedOpId = JsonEncodedText.Encode(opId);
        EncodedNames = new JsonEncodedText[parameters.Count];
        Slots = new byte[parameters.Count + CommonParameters.Names.Length][];
        for (var i = 0; i < parameters.Count; i++)
        {
            EncodedNames[i] = JsonEncodedText.Encode(parameters[i].Name);
            Slots[i] = Encoding.UTF8.GetBytes(parameters[i].Name);
            if (string.Equals(parameters[i].Name, summaryField, StringComparison.Ordinal))
                SummaryIndex = i;
        }

        for (var i = 0; i < CommonParameters.Names.Length; i++)
            Slots[parameters.Count + i] = Encoding.UTF8.GetBytes(CommonParameters.Names[i]);
        if (summaryField is not null && SummaryIndex < 0)
            throw new ArgumentException($"{opId} has no parameter {summaryField} to show in its summary.", nameof(summaryField));
    }

    /// <summary>Identifier on the wire, such as <c>OP_TEST_DELAY</c>.</summary>
    public string OpId { get; }

    /// <summary>Its own parameters, in the order of the vocabulary.</summary>
    public IReadOnlyList<OpcodeParameter> Parameters { get; }

    /// <summary>Parameter whose value stands in parentheses in the summary of a job; null for none.</summary>
    public string? SummaryField { get; }

    /// <summary>Every key that an object of this opcode may have, in ordinal order.</summary>
    public IReadOnlyList<string> AllowedKeys => _allowedKeys ??= SortedKeys();

    /// <summary>The id without <c>OP_</c>.</summary>
    internal string Title { get; }

    internal int SummaryIndex { get; }

    internal JsonEncodedText EncodedOpId { get; }

    internal JsonEncodedText[] EncodedNames { get; }

    /// <summary>Names of the own parameters and then of the common ones, as UTF-8.</summary>
    internal byte[][] Slots { get; }

    private string[] SortedKeys()
    {
        var keys = new List<string>(CommonParameters.Names);
        foreach (var parameter in Parameters)
            keys.Add(parameter.Name);
        keys.Sort(StringComparer.Ordinal);
        return [.. keys];
    }
}
