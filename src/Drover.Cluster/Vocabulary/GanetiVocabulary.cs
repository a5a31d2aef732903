using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Drover.Opcodes;

namespace Drover.Cluster.Vocabulary;

/// <summary>
/// All opcodes of Ganeti (3.0.2, and the few that only 2.6 had) with their parameters, types and defaults.
/// A schema is built when it is first asked for. Thread safe.
/// </summary>
public sealed class GanetiVocabulary
{
    private readonly JsonElement _data;
    private readonly ConcurrentDictionary<string, OpcodeSchema> _schemas = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ParameterType> _types = new(StringComparer.Ordinal);

    private GanetiVocabulary(JsonElement data)
    {
        _data = data;
        var ids = new List<string>();
        foreach (var opcode in data.EnumerateObject())
            ids.Add(opcode.Name);
        OpIds = ids;
    }

    public static GanetiVocabulary Instance => Loaded.Vocabulary;

    /// <summary>Ids of all opcodes, in ordinal order.</summary>
    public IReadOnlyList<string> OpIds { get; }

    public bool TryFind(string opId, [NotNullWhen(true)] out OpcodeSchema? schema)
    {
        if (_schemas.TryGetValue(opId, out schema))
            return true;
        if (!_data.TryGetProperty(opId, out var opcode))
            return false;
        schema = _schemas.GetOrAdd(opId, Build(opId, opcode));
        return true;
    }

    /// <summary>The schema of an opcode that is known to exist.</summary>
    /// <exception cref="KeyNotFoundException">Ganeti has no such opcode.</exception>
    public OpcodeSchema this[string opId] =>
        TryFind(opId, out var schema) ? schema : throw new KeyNotFoundException($"Ganeti's vocabulary has no opcode {opId}.");

    private OpcodeSchema Build(string opId, JsonElement opcode)
    {
        var rows = opcode.GetProperty("params");
        var parameters = new OpcodeParameter[rows.GetArrayLength()];
        for (var i = 0; i < parameters.Length; i++)
        {
            // [name, type] of a required parameter, [name, type, default] of another.
            var row = rows[i];
            var isRequired = row.GetArrayLength() == 2;
            parameters[i] = new(
                row[0].GetString()!,
                _types.GetOrAdd(row[1].GetString()!, ParameterType.Parse),
                isRequired ? default : Encoding.UTF8.GetBytes(row[2].GetRawText()),
                isRequired);
        }

        return new(opId, parameters, opcode.GetProperty("dsc").GetString());
    }

    private static class Loaded
    {
        internal static readonly GanetiVocabulary Vocabulary = new(EmbeddedData.Load("opcodes.json"));
    }
}
